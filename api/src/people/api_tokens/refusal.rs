//! Problem responses for a token that opens nothing, the same at every route.

use super::check::{NoSuchToken, TokenError};
use crate::platform::db::DbError;
use crate::platform::http::refusals;
use std::time::Duration;

/// The token has made as many requests as it may within a minute; how long until it may make the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests with this token")]
pub struct TooManyRequests(pub Duration);

refusals! {
    struct TooManyRequests(wait) => Throttled(
        "This API token made too many requests within a minute. RateLimit says when the next one is looked at."
    ).retry_after(wait)
}

refusals! {
    enum NoSuchToken {
        Mistyped => Unauthenticated(
            "This is no API token: a letter is missing or wrong. Copy it whole."
        ),
        Unknown => Unauthenticated(
            "This API token is unknown, was ended or is over, or nobody answers for it any more."
        ),
    }
    causes {}
}

refusals! {
    enum TokenError {
        Network(from) => Forbidden(format!("This API token is not good from {from}.")),
    }
    causes { None(NoSuchToken), Database(DbError) }
}
