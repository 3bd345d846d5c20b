//! Why a test organization is not made, deleted, read or moved.

use crate::people::sessions::LostRight;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::limits::SANDBOXES_PER_ORGANIZATION;
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;
use std::time::Duration;

const NOT_A_TEST_ORGANIZATION: &str =
    "Only a test organization has this. An administrator makes one with POST /sandboxes.";

/// Why none is made.
#[derive(Debug, thiserror::Error)]
pub enum CreateSandboxError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The maker's recovery is held: a thief of the mailbox gets no token.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The organization is itself a test organization.
    #[error("a test organization makes none")]
    IsTest,
    /// The organization has as many as it may have.
    #[error("the organization has its number of test organizations")]
    Full,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateSandboxError {
        Held(hold) => RecoveryHold(
            "No test organization is made while recovery by email is held for you."
        ).held(hold),
        IsTest => Conflict("A test organization makes no further ones. Ask an administrator of the live one."),
        Full => Conflict(format!(
            "The organization has {SANDBOXES_PER_ORGANIZATION} test organizations. Delete one first."
        )),
    }
    causes {
        Invalid(FieldError),
        Lost(LostRight),
        Overloaded(Overloaded),
        Database(DbError),
    }
}

/// Why none is deleted.
#[derive(Debug, thiserror::Error)]
pub(super) enum DeleteSandboxError {
    /// This organization made no such test organization.
    #[error("no such test organization")]
    NotFound,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum DeleteSandboxError {
        NotFound => NotFound("There is no such test organization."),
    }
    causes { Lost(LostRight), Database(DbError) }
}

/// Why there is nothing to show.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotATestOrganization {
    /// The caller's organization is a live one.
    #[error("a live organization")]
    Live,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum NotATestOrganization {
        Live => NotFound(NOT_A_TEST_ORGANIZATION),
    }
    causes { Database(DbError) }
}

/// Why no mails are listed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListSandboxMailsError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// There is nothing to show.
    #[error(transparent)]
    Nothing(#[from] NotATestOrganization),
}

refusals! {
    enum ListSandboxMailsError {}
    causes { Invalid(FieldError), Nothing(NotATestOrganization) }
}

/// Why the clock is not moved.
#[derive(Debug, thiserror::Error)]
pub(super) enum MoveClockError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// The caller's organization is a live one.
    #[error("a live organization")]
    Live,
    /// It was moved often in the last minute.
    #[error("moved too often")]
    Often(Duration),
    /// Somebody else moved it at the same moment.
    #[error("the clock was moved meanwhile")]
    Moved,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum MoveClockError {
        Live => NotFound(NOT_A_TEST_ORGANIZATION),
        Often(wait) => Throttled("The clock was moved often. Wait a moment.").retry_after(wait),
        Moved => Conflict("The clock was moved at the same moment. Read it again."),
    }
    causes { Invalid(FieldError), Lost(LostRight), Database(DbError) }
}
