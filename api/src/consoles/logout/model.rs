//! Who is signed in where, and what is told of the end.

use crate::platform::db::keys::{ClientKey, SignInKey};
use serde::{Deserialize, Serialize};
use shared_types::ids::{ClientId, MemberId, SessionId};

/// A session with which somebody signed in at a console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The session.
    pub sign_in: SignInKey,
    /// The console.
    pub client: ClientKey,
    /// Whose session it is.
    pub member: MemberId,
    /// Its public name.
    pub session: SessionId,
}

/// What a row of the outbox holds: all that a token needs, for session and member may be gone.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) client: ClientId,
    pub(super) member: MemberId,
    pub(super) session: SessionId,
}
