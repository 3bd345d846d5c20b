//! Problem responses for refused e-mailed codes, the same at every route that sends or checks one.

use super::model::{EmailCodeError, SendEmailCodeError};
use crate::platform::http::refusals;

const THROTTLED: &str = "Too many emails or wrong codes. Wait before the next one.";
const TOO_MANY_TRIES: &str =
    "Five wrong codes, so this email's code no longer works. Ask for a new one.";

refusals! {
    enum SendEmailCodeError {
        Throttled(wait) => Throttled(THROTTLED).retry_after(wait),
    }
    causes {}
}

refusals! {
    enum EmailCodeError {
        Throttled(wait) => Throttled(THROTTLED).retry_after(wait),
        Closed => EmailCodesClosed("Too many wrong codes in all. Ask an administrator or your help desk."),
        Expired => CodeExpired("This code has ended. Ask for a new one and use the newest email."),
        Wrong { tries_left } => InvalidCode("The code is wrong. Use the newest email.")
            .tries_left(tries_left),
        LastWrong => TooManyTries(TOO_MANY_TRIES),
        UsedUp => TooManyTries(TOO_MANY_TRIES),
    }
    causes {}
}
