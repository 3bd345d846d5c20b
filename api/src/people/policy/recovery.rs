//! What ends a hold of recovery by e-mail in an organization: what it chose, or what follows while nobody
//! has chosen.

use super::store;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::policy::TwoStepPolicy;
use shared_types::recovery::RecoveryMode;

/// With fewer administrators nobody is there who could approve the recovery of one.
const ADMINISTRATORS_TO_APPROVE: i64 = 2;

/// What decides about the mode.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecoveryFacts {
    /// What was chosen; `None` while nobody has.
    pub(super) chosen: Option<RecoveryMode>,
    pub(super) two_step: TwoStepPolicy,
    /// Who can sign in.
    pub(super) administrators: i64,
}

/// The mode in which a hold begins.
pub(super) fn mode(facts: RecoveryFacts) -> RecoveryMode {
    let derived = match facts.two_step {
        TwoStepPolicy::Required if facts.administrators >= ADMINISTRATORS_TO_APPROVE => {
            RecoveryMode::Approve
        }
        TwoStepPolicy::Required | TwoStepPolicy::Optional => RecoveryMode::Wait,
    };
    facts.chosen.unwrap_or(derived)
}

/// What ends a hold that begins in this organization now.
pub fn recovery_mode(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<RecoveryMode> {
    store::find_recovery(connection, organization).map(mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F3b: what was chosen stands; otherwise a person decides where two steps are required and two
    /// administrators are there.
    #[test]
    fn a_person_decides_by_default_where_two_can() {
        for administrators in 0..5 {
            for two_step in TwoStepPolicy::ALL {
                let facts = RecoveryFacts {
                    chosen: None,
                    two_step: *two_step,
                    administrators,
                };
                let is_approved = *two_step == TwoStepPolicy::Required && administrators >= 2;
                let derived = if is_approved {
                    RecoveryMode::Approve
                } else {
                    RecoveryMode::Wait
                };
                assert_eq!(mode(facts), derived, "{facts:?}");
                for chosen in RecoveryMode::ALL {
                    let chosen = RecoveryFacts {
                        chosen: Some(*chosen),
                        ..facts
                    };
                    assert_eq!(Some(mode(chosen)), chosen.chosen);
                }
            }
        }
    }
}
