//! What the policy asks of a member: decided here, and nowhere else.
//!
//! Pure, and below the rights, which a session that owes a second step does not get. Code that wants
//! to know what a member owes calls [`demand`]; nobody else compares the words of the policy.

mod rule;
#[cfg(test)]
mod tests;

pub use rule::Rule;

use shared_types::members::Role;
use shared_types::policy::{DemandWord, TwoStepPolicy};
use shared_types::time::Time;

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

    /// The word for it.
    pub const fn word(self) -> DemandWord {
        match self {
            Self::None => DemandWord::None,
            Self::Exempt => DemandWord::Exempt,
            Self::Later {
                skips_left: 1.., ..
            } => DemandWord::Later,
            Self::Later { .. } | Self::Now => DemandWord::Now,
        }
    }

    /// Until when it may be put off, where there is something to put off.
    pub const fn due_at(self) -> Option<Time> {
        match self {
            Self::Later { due_at, .. } => Some(due_at),
            Self::None | Self::Exempt | Self::Now => None,
        }
    }

    /// How many sign-ins may still put it off, where there is something to put off.
    pub fn skips_left(self) -> Option<u8> {
        match self {
            Self::Later { skips_left, .. } => u8::try_from(skips_left).ok(),
            Self::None | Self::Exempt | Self::Now => None,
        }
    }

    /// The word of the policy that fits the member now.
    pub const fn policy_now(self) -> TwoStepPolicy {
        if self.is_due() {
            TwoStepPolicy::Required
        } else {
            TwoStepPolicy::Optional
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
