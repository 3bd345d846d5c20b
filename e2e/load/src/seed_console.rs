//! A console whose proxy asks, and the cookies with which seeded members are signed in there.

use crate::seed::{self, token_text, verifier};
use anyhow::Result;
use diesel::prelude::*;
use twostep::platform::clock::Clock;
use twostep::platform::crypto::token::TokenKind;
use twostep::platform::db::schema::{clients, console_sessions};
use twostep::platform::db::{DatabaseUrl, Db};

/// What the proxy protects.
pub(crate) const HOST: &str = "desk.example.com";
/// The row of the console.
const CLIENT: i64 = 1;

/// The key of member `number`'s row. It begins with a time that no sweep of a run reaches.
fn key(number: u32) -> i64 {
    (1 << 61) + (1 << 60) + i64::from(number)
}

/// The cookie of member `number` at the console.
pub(crate) fn cookie(number: u32) -> String {
    token_text("tsd_", key(number))
}

/// Makes the console, and signs the first so many members in there.
pub(crate) async fn insert(url: &DatabaseUrl, members: u32) -> Result<()> {
    let now = Clock::System.now().micros();
    let db = Db::open(url)?;
    db.write(move |connection| {
        diesel::insert_into(clients::table)
            .values((
                clients::key.eq(CLIENT),
                clients::id.eq(vec![8; 16]),
                clients::organization.eq(1),
                clients::kind.eq("forward_auth"),
                clients::made_by.eq(vec![9; 16]),
                clients::version.eq(1),
                clients::name.eq("load"),
                clients::origin.eq(format!("https://{HOST}")),
                clients::redirect_uris.eq(format!("https://{HOST}/.twostep/callback")),
                clients::post_logout_redirect_uris.eq(""),
                clients::auth_method.eq("none"),
                clients::id_token_algorithm.eq("RS256"),
                clients::subject_type.eq("public"),
                clients::pairwise_salt.eq(vec![7; 32]),
                clients::minimum_acr.eq("urn:twostep:aal2"),
                clients::allowed_roles.eq("agent helpdesk admin"),
                clients::asks_consent.eq(false),
                clients::fresh_code.eq(false),
                clients::claims_in_id_token.eq(false),
                clients::created_at.eq(now),
                clients::enabled_at.eq(0),
            ))
            .execute(connection)?;
        for number in 0..members {
            let verifier = verifier(TokenKind::ConsoleSession, &cookie(number));
            diesel::insert_into(console_sessions::table)
                .values((
                    console_sessions::key.eq(key(number)),
                    console_sessions::verifier.eq(verifier),
                    console_sessions::client.eq(CLIENT),
                    console_sessions::code.eq(0),
                    console_sessions::sign_in.eq(seed::session_key(number)),
                ))
                .execute(connection)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
