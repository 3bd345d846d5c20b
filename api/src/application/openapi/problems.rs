//! The problem codes in words, with an example each.

use crate::platform::http::{ApiError, DIRECTORY_REFUSED, MANAGED_ELSEWHERE, RECOVERY_HELD};
use shared_types::directory::DirectoryReason;
use shared_types::problem::ProblemCode as Code;
use shared_types::problem::{FieldErrorCode, FlowEndReason, Problem};
use shared_types::recovery::{HoldCause, RecoveryHold};
use shared_types::sign_in::Step;
use shared_types::time::Time;
use std::time::Duration;

/// 2026-11-27 09:30 UTC.
const SAMPLE_TIME: Time = Time::from_micros(1_795_771_800_000_000);
const SAMPLE_REQUEST_ID: &str = "019ab5e2-7c1f-7d3a-9a54-0c7f5e2b8d61";

/// What a code means, and what the caller does about it.
pub fn meaning(code: Code) -> &'static str {
    match code {
        Code::InvalidCredentials => {
            "The email address or the password is wrong, unknown or disabled; which of them is \
             not said. Ask again, or wait for an administrator."
        }
        Code::Unauthenticated => "There is no credential, or it has ended. Sign in.",
        Code::WrongStep => "The flow serves another step now: go on with the one in `step`.",
        Code::InvalidCode => {
            "The code is wrong. `tries_left` says how many tries are left; wait for the app's next code, and \
             check the phone's clock. With `entry: \"replaced\"` it is an old entry's: delete that in the app."
        }
        Code::AlreadyUsed => {
            "The code is right but was used before. Wait `next_code_in_seconds` for the next one."
        }
        Code::Throttled
        | Code::CodeExpired
        | Code::TooManyTries
        | Code::PasswordClosed
        | Code::TooManySignIns
        | Code::EmailCodesClosed
        | Code::FlowExpired => meaning_of_end(code),
        Code::DirectoryRefused | Code::ManagedElsewhere => meaning_of_directory(code),
        Code::ReauthenticationRequired
        | Code::SecondStepRequired
        | Code::RecoveryHold
        | Code::Forbidden
        | Code::InsufficientScope => meaning_of_right(code),
        Code::InvalidToken => {
            "The setup token, invitation or link for a new password is unknown, used or too old."
        }
        Code::InvalidInput => "A field is not acceptable: `errors` names each one.",
        Code::MalformedRequest => {
            "The request is not well-formed: broken JSON, or two credentials at once."
        }
        Code::TooLarge => {
            "The body is larger than 16 KiB (of many rows: 4 MiB), or the address longer than 2 KiB."
        }
        Code::UnsupportedMediaType => {
            "The body is not `application/json` (a file of members: `text/csv`), or it has a `Content-Encoding`."
        }
        Code::NotFound => "There is no such thing, or not for this caller.",
        Code::MethodNotAllowed => {
            "The route does not know this method; `Allow` lists those it knows."
        }
        Code::Conflict
        | Code::PreconditionFailed
        | Code::IdempotencyKeyInUse
        | Code::IdempotencyKeyReused => meaning_of_conflict(code),
        Code::Unavailable => {
            "The service cannot answer now. It changed nothing, but rows that a request of many had done stay done. \
             Try again as `Retry-After` says."
        }
        Code::Internal => "A fault on our side. The log has the cause under `request_id`.",
    }
}

/// What stands against the request.
fn meaning_of_conflict(code: Code) -> &'static str {
    match code {
        Code::PreconditionFailed => {
            "Somebody changed it since you read it: read it again, and send the new tag in `If-Match`."
        }
        Code::IdempotencyKeyInUse => {
            "The first request with this `Idempotency-Key` is still being answered: send it again as \
             `Retry-After` says."
        }
        Code::IdempotencyKeyReused => {
            "This `Idempotency-Key` belongs to another request of the last 24 hours: take a new one."
        }
        _ => "The state changed meanwhile, or the thing exists already. Read it again.",
    }
}

/// What the directory of an organization decides.
fn meaning_of_directory(code: Code) -> &'static str {
    match code {
        Code::DirectoryRefused => {
            "The directory of the organization knows the person and lets nobody in; `directory` says why. The \
             directory's administrator ends it, or the person who changes the password there."
        }
        _ => {
            "The directory of the organization keeps the password, and a lost device is for the help desk. Nothing \
             was changed."
        }
    }
}

/// What the caller lacks for what was asked.
fn meaning_of_right(code: Code) -> &'static str {
    match code {
        Code::ReauthenticationRequired => {
            "The act needs the password (and a code) again: `POST /me/reauthenticate` opens it for \
             five minutes."
        }
        Code::SecondStepRequired => {
            "The organization asks for the second step, and this session was made without it. Sign \
             in again."
        }
        Code::RecoveryHold => {
            "No device is set up by email and the own address stays before `held_until`, because \
             the password was reset by email or the address changed. Without `held_until` a person \
             has to end it: an administrator or the helpdesk, by `POST /members/{id}/recovery/approve`."
        }
        Code::InsufficientScope => {
            "The API token was not made for this: `detail` names the scope that it would need."
        }
        _ => "The caller may not do this: the role is too low, or `X-CSRF` or the origin is wrong.",
    }
}

/// What ends a code, tries, or the attempt that they belong to.
fn meaning_of_end(code: Code) -> &'static str {
    match code {
        Code::CodeExpired => {
            "The emailed code is too old, or a newer one was sent. Send a new one."
        }
        Code::TooManyTries => "Five wrong codes: the emailed code is void. Send a new one.",
        Code::FlowExpired => {
            "The sign-in attempt has ended; `reason` says why. Start again with the password."
        }
        Code::PasswordClosed => {
            "Too many wrong passwords in a row from browsers that are not known. A new password by email \
             or an administrator's unlock ends it; time alone does not."
        }
        Code::TooManySignIns => {
            "The account has as many sign-ins under way as it may have. Wait as `Retry-After` says, or \
             use a browser that has signed in before."
        }
        Code::EmailCodesClosed => {
            "Too many wrong emailed codes in all. An administrator's or the help desk's unlock ends it."
        }
        _ => {
            "Too many tries, or requests of an API token. Nothing was looked at; wait as `Retry-After` says."
        }
    }
}

/// A body as the caller gets it.
pub fn example(code: Code) -> Problem {
    let error = ApiError::new(code, detail(code));
    let error = match code {
        Code::WrongStep => error.step(Step::Enroll),
        Code::InvalidCode => error.tries_left(3).next_code_in(12),
        Code::AlreadyUsed => error.next_code_in(12),
        Code::FlowExpired => error.reason(FlowEndReason::Time),
        Code::DirectoryRefused => error.directory(DirectoryReason::PasswordExpired),
        Code::Throttled => error.retry_after(Duration::from_secs(30)),
        Code::TooManySignIns => error.retry_after(Duration::from_mins(4)),
        Code::RecoveryHold => ApiError::new(code, RECOVERY_HELD).held(RecoveryHold {
            since: SAMPLE_TIME,
            cause: HoldCause::PasswordReset,
            until: Some(SAMPLE_TIME),
        }),
        Code::InvalidInput => {
            ApiError::invalid("email", FieldErrorCode::Required, "This field is missing.")
        }
        _ => error,
    };
    error.problem(SAMPLE_REQUEST_ID)
}

fn detail(code: Code) -> &'static str {
    match code {
        Code::InvalidCredentials => "The email address or the password is not right.",
        Code::Unauthenticated => "Sign in first.",
        Code::WrongStep => "Connect an authenticator app first.",
        Code::InvalidCode => "The code is not right.",
        Code::AlreadyUsed => "This code was used already. The next one comes in 12 seconds.",
        Code::CodeExpired => "The code is too old. Send a new one.",
        Code::TooManyTries => "Five wrong codes, so this code no longer works. Send a new one.",
        Code::Throttled => "Too many wrong codes. Try again in 30 seconds.",
        Code::PasswordClosed => "Too many wrong passwords. Set a new one by email.",
        Code::TooManySignIns => "Ten sign-ins of this account are under way.",
        Code::EmailCodesClosed => "Too many wrong codes. Ask your help desk.",
        Code::DirectoryRefused => DIRECTORY_REFUSED,
        Code::ManagedElsewhere => MANAGED_ELSEWHERE,
        Code::FlowExpired => "The sign-in attempt has ended. Start again with the password.",
        Code::ReauthenticationRequired => "Enter your password again first.",
        Code::SecondStepRequired => "Sign in with a code first.",
        Code::RecoveryHold => "No device is set up by email for now.",
        Code::InvalidToken => "This invitation was used already, or it is too old.",
        Code::InvalidInput => "Some fields are not acceptable.",
        Code::MalformedRequest => "The body is not valid JSON.",
        Code::TooLarge => "The body is larger than 16 KiB.",
        Code::UnsupportedMediaType => "Send the body as application/json.",
        Code::NotFound => "There is no such thing here.",
        Code::MethodNotAllowed => "This route does not know the method.",
        Code::Forbidden => "Only administrators may do this.",
        Code::InsufficientScope => "This API token was not made for members:write.",
        Code::Conflict | Code::PreconditionFailed => {
            "Somebody changed the policy since you read it. Read it again."
        }
        Code::IdempotencyKeyInUse => "The first request with this key is still being answered.",
        Code::IdempotencyKeyReused => "This key belongs to another request. Take a new one.",
        Code::Unavailable => "The service cannot answer now.",
        Code::Internal => "Something went wrong on our side.",
    }
}
