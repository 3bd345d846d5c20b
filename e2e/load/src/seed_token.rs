//! The texts of seeded tokens, and an API token with which a program asks about the seeded members.

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

/// The key in eleven digits of base 62, and a verifier that follows from it.
pub(crate) fn token_text(prefix: &str, key: i64) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = key.unsigned_abs();
    let mut digits = [0; 11];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(rest % 62).unwrap_or(0)];
        rest /= 62;
    }
    let selector: String = digits.iter().map(|digit| char::from(*digit)).collect();
    format!("{prefix}{selector}{key:043}")
}

/// What the row of a token holds.
pub(crate) fn verifier(kind: TokenKind, text: &str) -> Vec<u8> {
    let token = token::presented(kind, text);
    token.map_or_else(Vec::new, |token| token.verifier().as_bytes().to_vec())
}
