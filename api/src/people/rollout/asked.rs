//! What a request asks for, checked as far as it says itself.

use crate::people::members::choose_reason;
use crate::people::policy::Plan;
use crate::platform::expected::Expected;
use shared_types::policy::PutPolicyRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RecoveryMode;

/// What is to stand, and in the place of what.
pub(super) struct Asked {
    pub(super) expected: Expected,
    pub(super) version: Option<i64>,
    pub(super) plan: Plan,
    pub(super) recovery: Option<RecoveryMode>,
    pub(super) reason: Option<String>,
    pub(super) puts_back: Option<i64>,
}

impl Asked {
    pub(super) fn read(expected: Expected, request: &PutPolicyRequest) -> Result<Self, FieldError> {
        if request.version.is_none() && expected == Expected::Unsaid {
            let detail = "Say which version you read, here or in If-Match.";
            return Err(FieldError::new("version", FieldErrorCode::Required, detail));
        }
        Ok(Self {
            expected,
            version: request.version,
            plan: Plan::read(request)?,
            recovery: request.recovery,
            reason: request.reason.as_deref().map(choose_reason).transpose()?,
            puts_back: request.puts_back,
        })
    }
}
