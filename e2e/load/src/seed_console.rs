//! Consoles: one whose proxy asks, with the cookies by which seeded members are signed in there, and a relying party of
//! OpenID Connect.

use crate::seed;
use crate::seed_token::{token_text, verifier};
use anyhow::Result;
use diesel::prelude::*;
use twostep::platform::clock::Clock;
use twostep::platform::crypto::token::TokenKind;
use twostep::platform::db::schema::{clients, console_sessions};
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, DbResult};

/// What the proxy protects.
pub(crate) const HOST: &str = "desk.example.com";
/// Where the relying party is sent back to.
pub(crate) const CALLBACK: &str = "https://desk.example.com/callback";
/// The relying party.
pub(crate) const RELYING_PARTY: &str = "0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a";
/// The row of the console whose proxy asks, and of the relying party.
const ASKED_BY_PROXY: i64 = 1;
const BY_OPENID_CONNECT: i64 = 2;

/// The key of member `number`'s row. It begins with a time that no sweep of a run reaches.
fn key(number: u32) -> i64 {
    (1 << 61) + (1 << 60) + i64::from(number)
}

/// The cookie of member `number` at the console.
pub(crate) fn cookie(number: u32) -> String {
    token_text("tsd_", key(number))
}

/// Makes the console whose proxy asks, and signs the first so many members in there.
pub(crate) async fn insert(url: &DatabaseUrl, members: u32) -> Result<()> {
    let now = Clock::System.now().micros();
    let db = Db::open(url)?;
    db.write(move |connection| {
        let origin = format!("https://{HOST}");
        let console = Console {
            key: ASKED_BY_PROXY,
            id: 8,
            kind: "forward_auth",
            redirect_uri: format!("{origin}/.twostep/callback"),
            origin: Some(origin),
        };
        console.insert(connection, now)?;
        for number in 0..members {
            let verifier = verifier(TokenKind::ConsoleSession, &cookie(number));
            diesel::insert_into(console_sessions::table)
                .values((
                    console_sessions::key.eq(key(number)),
                    console_sessions::verifier.eq(verifier),
                    console_sessions::client.eq(ASKED_BY_PROXY),
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

/// Makes the relying party, and signs the first so many members in here in a browser. It has no secret: it proves itself
/// by PKCE.
pub(crate) async fn insert_relying_party(url: &DatabaseUrl, members: u32) -> Result<()> {
    let now = Clock::System.now().micros();
    let db = Db::open(url)?;
    let console = Console {
        key: BY_OPENID_CONNECT,
        id: 10,
        kind: "oidc",
        redirect_uri: CALLBACK.to_owned(),
        origin: None,
    };
    db.write(move |connection| {
        console.insert(connection, now)?;
        (0..members).try_for_each(|number| seed::insert_browser_session(connection, number))
    })
    .await?;
    Ok(())
}

/// What tells one seeded console from another.
struct Console {
    key: i64,
    /// The byte that its public id repeats.
    id: u8,
    kind: &'static str,
    redirect_uri: String,
    origin: Option<String>,
}

impl Console {
    fn insert(self, connection: &mut DbConnection, now: i64) -> DbResult<()> {
        diesel::insert_into(clients::table)
            .values((
                clients::key.eq(self.key),
                clients::id.eq(vec![self.id; 16]),
                clients::organization.eq(1),
                clients::kind.eq(self.kind),
                clients::made_by.eq(vec![9; 16]),
                clients::version.eq(1),
                clients::name.eq("load"),
                clients::origin.eq(self.origin),
                clients::redirect_uris.eq(self.redirect_uri),
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
        Ok(())
    }
}
