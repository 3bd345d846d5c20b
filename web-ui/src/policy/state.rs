//! What the policy's pages offer, and the parts of the chart.

use shared_types::groups::GroupView;
use shared_types::ids::GroupId;
use shared_types::members::TwoStepState;
use shared_types::policy::{
    GroupRule, PolicyPlan, PolicyPreview, PolicyStanding, PolicyView, RequiredFrom, TwoStepPolicy,
};
use shared_types::texts::Texts;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// The policy, and whom it affects.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) policy: PolicyView,
    pub(super) preview: PolicyPreview,
    /// Members whose recovery by e-mail is held, up to a page.
    pub(super) held: i64,
    /// The groups that there are.
    pub(super) groups: Vec<GroupView>,
}

/// What the administrator can do about the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// Require the second step.
    Require,
    /// Set up their own device first; otherwise they would lock themselves out.
    OwnDeviceFirst,
    /// Leave the second step to each member.
    Relax,
}

/// What is asked of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing.
    Nothing,
    /// A second step, at once.
    AtOnce,
    /// A second step from a date on.
    From,
}

impl Asks {
    const ALL: [Self; 3] = [Self::Nothing, Self::AtOnce, Self::From];

    /// Its name in the form.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "optional",
            Self::AtOnce => "at_once",
            Self::From => "from",
        }
    }

    /// The one with this name.
    pub(super) fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|one| one.name() == name);
        found.unwrap_or(Self::Nothing)
    }
}

/// What a policy asks of everybody.
pub(super) fn asks(policy: &PolicyView) -> Asks {
    match (policy.two_step, &policy.required_from) {
        (TwoStepPolicy::Optional, _) => Asks::Nothing,
        (TwoStepPolicy::Required, None) => Asks::AtOnce,
        (TwoStepPolicy::Required, Some(_)) => Asks::From,
    }
}

/// The plan of a form. A group that had a rule keeps it, and another one has to set it up at once.
pub(super) fn plan_of(
    policy: &PolicyView,
    asks: Asks,
    from: Option<RequiredFrom>,
    skips: u8,
    strict: &BTreeSet<GroupId>,
) -> PolicyPlan {
    let rule = |group: &GroupId| {
        let known = policy.groups.iter().find(|rule| rule.group == *group);
        known.cloned().unwrap_or(GroupRule {
            group: *group,
            two_step: TwoStepPolicy::Required,
            required_from: None,
            skips: 0,
        })
    };
    let two_step = match asks {
        Asks::Nothing => TwoStepPolicy::Optional,
        Asks::AtOnce | Asks::From => TwoStepPolicy::Required,
    };
    PolicyPlan {
        two_step,
        skips: if from.is_some() { skips } else { 0 },
        required_from: from,
        groups: strict.iter().map(rule).collect(),
    }
}

/// What the administrator can do about the policy.
pub(super) fn offer(policy: TwoStepPolicy, own: TwoStepState) -> Offer {
    match (policy, own) {
        (TwoStepPolicy::Required, _) => Offer::Relax,
        (TwoStepPolicy::Optional, TwoStepState::On | TwoStepState::Locked) => Offer::Require,
        (TwoStepPolicy::Optional, TwoStepState::NotSetUp | TwoStepState::Disabled) => {
            Offer::OwnDeviceFirst
        }
    }
}

/// Who is asked to set up a device, or would be if it were required; nothing when everybody has one.
/// `shown` is their number as the reader's region writes it.
pub(super) fn who_is_asked(texts: Texts, rule: &Rule, shown: &str, now: Time) -> Option<String> {
    let t = texts.policy;
    let asks_before = rule.policy.skips > 0;
    match (rule.policy.standing(now), rule.preview.not_set_up) {
        (_, 0) => None,
        (PolicyStanding::Optional | PolicyStanding::ForGroups, count) => {
            Some(t.would_ask(count, shown))
        }
        (PolicyStanding::Planned, count) if !asks_before => Some(t.asked_then(count, shown)),
        (PolicyStanding::Planned | PolicyStanding::Required, count) => {
            Some(t.still_asked(count, shown))
        }
    }
}

/// The widths of the chart's parts in thousandths: set up, not set up, invited. A part that is not
/// empty is wide enough to be seen.
pub(super) fn widths(preview: &PolicyPreview) -> [i64; 3] {
    const WHOLE: i64 = 1000;
    const LEAST: i64 = 8;
    let counts = [preview.set_up, preview.not_set_up, preview.invited].map(|count| count.max(0));
    let total: i64 = counts.iter().sum();
    if total == 0 {
        return [0; 3];
    }
    let mut parts = counts.map(|count| match count {
        0 => 0,
        count => (count.saturating_mul(WHOLE) / total).max(LEAST),
    });
    let rest = WHOLE - parts.iter().sum::<i64>();
    if let Some(largest) = parts.iter_mut().max() {
        *largest += rest;
    }
    parts
}

#[cfg(test)]
impl Rule {
    /// Two administrators, and so many members who are set up, not set up and invited.
    pub(super) fn with_counts(two_step: TwoStepPolicy, counts: [i64; 3]) -> Self {
        let [set_up, not_set_up, invited] = counts;
        Self {
            policy: PolicyView {
                two_step,
                recovery: shared_types::recovery::RecoveryMode::Wait,
                recovery_is_default: true,
                administrators: 2,
                version: 1,
                updated_at: Time::from_micros(0),
                updated_by: None,
                required_from: None,
                skips: 0,
                groups: Vec::new(),
                may_drop_device: None,
            },
            preview: PolicyPreview {
                active: set_up + not_set_up,
                set_up,
                not_set_up,
                invited,
                sessions_without_code: 0,
                has_more_sessions_without_code: false,
                first_affected: Vec::new(),
            },
            held: 0,
            groups: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;

    const NOW: Time = Time::from_micros(10);

    /// An administrator without a device would be locked out.
    #[test]
    fn requiring_is_offered_to_an_administrator_with_a_device() {
        let optional = TwoStepPolicy::Optional;
        assert_eq!(offer(optional, TwoStepState::On), Offer::Require);
        assert_eq!(offer(optional, TwoStepState::Locked), Offer::Require);
        assert_eq!(
            offer(optional, TwoStepState::NotSetUp),
            Offer::OwnDeviceFirst
        );
        assert_eq!(
            offer(optional, TwoStepState::Disabled),
            Offer::OwnDeviceFirst
        );
        assert_eq!(
            offer(TwoStepPolicy::Required, TwoStepState::NotSetUp),
            Offer::Relax
        );
    }

    /// a form that is saved as it opened changes nothing, and a group keeps its rule.
    #[test]
    fn a_form_that_is_not_touched_is_the_plan() {
        let id = |last: u8| -> GroupId {
            let text = format!("0197b5d0-6a4e-7d2c-8000-0000000000{last:02}");
            text.parse().expect("the id is well-formed")
        };
        let from = RequiredFrom {
            at: Time::from_micros(1),
            zone: "Europe/Berlin".to_owned(),
        };
        let own = GroupRule {
            group: id(1),
            two_step: TwoStepPolicy::Required,
            required_from: Some(from.clone()),
            skips: 1,
        };
        let mut policy = Rule::with_counts(TwoStepPolicy::Required, [1, 1, 0]).policy;
        policy.required_from = Some(from.clone());
        policy.skips = 2;
        policy.groups = vec![own.clone()];
        let strict = BTreeSet::from([id(1)]);
        let same = plan_of(&policy, asks(&policy), Some(from), 2, &strict);
        assert_eq!(same, policy.plan());
        let more = plan_of(
            &policy,
            Asks::AtOnce,
            None,
            2,
            &BTreeSet::from([id(1), id(2)]),
        );
        assert_eq!((more.skips, &more.groups[0]), (0, &own));
        assert_eq!(more.groups[1].required_from, None);
        for one in Asks::ALL {
            assert_eq!(Asks::named(one.name()), one);
        }
    }

    /// A8 of the review: where nobody has to set it up, nobody "will be asked".
    #[test]
    fn an_optional_policy_asks_nobody() {
        let said = |locale, two_step, count: i64| {
            let rule = Rule::with_counts(two_step, [2, count, 1]);
            who_is_asked(Texts::new(locale), &rule, &count.to_string(), NOW)
        };
        let (off, on) = (TwoStepPolicy::Optional, TwoStepPolicy::Required);
        let english = said(Locale::En, off, 3).expect("a sentence");
        assert!(
            english.starts_with("If you require it, 3 people will be asked"),
            "{english}"
        );
        let german = said(Locale::De, off, 1).expect("a sentence");
        assert!(
            german.starts_with("Wenn Sie sie verlangen, wird 1 Person"),
            "{german}"
        );
        assert!(
            said(Locale::En, on, 3)
                .expect("a sentence")
                .starts_with("3 people have not")
        );
        assert_eq!(said(Locale::En, off, 0), None);
    }

    /// A-08 (planned): before the instant nobody is told that people are asked, and from it on they are.
    #[test]
    fn a_plan_asks_from_its_instant_on() {
        let mut rule = Rule::with_counts(TwoStepPolicy::Required, [2, 3, 1]);
        rule.policy.required_from = Some(RequiredFrom {
            at: NOW,
            zone: "Europe/Berlin".to_owned(),
        });
        let said = |rule: &Rule, micros| {
            let now = Time::from_micros(micros);
            who_is_asked(Texts::new(Locale::En), rule, "3", now).expect("a sentence")
        };
        assert!(said(&rule, 9).ends_with("from that moment on."));
        assert!(said(&rule, 10).contains("at their next sign-in"));
        rule.policy.skips = 1;
        assert!(said(&rule, 9).contains("at their next sign-in"));
        assert_eq!(
            rule.policy.standing(Time::from_micros(9)),
            PolicyStanding::Planned
        );
        assert_eq!(rule.policy.standing(NOW), PolicyStanding::Required);
        rule.policy.two_step = TwoStepPolicy::Optional;
        assert_eq!(rule.policy.standing(NOW), PolicyStanding::Optional);
    }

    #[test]
    fn the_parts_fill_the_chart_and_none_is_invisible() {
        for counts in [
            [1, 1, 1],
            [0, 7, 0],
            [99_999, 1, 0],
            [1, 0, 100_000],
            [3, 5, 9],
        ] {
            let rule = Rule::with_counts(TwoStepPolicy::Optional, counts);
            let parts = widths(&rule.preview);
            assert_eq!(parts.iter().sum::<i64>(), 1000, "{counts:?}");
            for (count, part) in counts.iter().zip(parts) {
                assert_eq!(*count > 0, part > 0, "{counts:?}");
            }
        }
        assert_eq!(
            widths(&Rule::with_counts(TwoStepPolicy::Optional, [0, 0, 0]).preview),
            [0; 3]
        );
    }
}
