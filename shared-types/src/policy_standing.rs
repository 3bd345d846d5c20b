//! What a policy asks for, compared: of groups and at a time. Pure.

use crate::policy::{GroupRule, PolicyPlan, PolicyView, RequiredFrom, TwoStepPolicy};
use crate::time::Time;

/// What a policy asks for at one time, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyStanding {
    /// Nothing, of anybody.
    Optional,
    /// Nothing of everybody, and something of some groups.
    ForGroups,
    /// A second step of everybody, from an instant on that has not come.
    Planned,
    /// A second step of everybody.
    Required,
}

impl PolicyPlan {
    /// Of how many groups more is asked than of everybody, now or at some time.
    pub fn stricter_groups(&self) -> usize {
        self.groups
            .iter()
            .filter(|rule| self.asks_less_than(rule))
            .count()
    }

    /// Whether the members of this group are asked for more than everybody. Of two numbers of skips the smaller one that
    /// is not none counts: without skips nothing is asked before the instant.
    fn asks_less_than(&self, rule: &GroupRule) -> bool {
        let at = |from: &Option<RequiredFrom>| from.as_ref().map(|from| from.at);
        let (own, of_all) = (at(&rule.required_from), at(&self.required_from));
        match (rule.two_step, self.two_step) {
            (TwoStepPolicy::Optional, _) => false,
            (TwoStepPolicy::Required, TwoStepPolicy::Optional) => true,
            // `None` is at once, and the smallest.
            (TwoStepPolicy::Required, TwoStepPolicy::Required) if own < of_all => true,
            (TwoStepPolicy::Required, TwoStepPolicy::Required) => {
                let has_less = rule.skips > 0 && (self.skips == 0 || rule.skips < self.skips);
                of_all.is_some() && has_less
            }
        }
    }
}

impl PolicyView {
    /// What it asks for at `now`. An instant that has come is as if it had been required at once.
    pub fn standing(&self, now: Time) -> PolicyStanding {
        match (self.two_step, &self.required_from) {
            (TwoStepPolicy::Optional, _) if self.plan().stricter_groups() > 0 => {
                PolicyStanding::ForGroups
            }
            (TwoStepPolicy::Optional, _) => PolicyStanding::Optional,
            (TwoStepPolicy::Required, Some(from)) if now < from.at => PolicyStanding::Planned,
            (TwoStepPolicy::Required, _) => PolicyStanding::Required,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::GroupId;
    use uuid::Uuid;

    /// A rule that requires: from when on, and with how many skips.
    fn required(from: Option<i64>, skips: u8) -> GroupRule {
        let of_micros = |micros| RequiredFrom {
            at: Time::from_micros(micros),
            zone: "UTC".to_owned(),
        };
        GroupRule {
            group: GroupId(Uuid::from_u128(1)),
            two_step: TwoStepPolicy::Required,
            required_from: from.map(of_micros),
            skips,
        }
    }

    fn optional() -> GroupRule {
        GroupRule {
            two_step: TwoStepPolicy::Optional,
            ..required(None, 0)
        }
    }

    /// A-08 (told): a group of which nothing more is asked than of everybody is not counted as one.
    #[test]
    fn a_group_is_counted_where_more_is_asked_of_it() {
        for (everybody, group, counted) in [
            (optional(), required(Some(5), 0), 1),
            (optional(), optional(), 0),
            (required(None, 0), required(None, 0), 0),
            (required(None, 0), required(Some(5), 3), 0),
            (required(Some(5), 0), required(None, 0), 1),
            (required(Some(5), 0), required(Some(9), 0), 0),
            (required(Some(5), 0), required(Some(9), 1), 1),
            (required(Some(5), 1), required(Some(5), 2), 0),
            (required(Some(5), 2), required(Some(5), 1), 1),
        ] {
            let plan = PolicyPlan {
                two_step: everybody.two_step,
                required_from: everybody.required_from,
                skips: everybody.skips,
                groups: vec![group],
            };
            assert_eq!(plan.stricter_groups(), counted, "{plan:?}");
        }
    }
}
