//! Why a request for a protected address is refused.

use crate::platform::db::DbError;
use crate::platform::http::refusals;

/// Why nothing is said of a protected address, or done there.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConsoleError {
    /// Who asks is no proxy that the host of this installation trusts.
    #[error("who asks is no trusted proxy")]
    Stranger,
    /// The proxy does not say which address it protects.
    #[error("the header {0} is not readable")]
    Unreadable(&'static str),
    /// No console has the origin, or not the one that the proxy names.
    #[error("no console has the origin {0}")]
    Unknown(String),
    /// The console of this name gets nothing.
    #[error("the console is disabled")]
    Disabled(String),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum ConsoleError {
        Stranger => Forbidden(
            "Only a trusted proxy may ask this. Name its address in TWOSTEP_TRUSTED_PROXIES."
        ),
        Unreadable(header) => Forbidden(format!(
            "The header {header} is missing, there twice, or not readable."
        )),
        Unknown(origin) => Forbidden(format!(
            "No console of the kind forward_auth has the origin {origin}, or not the one that is named."
        )),
        Disabled(name) => Forbidden(format!("The console {name} is switched off at Twostep.")),
    }
    causes { Database(DbError) }
}

/// Why a request does not pass.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    /// Nothing is said of the address.
    #[error(transparent)]
    Console(#[from] ConsoleError),
    /// Nobody is signed in there.
    #[error("nobody is signed in at the console")]
    SignedOut,
    /// The person may not use the console of this name.
    #[error("the person may not use the console")]
    Forbidden(String),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum AskError {
        SignedOut => Unauthenticated(
            "Nobody is signed in at this console. Open it in a browser, or sign in at the address in Location."
        ),
        Forbidden(name) => Forbidden(format!("Your role and your groups do not open {name}.")),
    }
    causes { Console(ConsoleError), Database(DbError) }
}
