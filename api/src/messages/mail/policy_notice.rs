//! The notice about a change of the policy, for administrators.

use serde::{Deserialize, Serialize};
use shared_types::policy::RequiredFrom;
use shared_types::recovery::RecoveryMode;

/// What the policy asks for now, and who changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyNotice {
    /// Who changed it; absent for a command on the host.
    pub by: Option<ChangedBy>,
    /// What it asks of everybody.
    pub asks: PolicyAsks,
    /// Of how many groups it asks more than of everybody.
    pub groups: usize,
    /// What ends a hold of recovery by e-mail now, where that is another thing than before.
    #[serde(default)]
    pub recovery: Option<RecoveryMode>,
    /// Why.
    pub reason: Option<String>,
}

/// Who changed a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// A person of this name.
    Person(String),
    /// An API token of this name. Whose it is did nothing.
    Token(String),
}

/// What a policy asks of everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyAsks {
    /// Nothing.
    Nothing,
    /// A second step, at once.
    Now,
    /// A second step from an instant on.
    From {
        /// The instant, and the zone in which it was chosen.
        from: RequiredFrom,
        /// How many sign-ins may put it off.
        skips: u8,
    },
}
