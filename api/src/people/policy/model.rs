//! A change of the policy, and what came of it.

use super::plan::Plan;
use crate::platform::db::keys::{MemberRef, OrganizationKey};
use shared_types::policy::PolicyView;
use shared_types::recovery::RecoveryMode;

/// The policy of an organization as it stands.
#[derive(Clone, Debug)]
pub struct Current {
    /// What it asks for.
    pub plan: Plan,
    /// As the API says it.
    pub view: PolicyView,
}

/// What becomes of the choice of what ends a hold of recovery by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryChoice {
    /// It stays as it is.
    Kept,
    /// This; `None`: nobody has chosen.
    To(Option<RecoveryMode>),
}

/// A version of the policy as it was kept.
#[derive(Clone, Debug)]
pub struct KeptVersion {
    /// What it asked for.
    pub plan: Plan,
    /// What had been chosen.
    pub recovery: Option<RecoveryMode>,
}

/// What is to stand in its place.
#[derive(Clone, Copy, Debug)]
pub struct PolicyChange<'a> {
    /// Whose policy it is.
    pub organization: OrganizationKey,
    /// The version that is changed.
    pub version: i64,
    /// The member who answers for it.
    pub by: Option<MemberRef>,
    /// What it asks for.
    pub plan: &'a Plan,
    /// What ends a hold of recovery by e-mail.
    pub recovery: RecoveryChoice,
    /// Why.
    pub reason: Option<&'a str>,
    /// The version whose plan this is again.
    pub puts_back: Option<i64>,
}

/// What a change made of the policy.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// As it stands.
    pub view: PolicyView,
    /// How many members with a device had to have it before, and need not now.
    pub freed: i64,
}
