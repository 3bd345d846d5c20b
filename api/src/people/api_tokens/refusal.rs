//! Problem responses for a token that opens nothing, the same at every route.

use super::service::{NoSuchToken, TokenError};
use crate::platform::db::DbError;
use crate::platform::http::refusals;

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
        Network => Forbidden("This API token is not good from this network."),
    }
    causes { None(NoSuchToken), Database(DbError) }
}
