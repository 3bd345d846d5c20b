//! One rule of a policy.

use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;

/// One rule: what is asked of a set of members, and from when on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
    /// the other one away: a member who is asked at each sign-in would then not be asked at all.
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

    /// Whether it asks for a second step, now or from an instant on.
    pub const fn requires(self) -> bool {
        match self.two_step {
            TwoStepPolicy::Optional => false,
            TwoStepPolicy::Required => true,
        }
    }

    /// Whether it asks for less than `before` did: optional instead of required, from a later instant on, or, of sign-ins
    /// at `now`, nothing or with more skips.
    pub fn is_looser_than(self, before: Self, now: Time) -> bool {
        match (before.two_step, self.two_step) {
            (TwoStepPolicy::Optional, _) => false,
            (TwoStepPolicy::Required, TwoStepPolicy::Optional) => true,
            (TwoStepPolicy::Required, TwoStepPolicy::Required) => {
                // What is due in both cases is due, whenever that began.
                let is_later = self.required_from > before.required_from && !self.is_due(now);
                is_later || self.asked_of_a_sign_in(now) < before.asked_of_a_sign_in(now)
            }
        }
    }

    /// How much is asked of a sign-in at `now`, to compare: nothing, to be put off so many times, or at once.
    fn asked_of_a_sign_in(self, now: Time) -> (u8, i64) {
        match (self.two_step, self.due_at(now), self.skips) {
            (TwoStepPolicy::Optional, _, _) | (TwoStepPolicy::Required, Some(_), 0) => (0, 0),
            (TwoStepPolicy::Required, Some(_), skips) => (1, -skips),
            (TwoStepPolicy::Required, None, _) => (2, 0),
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
