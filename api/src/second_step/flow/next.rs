//! Decides the next step of a flow from its facts. Pure.

use crate::protection::demand::Demand;
use shared_types::sign_in::Step;

/// A member's confirmed device, as far as the flow cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceFact {
    /// None was ever confirmed, or it was removed.
    None,
    /// It proves its member.
    Active,
    /// Switched off after a hundred wrong codes.
    Disabled,
}

/// What is known when somebody asks what comes next. Every fact is read fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts are true or not; the rules read them by name"
)]
pub struct Facts {
    /// The member can sign in.
    pub member_is_active: bool,
    /// The flow is within its 15 minutes.
    pub flow_is_in_time: bool,
    /// Flow and member are of one epoch.
    pub epoch_matches: bool,
    /// The member's device.
    pub device: DeviceFact,
    /// The flow sets up a device although nobody asks for one, or in the place of another.
    pub replaces_device: bool,
    /// What the policy asks of the member.
    pub demand: Demand,
    /// This flow puts off what the policy asks; it uses up one of the member's skips.
    pub is_skipped: bool,
    /// The password that began the flow is too short to sign in alone.
    pub password_is_short: bool,
    /// The mailbox was proven within the last 15 minutes.
    pub email_is_proven: bool,
}

/// What a flow serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing any more.
    Dead,
    /// This step; [`Step::Done`] is a session of level 1.
    Live(Step),
}

/// What comes next. The rules stand in order; the first that fits decides.
pub fn next(facts: Facts) -> Next {
    if !(facts.member_is_active && facts.flow_is_in_time && facts.epoch_matches) {
        return Next::Dead;
    }
    Next::Live(step(facts))
}

/// The step of a flow that is not dead.
fn step(facts: Facts) -> Step {
    if facts.device == DeviceFact::Active && !facts.replaces_device {
        return Step::Code;
    }
    // A switched-off device still asks for a second step: a hundred wrong codes must not
    // remove the second step.
    let can_do_without = facts.device == DeviceFact::None
        && !facts.replaces_device
        && facts.demand.lets_password_sign_in();
    // It was chosen beside a second step, which nobody asks for any more, or not yet (NIST SP 800-63B-4
    // §3.1.1.2).
    if can_do_without && facts.password_is_short {
        return Step::Password;
    }
    if can_do_without && !asks_first(facts) {
        return Step::Done;
    }
    if facts.email_is_proven {
        Step::Enroll
    } else {
        Step::Email
    }
}

/// Whether a member who may still put a second step off is asked for it, and has not put it off.
const fn asks_first(facts: Facts) -> bool {
    match facts.demand {
        Demand::None | Demand::Exempt => false,
        Demand::Later { .. } | Demand::Now => !facts.is_skipped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::time::Time;

    /// Each that decides in another way.
    const DEMANDS: [Demand; 5] = [
        Demand::None,
        Demand::Exempt,
        Demand::Later {
            due_at: Time::from_micros(1),
            skips_left: 1,
        },
        Demand::Later {
            due_at: Time::from_micros(1),
            skips_left: 0,
        },
        Demand::Now,
    ];

    fn every_case() -> Vec<Facts> {
        let mut cases = Vec::new();
        for device in [DeviceFact::None, DeviceFact::Active, DeviceFact::Disabled] {
            for demand in DEMANDS {
                cases.extend((0_u8..128).map(|bits| case(device, demand, bits)));
            }
        }
        cases
    }

    fn case(device: DeviceFact, demand: Demand, bits: u8) -> Facts {
        let is_set = |bit: u8| bits & (1 << bit) != 0;
        Facts {
            member_is_active: is_set(0),
            flow_is_in_time: is_set(1),
            epoch_matches: is_set(2),
            device,
            replaces_device: is_set(3),
            demand,
            is_skipped: is_set(4),
            email_is_proven: is_set(5),
            password_is_short: is_set(6),
        }
    }

    /// Whether the policy lets the member do without a second step: nothing is asked, or it may be put off,
    /// and this flow does.
    fn asks_nothing(facts: Facts) -> bool {
        match facts.demand {
            Demand::None | Demand::Exempt => true,
            Demand::Later { skips_left, .. } => skips_left > 0 && facts.is_skipped,
            Demand::Now => false,
        }
    }

    /// Whether it may be put off, and this flow does not.
    fn may_wait(facts: Facts) -> bool {
        match facts.demand {
            Demand::Later { skips_left, .. } => skips_left > 0 && !facts.is_skipped,
            Demand::None | Demand::Exempt | Demand::Now => false,
        }
    }

    fn alive(facts: Facts) -> bool {
        facts.member_is_active && facts.flow_is_in_time && facts.epoch_matches
    }

    /// S-02, P1, A-08: over all 1920 cases, a session without a code comes only where there is no device
    /// at all, nobody asks for one or this flow puts it off, and the password is long enough.
    /// F13, P-03: where it is not, it is replaced first.
    #[test]
    fn done_needs_no_device_and_no_demand() {
        let cases = every_case();
        assert_eq!(cases.len(), 1920);
        for facts in cases {
            let has_none =
                alive(facts) && facts.device == DeviceFact::None && !facts.replaces_device;
            let is_done = has_none && asks_nothing(facts) && !facts.password_is_short;
            assert_eq!(next(facts) == Next::Live(Step::Done), is_done, "{facts:?}");
            let can_end_alone = asks_nothing(facts) || may_wait(facts);
            let is_replaced = has_none && can_end_alone && facts.password_is_short;
            let asks = next(facts) == Next::Live(Step::Password);
            assert_eq!(asks, is_replaced, "{facts:?}");
        }
    }

    /// D-02, P2: enrollment is reached with a mailbox proof only, never where a code is owed.
    #[test]
    fn enroll_needs_the_mailbox() {
        for facts in every_case()
            .into_iter()
            .filter(|facts| next(*facts) == Next::Live(Step::Enroll))
        {
            assert!(facts.email_is_proven, "{facts:?}");
            assert!(
                facts.device != DeviceFact::Active || facts.replaces_device,
                "{facts:?}"
            );
        }
    }

    /// what may be put off leads to the mailbox as what is required does, once the password could sign
    /// in alone: a client that knows no "later" simply goes on.
    #[test]
    fn what_may_wait_asks_like_what_is_required() {
        for facts in every_case().into_iter().filter(|facts| may_wait(*facts)) {
            let required = Facts {
                demand: Demand::Now,
                ..facts
            };
            if next(facts) != Next::Live(Step::Password) {
                assert_eq!(next(facts), next(required), "{facts:?}");
            }
        }
    }

    /// P6, P8: what is of another epoch, time or status is dead; all else has a way on.
    #[test]
    fn dead_is_dead_and_alive_has_a_way_on() {
        for facts in every_case() {
            assert_eq!(next(facts) == Next::Dead, !alive(facts), "{facts:?}");
        }
    }

    /// An active device is always asked for, unless the person asked for a new one.
    #[test]
    fn an_active_device_is_asked_for() {
        for facts in every_case().into_iter().filter(|facts| alive(*facts)) {
            if facts.device == DeviceFact::Active {
                assert_eq!(
                    next(facts) == Next::Live(Step::Code),
                    !facts.replaces_device,
                    "{facts:?}"
                );
            }
        }
    }
}
