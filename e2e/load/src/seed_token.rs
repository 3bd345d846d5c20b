//! An API token with which a program asks about the seeded members.

use anyhow::Result;
use diesel::prelude::*;
use std::time::Duration;
use twostep::platform::clock::Clock;
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::schema::api_tokens;
use twostep::platform::db::{DatabaseUrl, Db};

/// Longer than any run.
const LIFETIME: Duration = Duration::from_hours(24);

/// Makes a token of the first member, and gives its text.
pub(crate) async fn insert(url: &DatabaseUrl, scopes: &'static str) -> Result<String> {
    let now = Clock::System.now();
    let new = token::generate(TokenKind::Api, now);
    let text = new.secret.expose().to_owned();
    let db = Db::open(url)?;
    db.write(move |connection| {
        diesel::insert_into(api_tokens::table)
            .values((
                api_tokens::key.eq(new.selector),
                api_tokens::public_id.eq(vec![9; 16]),
                api_tokens::verifier.eq(new.verifier.as_bytes()),
                api_tokens::organization.eq(1),
                api_tokens::owner.eq(crate::seed::member_key(0)),
                api_tokens::made_by.eq(vec![9; 16]),
                api_tokens::name.eq("load"),
                api_tokens::scopes.eq(scopes),
                api_tokens::networks.eq(""),
                api_tokens::aal.eq(2),
                api_tokens::created_at.eq(now.micros()),
                api_tokens::expires_at.eq((now + LIFETIME).micros()),
                api_tokens::reminded.eq(2),
            ))
            .execute(connection)
    })
    .await?;
    Ok(text)
}
