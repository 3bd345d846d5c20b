//! What a request asks for, checked as far as it says itself, and then in the place of what stands.

use crate::people::members::choose_reason;
use crate::people::policy::{Current, Plan};
use crate::platform::expected::Expected;
use shared_types::policy::PutPolicyRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::recovery::RecoveryMode;

/// A request, and the version that it is about.
pub(super) struct Asked {
    expected: Expected,
    request: PutPolicyRequest,
    reason: Option<String>,
}

/// What is to stand in the place of what was read.
pub(super) struct Wanted {
    pub(super) plan: Plan,
    pub(super) recovery: Option<RecoveryMode>,
    pub(super) reason: Option<String>,
    pub(super) puts_back: Option<i64>,
}

/// Why a request is not about what stands.
pub(super) enum OldVersion {
    /// As its version says.
    Stale,
    /// As `If-Match` says.
    Changed,
}

impl Asked {
    pub(super) fn read(expected: Expected, request: PutPolicyRequest) -> Result<Self, FieldError> {
        if request.version.is_none() && expected == Expected::Unsaid {
            let detail = "Say which version you read, here or in If-Match.";
            return Err(FieldError::new("version", FieldErrorCode::Required, detail));
        }
        Ok(Self {
            expected,
            reason: request.reason.as_deref().map(choose_reason).transpose()?,
            request,
        })
    }

    /// Whether somebody changed the policy since it was read.
    pub(super) fn check_version(&self, version: i64) -> Result<(), OldVersion> {
        if !self.expected.admits(version) {
            return Err(OldVersion::Changed);
        }
        match self.request.version {
            Some(read) if read != version => Err(OldVersion::Stale),
            _ => Ok(()),
        }
    }

    /// What the request makes of the policy that stands.
    pub(super) fn over(&self, before: &Current) -> Result<Wanted, FieldError> {
        Ok(Wanted {
            plan: Plan::read(&self.request, before.plan.words())?,
            recovery: self.request.recovery,
            reason: self.reason.clone(),
            puts_back: self.request.puts_back,
        })
    }
}
