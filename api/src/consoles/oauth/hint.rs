//! `id_token_hint`: an ID token of ours that a console brings back (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2).

use crate::platform::db::{DbConnection, DbResult};
use crate::protection::signing;
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
        let live = signing::claims_of(connection, OrganizationKind::Live, public_url, token)?;
        if live.is_some() {
            return Ok(live);
        }
        let test = format!("{public_url}/test");
        signing::claims_of(connection, OrganizationKind::Test, &test, token)
    }
}
