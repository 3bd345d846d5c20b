//! What the policy asks of a member: decided here, and nowhere else.
//!
//! Pure, and below the rights, which a session that owes a second step does not get. Code that wants
//! to know what a member owes calls [`demand`]; nobody else compares the words of the policy.

use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;

/// The rules that apply to one member: today those of its organization.
///
/// Rules of its groups, its exemption and the skips that it used become fields here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRules {
    /// Whether the organization requires a second step.
    pub two_step: TwoStepPolicy,
}

/// What the policy asks of a member who has no second step.
///
/// A policy with an instant brings `Later` (it asks, and the member may still put it off), an
/// exemption `Exempt` (it would ask, but not this member): every `match` on this type then says
/// which answer fits them. No code compares it with `==`, which would answer for them unasked; a
/// guard holds this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: the password alone is enough.
    None,
    /// A second step, at once.
    Now,
}

impl Demand {
    /// Whether the member has to do the second step now, and nothing else before.
    pub const fn is_due(self) -> bool {
        match self {
            Self::None => false,
            Self::Now => true,
        }
    }
}

/// What these rules ask of their member at `now`. No rule depends on the time yet; callers give it,
/// so that one that does changes this function alone.
pub fn demand(member: MemberRules, _now: Time) -> Demand {
    match member.two_step {
        TwoStepPolicy::Optional => Demand::None,
        TwoStepPolicy::Required => Demand::Now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Also what a preview counts on: "required" asks every member, so all who have to set up a device
    /// are reached.
    #[test]
    fn a_policy_asks_nothing_or_at_once() {
        let now = Time::from_micros(0);
        let asks = |two_step| demand(MemberRules { two_step }, now);
        assert_eq!(asks(TwoStepPolicy::Optional), Demand::None);
        assert_eq!(asks(TwoStepPolicy::Required), Demand::Now);
        assert!(!asks(TwoStepPolicy::Optional).is_due());
        assert!(asks(TwoStepPolicy::Required).is_due());
    }
}
