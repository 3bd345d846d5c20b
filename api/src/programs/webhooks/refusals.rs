//! Why a webhook is not made, changed or asked.

use crate::people::sessions::LostRight;
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use shared_types::limits::WEBHOOK_SECRETS;
use shared_types::problem::FieldError;
use shared_types::recovery::RecoveryHold;
use std::time::Duration;

/// Why no webhook is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateWebhookError {
    /// Fields are not acceptable.
    #[error("a field is not acceptable")]
    Invalid(Vec<FieldError>),
    /// The maker's recovery is held: a thief of the mailbox makes nothing that outlives it.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The organization has as many as it may have.
    #[error("the organization has its number of webhooks")]
    Full(i64),
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum CreateWebhookError {
        Held(hold) => RecoveryHold(
            "No webhook is made while recovery by email is held for you."
        ).held(hold),
        Full(most) => Conflict(format!("The organization has {most} webhooks. Delete one first.")),
    }
    causes { Invalid(Vec<FieldError>), Lost(LostRight), Database(DbError) }
}

/// Why a webhook is not opened for a change.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    /// There is none in this organization.
    #[error("no such webhook")]
    NotFound,
    /// The caller's recovery is held: a thief of the mailbox sends nothing elsewhere.
    #[error("recovery by e-mail is held")]
    Held(RecoveryHold),
    /// The right was lost meanwhile.
    #[error(transparent)]
    Lost(#[from] LostRight),
}

refusals! {
    enum OpenError {
        NotFound => NotFound("There is no such webhook."),
        Held(hold) => RecoveryHold(
            "Webhooks are not changed while recovery by email is held for you. You can delete one."
        ).held(hold),
    }
    causes { Lost(LostRight) }
}

/// Why a webhook is not changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeWebhookError {
    /// It is not opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// So many secrets sign its requests already.
    #[error("too many secrets sign")]
    TooManySecrets,
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// Its address and secret do not open.
    #[error("the seal does not open")]
    Unreadable,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ChangeWebhookError {
        TooManySecrets => Conflict(format!(
            "{WEBHOOK_SECRETS} secrets sign the requests of this webhook now. Each ends by itself 24 hours after it was \
             replaced."
        )),
        Unreadable => Internal("The address and the secret cannot be read. Delete it, and make another one."),
    }
    causes { Open(OpenError), Invalid(FieldError), Database(DbError) }
}

/// Why nothing is sent by hand.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendByHandError {
    /// The webhook is not opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The webhook has no such delivery.
    #[error("no such delivery")]
    NotFound,
    /// Its address and secret do not open.
    #[error("the seal does not open")]
    Unreadable,
    /// Too many in a minute.
    #[error("too many tests and replays")]
    TooMany(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum SendByHandError {
        NotFound => NotFound("There is no such delivery."),
        Unreadable => Internal("The address and the secret cannot be read. Delete it, and make another one."),
        TooMany(wait) => Throttled(
            "Too many tests and replays in a minute. Wait before the next one."
        ).retry_after(wait),
    }
    causes { Open(OpenError), Database(DbError) }
}

/// Why deliveries are not listed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListDeliveriesError {
    /// A field is not acceptable.
    #[error("a field is not acceptable")]
    Invalid(FieldError),
    /// There is no such webhook in this organization.
    #[error("no such webhook")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ListDeliveriesError {
        NotFound => NotFound("There is no such webhook."),
    }
    causes { Invalid(FieldError), Database(DbError) }
}
