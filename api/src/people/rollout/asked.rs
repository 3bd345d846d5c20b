//! What a request asks for, checked as far as it says itself, and then in the place of what stands.

use crate::people::members::choose_reason;
use crate::people::policy::{Current, KeptVersion, Plan, RecoveryChoice};
use crate::platform::expected::Expected;
use shared_types::ids::GroupId;
use shared_types::policy::PutPolicyRequest;
use shared_types::problem::{FieldError, FieldErrorCode};
use std::collections::BTreeSet;

/// A request, and the version that it is about.
pub(super) struct Asked {
    expected: Expected,
    request: PutPolicyRequest,
    reason: Option<String>,
}

/// What is to stand in the place of what was read.
pub(super) struct Wanted {
    pub(super) plan: Plan,
    pub(super) recovery: RecoveryChoice,
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

    /// The version that it puts back.
    pub(super) const fn puts_back(&self) -> Option<i64> {
        self.request.puts_back
    }

    /// What the request makes of the policy that stands.
    pub(super) fn over(&self, before: &Current) -> Result<Wanted, FieldError> {
        Ok(Wanted {
            plan: Plan::read(&self.request, before.plan.words())?,
            recovery: match self.request.recovery {
                None => RecoveryChoice::Kept,
                Some(mode) => RecoveryChoice::To(Some(mode)),
            },
            reason: self.reason.clone(),
            puts_back: self.request.puts_back,
        })
    }
}

impl Wanted {
    /// The same as the version that it puts back: what had been chosen for recovery is part of that.
    pub(super) fn put_back(self, kept: Option<KeptVersion>) -> Result<Self, FieldError> {
        let flaw = |field: &str, detail: &str| {
            Err(FieldError::new(field, FieldErrorCode::Invalid, detail))
        };
        let Some(kept) = kept else {
            return flaw("puts_back", "There is no such version.");
        };
        if kept.plan != self.plan {
            return flaw("puts_back", "This is not the plan of that version.");
        }
        let recovery = RecoveryChoice::To(kept.recovery);
        if self.recovery != RecoveryChoice::Kept && self.recovery != recovery {
            return flaw("recovery", "This is not the recovery of that version.");
        }
        Ok(Self { recovery, ..self })
    }

    /// Groups that were deleted since have no rule to put back.
    pub(super) fn of_groups_that_are(self, known: &BTreeSet<GroupId>) -> Self {
        Self {
            plan: self.plan.of_groups_that_are(known),
            ..self
        }
    }
}
