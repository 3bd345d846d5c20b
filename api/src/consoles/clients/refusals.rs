//! Why a console is not made, changed or shown.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::limits::CLIENTS_PER_ORGANIZATION;
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;

const ORIGIN_TAKEN: &str = "Another console of this installation protects this address.";

/// Why no console is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateClientError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// The maker's recovery is held: a thief of the mailbox lets nobody else in.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The organization has as many as it may have.
    #[error("the organization has its number of consoles")]
    Full,
    /// Another console has the origin.
    #[error("another console has the origin")]
    OriginTaken,
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateClientError {
        Held(hold) => RecoveryHold(
            "Consoles are not added while recovery by email is held for you."
        ).held(hold),
        Full => Conflict(format!(
            "The organization has {CLIENTS_PER_ORGANIZATION} consoles. Delete one first."
        )),
        OriginTaken => Conflict(ORIGIN_TAKEN),
    }
    causes { Invalid(Vec<FieldError>), Lost(LostRight), Database(DbError) }
}

/// Why a console is not shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum GetClientError {
    /// There is none in this organization.
    #[error("no such console")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum GetClientError {
        NotFound => NotFound("There is no such console."),
    }
    causes { Database(DbError) }
}

/// Why a console stays as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum PatchClientError {
    /// It is not opened.
    #[error(transparent)]
    Change(#[from] ChangeClientError),
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// Another console has the origin.
    #[error("another console has the origin")]
    OriginTaken,
    /// Somebody changed it since it was read.
    #[error("the console was changed since it was read")]
    Changed,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum PatchClientError {
        Changed => PreconditionFailed("Somebody changed the console since you read it. Read it again."),
        OriginTaken => Conflict(ORIGIN_TAKEN),
    }
    causes { Change(ChangeClientError), Invalid(Vec<FieldError>), Database(DbError) }
}

/// Why a console is not opened for a change.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeClientError {
    /// There is none in this organization.
    #[error("no such console")]
    NotFound,
    /// It keeps no secret.
    #[error("the console keeps no secret")]
    NoSecret,
    /// The caller's recovery is held.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangeClientError {
        NotFound => NotFound("There is no such console."),
        NoSecret => Conflict("This console proves itself by no secret."),
        Held(hold) => RecoveryHold(
            "Consoles are not changed while recovery by email is held for you. You can delete one."
        ).held(hold),
    }
    causes { Lost(LostRight), Database(DbError) }
}
