//! Decides the next step of a flow from its facts. Pure.

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
    /// The policy asks everybody for a device.
    pub policy_requires: bool,
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
    if facts.device == DeviceFact::None && !facts.replaces_device && !facts.policy_requires {
        // It was chosen beside a second step, which nobody asks for any more (NIST SP 800-63B-4
        // §3.1.1.2).
        return if facts.password_is_short {
            Step::Password
        } else {
            Step::Done
        };
    }
    if facts.email_is_proven {
        Step::Enroll
    } else {
        Step::Email
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_case() -> Vec<Facts> {
        let mut cases = Vec::new();
        for device in [DeviceFact::None, DeviceFact::Active, DeviceFact::Disabled] {
            for bits in 0_u8..128 {
                let is_set = |bit: u8| bits & (1 << bit) != 0;
                cases.push(Facts {
                    member_is_active: is_set(0),
                    flow_is_in_time: is_set(1),
                    epoch_matches: is_set(2),
                    device,
                    replaces_device: is_set(3),
                    policy_requires: is_set(4),
                    email_is_proven: is_set(5),
                    password_is_short: is_set(6),
                });
            }
        }
        cases
    }

    fn alive(facts: Facts) -> bool {
        facts.member_is_active && facts.flow_is_in_time && facts.epoch_matches
    }

    /// S-02, P1: over all 384 cases, a session without a code comes only where there is no device
    /// at all, nobody asks for one, and the password is long enough.
    /// F13, P-03: where it is not, it is replaced first.
    #[test]
    fn done_needs_no_device_and_no_demand() {
        let cases = every_case();
        assert_eq!(cases.len(), 384);
        for facts in cases {
            let is_free = alive(facts)
                && facts.device == DeviceFact::None
                && !facts.replaces_device
                && !facts.policy_requires;
            let is_done = is_free && !facts.password_is_short;
            assert_eq!(next(facts) == Next::Live(Step::Done), is_done, "{facts:?}");
            let is_replaced = is_free && facts.password_is_short;
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
