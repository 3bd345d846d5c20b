//! What ends a hold of recovery by e-mail in an organization: what it chose, or what follows while nobody
//! has chosen.

use super::plan::Plan;
use crate::protection::demand::Rule;
use shared_types::recovery::RecoveryMode;

/// With fewer administrators nobody is there who could approve the recovery of one.
const ADMINISTRATORS_TO_APPROVE: i64 = 2;

/// What decides about the mode.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecoveryFacts {
    /// What was chosen; `None` while nobody has.
    pub(super) chosen: Option<RecoveryMode>,
    /// The strictest rule that is known: that of members who are in no group, or of the member.
    pub(super) rule: Rule,
    /// Who can sign in.
    pub(super) administrators: i64,
}

/// The mode in which a hold begins. A plan counts before its instant: who takes an account over until then would keep it.
pub(super) fn mode(facts: RecoveryFacts) -> RecoveryMode {
    let can_approve = facts.administrators >= ADMINISTRATORS_TO_APPROVE;
    let derived = if facts.rule.requires() && can_approve {
        RecoveryMode::Approve
    } else {
        RecoveryMode::Wait
    };
    facts.chosen.unwrap_or(derived)
}

/// The mode in which a hold of those begins of whom a plan asks most.
pub fn strictest_mode(
    plan: &Plan,
    chosen: Option<RecoveryMode>,
    administrators: i64,
) -> RecoveryMode {
    mode(RecoveryFacts {
        chosen,
        rule: plan.any_rule_that_requires(),
        administrators,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::policy::TwoStepPolicy;

    /// F3b: what was chosen stands; otherwise a person decides where two steps are required and two
    /// administrators are there.
    #[test]
    fn a_person_decides_by_default_where_two_can() {
        for administrators in 0..5 {
            for two_step in TwoStepPolicy::ALL {
                let facts = RecoveryFacts {
                    chosen: None,
                    rule: Rule::of_columns(*two_step, Some(i64::MAX), 0),
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
