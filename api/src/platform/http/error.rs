//! The error type of every handler. It holds what the caller is told; the middleware, which has the
//! request id, writes the `Problem` and logs the cause.

use crate::platform::clock::wait_seconds;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use shared_types::directory::DirectoryReason;
use shared_types::problem::{
    CodeEntry, FieldError, FieldErrorCode, FlowEndReason, Problem, ProblemCode,
};
use shared_types::recovery::RecoveryHold;
use shared_types::sign_in::Step;
use shared_types::time::Time;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What the caller is told when the cause is ours and may pass.
pub const UNAVAILABLE: &str =
    "The service cannot answer now. Nothing was changed; ask again in a moment.";
/// What the caller is told while nothing is recovered by e-mail.
pub const RECOVERY_HELD: &str = "No device is set up by email for now, because the password was reset or the address changed. \
     Ask an administrator or the help desk, who can end this at once after making sure that it is you.";
/// What a member is told whose address stays while nothing is recovered by email.
pub const ADDRESS_HELD: &str = "The address stays as it is for now, because the password was reset by email or the address \
     changed. Ask an administrator or the help desk, who can end this at once.";

/// What a member is told whose password the directory of the organization keeps.
pub const MANAGED_ELSEWHERE: &str =
    "The directory of your organization keeps this. Change it there, or ask the help desk.";
/// What a person is told whom the directory of the organization lets not in.
pub const DIRECTORY_REFUSED: &str =
    "The directory of your organization does not let you in. `directory` says why.";
/// What everybody is told while the directory gives no answer.
pub const DIRECTORY_AWAY: &str =
    "The directory of your organization does not answer. Try again in a moment.";

/// The content type of the error body.
pub const PROBLEM_JSON: &str = "application/problem+json; charset=utf-8";

/// A refusal or a failure, as the caller is told.
#[derive(Debug)]
pub struct ApiError(Box<Content>);

#[derive(Debug)]
struct Content {
    code: ProblemCode,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    step: Option<Step>,
    next_code_in_seconds: Option<u32>,
    retry_after_seconds: Option<u32>,
    tries_left: Option<u32>,
    entry: Option<CodeEntry>,
    reason: Option<FlowEndReason>,
    directory: Option<DirectoryReason>,
    held_until: Option<Time>,
    allow: Option<String>,
    is_of_rules: bool,
    is_of_the_moment: bool,
    cause: Option<Cause>,
}

impl ApiError {
    /// A refusal with its code and a sentence for people.
    pub fn new(code: ProblemCode, detail: impl Into<Cow<'static, str>>) -> Self {
        let retry_after_seconds = match code {
            ProblemCode::Throttled
            | ProblemCode::TooManySignIns
            | ProblemCode::IdempotencyKeyInUse
            | ProblemCode::Unavailable => Some(1),
            _ => None,
        };
        Self(Box::new(Content {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            step: None,
            next_code_in_seconds: None,
            retry_after_seconds,
            tries_left: None,
            entry: None,
            reason: None,
            directory: None,
            held_until: None,
            allow: None,
            is_of_rules: false,
            is_of_the_moment: false,
            cause: None,
        }))
    }

    /// 422 `invalid_input` about one field.
    pub fn invalid(field: &str, code: FieldErrorCode, detail: impl Into<String>) -> Self {
        Self::from(FieldError::new(field, code, detail))
    }

    /// 500 `internal`: a constant text for the caller, the cause with its whole chain for the log.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::new(
            ProblemCode::Internal,
            "Something went wrong on our side. The log has the cause under this request id.",
        )
        .because(cause)
    }

    /// Says until when nothing is recovered by e-mail, where the hold ends by itself.
    #[must_use]
    pub fn held(mut self, hold: RecoveryHold) -> Self {
        self.0.held_until = hold.until;
        self
    }

    /// Says why the directory lets nobody in.
    #[must_use]
    pub fn directory(mut self, reason: DirectoryReason) -> Self {
        self.0.directory = Some(reason);
        self
    }

    /// Says when to retry: at least in one second.
    #[must_use]
    pub fn retry_after(mut self, pause: Duration) -> Self {
        self.0.retry_after_seconds = Some(wait_seconds(pause));
        self
    }

    /// Says which step of the flow is next.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.0.step = Some(step);
        self
    }

    /// Says in how many seconds the app shows the next code.
    #[must_use]
    pub fn next_code_in(mut self, seconds: u32) -> Self {
        self.0.next_code_in_seconds = Some(seconds);
        self
    }

    /// Says how many tries are left, where they are counted.
    #[must_use]
    pub fn tries_left(mut self, tries: impl Into<Option<u32>>) -> Self {
        self.0.tries_left = tries.into();
        self
    }

    /// Says whose code a wrong one is, where that is known.
    #[must_use]
    pub fn entry(mut self, entry: Option<CodeEntry>) -> Self {
        self.0.entry = entry;
        self
    }

    /// Says why the sign-in attempt has ended.
    #[must_use]
    pub fn reason(mut self, reason: FlowEndReason) -> Self {
        self.0.reason = Some(reason);
        self
    }

    /// Names more invalid fields.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = FieldError>) -> Self {
        self.0.errors.extend(fields);
        self
    }

    /// Adds the cause for the log; the caller never sees it.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The methods that the route has, for `Allow`.
    #[must_use]
    pub fn allow(mut self, methods: impl Into<String>) -> Self {
        self.0.allow = Some(methods.into());
        self
    }

    /// Says that a handler refused, and not what stands before it.
    #[must_use]
    pub fn of_rules(mut self) -> Self {
        self.0.is_of_rules = true;
        self
    }

    /// Says that waiting helps: the same request may succeed a moment later.
    #[must_use]
    pub fn of_the_moment(mut self) -> Self {
        self.0.is_of_the_moment = true;
        self
    }

    /// Whether a handler refused, and would again: the request was well-formed, its caller had the right, and no wait
    /// helps.
    pub fn is_of_rules(&self) -> bool {
        self.0.is_of_rules && !self.0.is_of_the_moment
    }

    /// The stable code.
    pub fn code(&self) -> ProblemCode {
        self.0.code
    }

    /// The value of `Retry-After`, when there is one.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.0.retry_after_seconds
    }

    /// The value of `Allow`, when there is one.
    pub fn allowed_methods(&self) -> Option<&str> {
        self.0.allow.as_deref()
    }

    /// The whole chain of causes in one line, for the log.
    pub fn cause(&self) -> Option<String> {
        let mut cause: &dyn std::error::Error = self.0.cause.as_deref()?;
        let mut chain = cause.to_string();
        while let Some(source) = cause.source() {
            chain = format!("{chain}: {source}");
            cause = source;
        }
        Some(chain)
    }

    /// The body of the response.
    pub fn problem(&self, request_id: &str) -> Problem {
        let parts = &self.0;
        Problem {
            r#type: format!("/docs#{}", parts.code.as_str()),
            title: parts.code.title().to_owned(),
            status: parts.code.status(),
            detail: parts.detail.clone().into_owned(),
            code: parts.code,
            request_id: request_id.to_owned(),
            errors: parts.errors.clone(),
            step: parts.step,
            next_code_in_seconds: parts.next_code_in_seconds,
            retry_after_seconds: parts.retry_after_seconds,
            tries_left: parts.tries_left,
            entry: parts.entry,
            reason: parts.reason,
            directory: parts.directory,
            held_until: parts.held_until,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.as_str(), self.0.detail)
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The status alone: the middleware adds body and headers, once, for every kind of error.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_rounded_up_to_whole_seconds() {
        for (millis, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (59_999, 60)] {
            let error = ApiError::new(ProblemCode::Throttled, "Wait.")
                .retry_after(Duration::from_millis(millis));
            assert_eq!(error.retry_after_seconds(), Some(seconds), "{millis} ms");
        }
    }

    /// H-07: the cause is not in the response.
    #[test]
    fn the_cause_is_for_the_log_only() {
        let error = ApiError::internal("table members is locked");
        let body = serde_json::to_string(&error.problem("id")).expect("a problem serialises");
        assert!(!body.contains("locked"), "{body}");
        assert_eq!(error.cause().as_deref(), Some("table members is locked"));
        assert!(!error.to_string().contains("locked"));
    }
}
