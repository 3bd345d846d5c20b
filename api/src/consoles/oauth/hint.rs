//! `id_token_hint`: an ID token of ours that a console brings back (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2).

use super::claims::ID_TOKEN_TYPE;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::signing::{self, Expected};
use serde::Deserialize;
use shared_types::ids::SessionId;
use shared_types::organizations::OrganizationKind;

/// What is read of an ID token of ours, whether its time is over or not.
#[derive(Deserialize)]
pub(super) struct Hint {
    /// The id of the console.
    pub(super) aud: String,
    /// The person at that console.
    pub(super) sub: String,
    pub(super) sid: Option<SessionId>,
}

impl Hint {
    /// Reads a token of a live organization, or of a test one; `None` for any other text.
    pub(super) fn read(
        connection: &mut DbConnection,
        public_url: &str,
        token: &str,
    ) -> DbResult<Option<Self>> {
        let live = Expected {
            kind: OrganizationKind::Live,
            issuer: public_url,
            r#type: ID_TOKEN_TYPE,
        };
        let found = signing::claims_of(connection, &live, token)?;
        if found.is_some() {
            return Ok(found);
        }
        let test = Expected {
            kind: OrganizationKind::Test,
            issuer: &format!("{public_url}/test"),
            ..live
        };
        signing::claims_of(connection, &test, token)
    }
}
