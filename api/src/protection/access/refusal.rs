//! Problem responses for a missing right, the same at every route.

use super::authorized::NotFresh;
use super::rights::AccessError;
use crate::platform::http::refusals;

refusals! {
    enum AccessError {
        SecondStepRequired => SecondStepRequired(
            "Your organization asks for two-step verification. Sign in again to do it."
        ),
        Forbidden => Forbidden("Your role does not allow this. With an API token, its owner's role counts."),
        PersonsOnly => Forbidden("No API token can do this: a person signs in and does it."),
        TokensOnly => Forbidden(
            "Only an API token can do this: send `Authorization: Bearer tsk_…` and no cookie."
        ),
        InsufficientScope(scope) => InsufficientScope(format!(
            "This API token was not made for {}.", scope.as_str()
        )),
    }
    causes {}
}

refusals! {
    struct NotFresh => ReauthenticationRequired(
        "Confirm that it is you: POST /me/reauthenticate, then try again."
    )
}
