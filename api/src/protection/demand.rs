//! What the policy asks of a member: decided here, and nowhere else.
//!
//! Pure, and below the rights, which a session that owes a second step does not get. Code that wants
//! to know what a member owes calls [`demand`]; nobody else compares the words of the policy.

use shared_types::members::Role;
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;

/// One rule: what is asked of a set of members, and from when on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Whether a second step is required.
    pub two_step: TwoStepPolicy,
    /// From when on; at once where it is absent.
    pub required_from: Option<Time>,
    /// How many sign-ins before that instant may put it off. With none nothing is asked before it.
    pub skips: i64,
}

impl Rule {
    /// The rule of a row of the database.
    pub fn of_columns(two_step: TwoStepPolicy, required_from: Option<i64>, skips: i64) -> Self {
        Self {
            two_step,
            required_from: required_from.map(Time::from_micros),
            skips,
        }
    }

    /// The rule of a member to whom both apply: it asks at no time less than one of them.
    ///
    /// Required comes before optional, the earlier instant before the later one, and fewer skips before
    /// more. A rule without skips asks nothing before its instant, so it is no reason to take the skips of
    /// the other one away: whoever has to put the second step off today would not be asked at all.
    #[must_use]
    pub fn strictest(self, other: Self) -> Self {
        match (self.two_step, other.two_step) {
            (_, TwoStepPolicy::Optional) => self,
            (TwoStepPolicy::Optional, TwoStepPolicy::Required) => other,
            (TwoStepPolicy::Required, TwoStepPolicy::Required) => Self {
                two_step: TwoStepPolicy::Required,
                // `None` is at once, and the smallest.
                required_from: self.required_from.min(other.required_from),
                skips: match (self.skips, other.skips) {
                    (0, skips) | (skips, 0) => skips,
                    (one, two) => one.min(two),
                },
            },
        }
    }

    /// Whether it asks for less than `before` did: optional instead of required, or from a later instant on.
    pub fn is_looser_than(self, before: Self) -> bool {
        match (before.two_step, self.two_step) {
            (TwoStepPolicy::Optional, _) => false,
            (TwoStepPolicy::Required, TwoStepPolicy::Optional) => true,
            (TwoStepPolicy::Required, TwoStepPolicy::Required) => {
                self.required_from > before.required_from
            }
        }
    }

    /// Whether a member who is in no way excepted has to have a second step at `now`.
    pub fn is_due(self, now: Time) -> bool {
        match self.two_step {
            TwoStepPolicy::Optional => false,
            TwoStepPolicy::Required => self.due_at(now).is_none(),
        }
    }

    /// The instant from which on it is due, while that has not come.
    pub fn due_at(self, now: Time) -> Option<Time> {
        match self.two_step {
            TwoStepPolicy::Optional => None,
            TwoStepPolicy::Required => self.required_from.filter(|at| now < *at),
        }
    }
}

/// The facts about one member that decide what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRules {
    /// The strictest of the rules of everybody and of the member's groups.
    pub rule: Rule,
    /// An administrator is never exempt.
    pub role: Role,
    /// Until when the member is exempt.
    pub exempt_until: Option<Time>,
    /// How many sign-ins put the second step off. Never given back.
    pub skips_used: i64,
}

impl MemberRules {
    /// A member in no way excepted, who put nothing off.
    pub const fn of(rule: Rule) -> Self {
        Self {
            rule,
            role: Role::Agent,
            exempt_until: None,
            skips_used: 0,
        }
    }

    /// Until when an exemption counts, while it does.
    pub fn exempt_until(self, now: Time) -> Option<Time> {
        let can_be_exempt = match self.role {
            Role::Admin => false,
            Role::Agent | Role::Helpdesk => true,
        };
        self.exempt_until
            .filter(|until| can_be_exempt && now < *until)
    }

    /// When the policy asks for a second step without a way around, while that time has not come. An
    /// exemption that ends later puts it off.
    pub fn due_at(self, now: Time) -> Option<Time> {
        let due = self.rule.due_at(now);
        match self.rule.two_step {
            TwoStepPolicy::Optional => None,
            TwoStepPolicy::Required => due.max(self.exempt_until(now)),
        }
    }
}

/// What the policy asks of a member who has no second step.
///
/// Every `match` on this type says which answer fits each of them. No code compares it with `==`,
/// which would answer for the others unasked; a guard holds this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: the password alone is enough.
    None,
    /// It would ask, but not this member: an administrator said so, until a date.
    Exempt,
    /// A second step at the next sign-in, which may put it off while skips are left. Sessions that were
    /// made without one go on until `due_at`.
    Later {
        /// From when on it is `Now`.
        due_at: Time,
        /// How many sign-ins may still put it off; with none left the next one sets up a device.
        skips_left: i64,
    },
    /// A second step, at once.
    Now,
}

impl Demand {
    /// Whether the member has to do the second step now, and nothing else before. Also what ends the use
    /// of a session that was made without one.
    pub const fn is_due(self) -> bool {
        match self {
            Self::None | Self::Exempt | Self::Later { .. } => false,
            Self::Now => true,
        }
    }

    /// Whether a sign-in may end with the password alone.
    pub const fn lets_password_sign_in(self) -> bool {
        match self {
            Self::None | Self::Exempt => true,
            Self::Later { skips_left, .. } => skips_left > 0,
            Self::Now => false,
        }
    }
}

/// What these rules ask of their member at `now`. It is derived at each request: nothing has to happen at
/// an instant for the answer to be another one.
pub fn demand(member: MemberRules, now: Time) -> Demand {
    let Rule {
        two_step,
        required_from,
        skips,
    } = member.rule;
    let asks_before = skips > 0;
    let asked = match (two_step, required_from.filter(|at| now < *at)) {
        (TwoStepPolicy::Optional, _) => Demand::None,
        (TwoStepPolicy::Required, None) => Demand::Now,
        (TwoStepPolicy::Required, Some(_)) if !asks_before => Demand::None,
        (TwoStepPolicy::Required, Some(due_at)) => Demand::Later {
            due_at,
            skips_left: (skips - member.skips_used).max(0),
        },
    };
    match asked {
        Demand::Now | Demand::Later { .. } if member.exempt_until(now).is_some() => Demand::Exempt,
        asked => asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_000);

    fn at(micros: i64) -> Time {
        Time::from_micros(micros)
    }

    fn required(from: Option<i64>, skips: i64) -> Rule {
        Rule::of_columns(TwoStepPolicy::Required, from, skips)
    }

    /// Every rule that differs at [`NOW`] or at one of the instants.
    fn rules() -> Vec<Rule> {
        let mut rules = vec![Rule::default()];
        for from in [None, Some(500), Some(1_000), Some(1_001), Some(2_000)] {
            for skips in 0..=3 {
                rules.push(required(from, skips));
            }
        }
        rules
    }

    /// How much is asked, to compare.
    fn strictness(demand: Demand) -> (u8, i64, i64) {
        match demand {
            Demand::None => (0, 0, 0),
            Demand::Exempt => (1, 0, 0),
            Demand::Later { due_at, skips_left } => (2, -skips_left, -due_at.micros()),
            Demand::Now => (3, 0, 0),
        }
    }

    /// Also what a preview counts on: "required" without an instant asks every member, so all who have to
    /// set up a device are reached.
    #[test]
    fn a_policy_without_an_instant_asks_nothing_or_at_once() {
        let asks = |rule| demand(MemberRules::of(rule), NOW);
        assert_eq!(asks(Rule::default()), Demand::None);
        assert_eq!(asks(required(None, 0)), Demand::Now);
        assert!(!asks(Rule::default()).is_due());
        assert!(asks(required(None, 0)).is_due());
    }

    /// without skips nothing is asked before the instant; with skips sign-ins are asked at once. At
    /// the instant itself it is due.
    #[test]
    fn an_instant_is_waited_for() {
        let asks = |from, skips, now| demand(MemberRules::of(required(Some(from), skips)), at(now));
        assert_eq!(asks(2_000, 0, 1_999), Demand::None);
        assert_eq!(asks(2_000, 0, 2_000), Demand::Now);
        let later = Demand::Later {
            due_at: at(2_000),
            skips_left: 2,
        };
        assert_eq!(asks(2_000, 2, 1_999), later);
        assert!(!later.is_due());
        assert!(later.lets_password_sign_in());
        assert_eq!(asks(2_000, 2, 2_000), Demand::Now);
    }

    /// used skips count down to none, whatever the plan becomes; a session goes on until the instant.
    #[test]
    fn used_skips_are_not_given_back() {
        for (used, left) in [(0, 3), (2, 1), (3, 0), (9, 0)] {
            let member = MemberRules {
                skips_used: used,
                ..MemberRules::of(required(Some(2_000), 3))
            };
            let asked = demand(member, NOW);
            let due_at = at(2_000);
            let expected = Demand::Later {
                due_at,
                skips_left: left,
            };
            assert_eq!(asked, expected);
            assert_eq!(asked.lets_password_sign_in(), left > 0);
            assert!(!asked.is_due());
        }
    }

    /// an exemption loosens, until its date, and nobody who administers.
    #[test]
    fn an_exemption_loosens_until_its_date() {
        for role in Role::ALL {
            for until in [999, 1_000, 1_001] {
                for rule in rules() {
                    let plain = demand(MemberRules::of(rule), NOW);
                    let member = MemberRules {
                        role: *role,
                        exempt_until: Some(at(until)),
                        ..MemberRules::of(rule)
                    };
                    let asked = demand(member, NOW);
                    let counts = until > 1_000 && *role != Role::Admin;
                    match plain {
                        Demand::Now | Demand::Later { .. } if counts => {
                            assert_eq!(asked, Demand::Exempt, "{member:?}");
                            assert!(asked.lets_password_sign_in());
                        }
                        _ => assert_eq!(asked, plain, "{member:?}"),
                    }
                }
            }
        }
    }

    /// of two rules the strictest counts: together they ask at no time, and of nobody, less than one
    /// of them alone.
    #[test]
    fn two_rules_never_ask_less_than_one() {
        for one in rules() {
            for two in rules() {
                let both = one.strictest(two);
                assert_eq!(both, two.strictest(one));
                assert_eq!(one.strictest(one), one);
                for now in [499, 500, 999, 1_000, 1_001, 1_999, 2_000, 3_000] {
                    for skips_used in 0..=4 {
                        let asked = |rule| {
                            let member = MemberRules {
                                skips_used,
                                ..MemberRules::of(rule)
                            };
                            strictness(demand(member, at(now)))
                        };
                        let alone = asked(one).max(asked(two)).0;
                        assert!(asked(both).0 >= alone, "{one:?} {two:?} {now}");
                        // Where one alone stops the sign-in, both do.
                        let stops = |rule| {
                            let member = MemberRules {
                                skips_used,
                                ..MemberRules::of(rule)
                            };
                            !demand(member, at(now)).lets_password_sign_in()
                        };
                        assert!(stops(both) >= (stops(one) || stops(two)), "{one:?} {two:?}");
                    }
                }
            }
        }
    }

    /// what asks for a reason: optional after required, or a later instant; never more than that.
    #[test]
    fn looser_is_optional_or_later() {
        let optional = Rule::default();
        assert!(optional.is_looser_than(required(None, 0)));
        assert!(optional.is_looser_than(required(Some(2_000), 3)));
        assert!(!required(None, 0).is_looser_than(optional));
        assert!(!optional.is_looser_than(optional));
        assert!(required(Some(2_000), 0).is_looser_than(required(None, 0)));
        assert!(required(Some(2_001), 0).is_looser_than(required(Some(2_000), 0)));
        assert!(!required(Some(1_999), 0).is_looser_than(required(Some(2_000), 0)));
        assert!(!required(None, 0).is_looser_than(required(Some(2_000), 0)));
    }

    /// `due_at` is the instant, or the end of an exemption that lasts longer.
    #[test]
    fn what_is_due_is_told() {
        let member = |from, exempt: Option<i64>| MemberRules {
            exempt_until: exempt.map(at),
            ..MemberRules::of(required(from, 0))
        };
        assert_eq!(MemberRules::of(Rule::default()).due_at(NOW), None);
        assert_eq!(member(None, None).due_at(NOW), None);
        assert_eq!(member(Some(2_000), None).due_at(NOW), Some(at(2_000)));
        assert_eq!(
            member(Some(2_000), Some(1_500)).due_at(NOW),
            Some(at(2_000))
        );
        assert_eq!(
            member(Some(2_000), Some(2_500)).due_at(NOW),
            Some(at(2_500))
        );
        assert_eq!(member(None, Some(2_500)).due_at(NOW), Some(at(2_500)));
        assert_eq!(member(None, Some(1_000)).due_at(NOW), None);
    }
}
