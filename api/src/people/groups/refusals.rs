//! Why a group is not made or changed.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::limits::GROUPS_PER_ORGANIZATION;
use shared_types::problem::FieldError;

/// Why no group is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateGroupError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The organization has as many as it may have.
    #[error("the organization has its number of groups")]
    Full,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateGroupError {
        Full => Conflict(format!(
            "The organization has {GROUPS_PER_ORGANIZATION} groups. Delete one first."
        )),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}

/// Why a group stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeGroupError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// There is none in this organization.
    #[error("no such group")]
    NotFound,
    /// A program acts on agents only, and others are in the group.
    #[error("members above agents are in the group")]
    Forbidden,
    /// The policy asks for more of its members: without it they would be asked for less, and nobody said why.
    #[error("the policy names the group")]
    NamedByPolicy,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangeGroupError {
        NotFound => NotFound("There is no such group."),
        Forbidden => Forbidden(
            "Members above agents are in this group: an administrator changes it, no API token, and nobody for whom \
             recovery by email is held."
        ),
        NamedByPolicy => Conflict(
            "The policy names this group. Take it out of the policy first; to rename it, sign in with a code, or use a \
             token with policy:write."
        ),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
