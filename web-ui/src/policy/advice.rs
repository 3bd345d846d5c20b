//! What the overview advises to do next.

use super::state::{Offer, Rule, offer};
use shared_types::members::{ListMembersQuery, TwoStepState};
use shared_types::policy::PolicyStanding;
use shared_types::time::Time;

/// The filter for members whose recovery by e-mail is held.
pub(super) fn held() -> ListMembersQuery {
    ListMembersQuery {
        held: Some(true),
        ..ListMembersQuery::default()
    }
}

/// One thing to do next, with the number of people concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Advice {
    /// Members wait for somebody to decide about their recovery.
    Held(i64),
    /// There are no other members.
    Invite,
    /// There is one administrator, whom nobody could help.
    OneAdministrator,
    /// The administrator has no device.
    OwnDevice,
    /// The policy is still optional.
    Require,
    /// People have not set up a device yet.
    NotSetUp(i64),
    /// Invitations are not accepted yet.
    Invitations(i64),
}

/// What counts of the administrator who looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub(super) two_step: TwoStepState,
    /// Their own recovery is held, which somebody else decides.
    pub(super) is_held: bool,
}

/// What to do next, the most useful first.
pub(super) fn advice(rule: &Rule, own: Own, now: Time) -> Vec<Advice> {
    let Rule {
        policy,
        preview,
        held,
        groups: _,
    } = rule;
    let optional = match policy.standing(now) {
        PolicyStanding::Optional | PolicyStanding::ForGroups => true,
        PolicyStanding::Planned | PolicyStanding::Required => false,
    };
    let alone = preview.active <= 1 && preview.invited == 0;
    let held = *held - i64::from(own.is_held);
    let own_first = offer(policy.two_step, own.two_step) == Offer::OwnDeviceFirst;
    let all = [
        (held > 0).then_some(Advice::Held(held)),
        own_first.then_some(Advice::OwnDevice),
        alone.then_some(Advice::Invite),
        (!alone && policy.administrators == 1).then_some(Advice::OneAdministrator),
        (optional && !own_first).then_some(Advice::Require),
        (!optional && preview.not_set_up > 0).then_some(Advice::NotSetUp(preview.not_set_up)),
        (preview.invited > 0).then_some(Advice::Invitations(preview.invited)),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::policy::TwoStepPolicy;

    const NOW: Time = Time::from_micros(10);

    fn own(two_step: TwoStepState) -> Own {
        Own {
            two_step,
            is_held: false,
        }
    }

    #[test]
    fn advice_begins_with_the_own_device_and_ends_when_all_is_done() {
        let fresh = Rule::with_counts(TwoStepPolicy::Optional, [0, 1, 0]);
        let given = advice(&fresh, own(TwoStepState::NotSetUp), NOW);
        assert_eq!(given, [Advice::OwnDevice, Advice::Invite]);
        let partly = Rule::with_counts(TwoStepPolicy::Required, [3, 2, 4]);
        let given = advice(&partly, own(TwoStepState::On), NOW);
        assert_eq!(given, [Advice::NotSetUp(2), Advice::Invitations(4)]);
        let done = Rule::with_counts(TwoStepPolicy::Required, [5, 0, 0]);
        assert_eq!(advice(&done, own(TwoStepState::On), NOW), []);
        // B5: nobody could help the only administrator.
        let mut single = Rule::with_counts(TwoStepPolicy::Required, [5, 0, 0]);
        single.policy.administrators = 1;
        assert_eq!(
            advice(&single, own(TwoStepState::On), NOW),
            [Advice::OneAdministrator]
        );
        // B6: somebody waits.
        let held = Rule { held: 2, ..done };
        assert_eq!(advice(&held, own(TwoStepState::On), NOW), [Advice::Held(2)]);
        let mut one_of_them = own(TwoStepState::On);
        one_of_them.is_held = true;
        assert_eq!(advice(&held, one_of_them, NOW), [Advice::Held(1)]);
    }
}
