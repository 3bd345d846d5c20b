//! Who may do what to whom, as far as the page offers it: pure. The server decides.

use super::acts::Act;
use shared_types::ids::MemberId;
use shared_types::members::{ListMembersQuery, MemberStatus, MemberView, Role, TwoStepState};

/// The one who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Viewer {
    pub(super) id: MemberId,
    pub(super) role: Role,
}

impl Viewer {
    /// Whether role and status of the member are the viewer's to change: never one's own.
    pub(super) fn manages(self, member: &MemberView) -> bool {
        self.role == Role::Admin && self.id != member.id
    }

    /// Whether the viewer helps this member: administrators everybody, the helpdesk those below
    /// its own rank, nobody themselves.
    pub(super) fn helps(self, member: &MemberView) -> bool {
        let below = member.role < self.role && self.role >= Role::Helpdesk;
        self.id != member.id && (self.role == Role::Admin || below)
    }

    /// What the viewer can do about a member who is stuck.
    pub(super) fn help(self, member: &MemberView) -> Vec<Act> {
        let helps = self.helps(member);
        let invited = member.status == MemberStatus::Invited;
        let state = member.two_step.state;
        let is_held = member.recovery_hold_until.is_some();
        let can_be_reset = is_held || state != TwoStepState::NotSetUp;
        let all = [
            (invited && self.manages(member)).then_some(Act::Resend),
            (helps && state == TwoStepState::Locked).then_some(Act::Unlock),
            (helps && can_be_reset).then_some(Act::Reset),
        ];
        all.into_iter().flatten().collect()
    }

    /// What the viewer can do to the membership itself.
    pub(super) fn management(self, member: &MemberView) -> Vec<Act> {
        if !self.manages(member) {
            return Vec::new();
        }
        match member.status {
            MemberStatus::Invited => vec![Act::Delete],
            MemberStatus::Active => vec![Act::Disable, Act::Delete],
            MemberStatus::Disabled => vec![Act::Enable, Act::Delete],
        }
    }
}

/// The same filter from its first page.
pub(super) fn first_page(filter: &ListMembersQuery) -> ListMembersQuery {
    ListMembersQuery {
        cursor: None,
        ..filter.clone()
    }
}

/// Whether anybody is left out.
pub(super) fn is_filtered(filter: &ListMembersQuery) -> bool {
    first_page(filter) != ListMembersQuery::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::members::TwoStepView;
    use shared_types::time::Time;

    fn id(last: u8) -> MemberId {
        let text = format!("0197b5d0-6a4e-7d2c-8000-0000000000{last:02}");
        text.parse().expect("the id is well-formed")
    }

    fn member(role: Role, status: MemberStatus, state: TwoStepState) -> MemberView {
        MemberView {
            id: id(1),
            email: "jo@example.com".to_owned(),
            display_name: "Jo".to_owned(),
            role,
            status,
            two_step: TwoStepView {
                state,
                enrolled_at: None,
                last_used_at: None,
                locked_until: None,
            },
            created_at: Time::from_micros(0),
            last_signed_in_at: None,
            recovery_hold_until: None,
        }
    }

    fn viewer(role: Role) -> Viewer {
        Viewer { id: id(2), role }
    }

    /// Resetting oneself, or one's equal, is how a stolen session becomes a stolen account.
    #[test]
    fn nobody_helps_themselves_and_the_helpdesk_only_those_below() {
        let agent = member(Role::Agent, MemberStatus::Active, TwoStepState::On);
        let helpdesk = member(Role::Helpdesk, MemberStatus::Active, TwoStepState::On);
        assert_eq!(viewer(Role::Helpdesk).help(&agent), [Act::Reset]);
        assert_eq!(viewer(Role::Helpdesk).help(&helpdesk), []);
        assert_eq!(viewer(Role::Admin).help(&helpdesk), [Act::Reset]);
        assert_eq!(viewer(Role::Agent).help(&agent), []);
        let own = Viewer {
            id: id(1),
            role: Role::Admin,
        };
        assert_eq!(own.help(&agent), []);
        assert_eq!(own.management(&agent), []);
    }

    #[test]
    fn what_is_offered_fits_the_member() {
        let admin = viewer(Role::Admin);
        let locked = member(Role::Agent, MemberStatus::Active, TwoStepState::Locked);
        assert_eq!(admin.help(&locked), [Act::Unlock, Act::Reset]);
        assert_eq!(admin.management(&locked), [Act::Disable, Act::Delete]);
        let invited = member(Role::Agent, MemberStatus::Invited, TwoStepState::NotSetUp);
        assert_eq!(admin.help(&invited), [Act::Resend]);
        assert_eq!(admin.management(&invited), [Act::Delete]);
        assert_eq!(viewer(Role::Helpdesk).management(&locked), []);
    }

    #[test]
    fn a_page_further_on_is_no_filter() {
        let further = ListMembersQuery {
            cursor: Some("x".to_owned()),
            ..ListMembersQuery::default()
        };
        assert!(!is_filtered(&further));
        let searched = ListMembersQuery {
            search: Some("jo".to_owned()),
            ..further
        };
        assert!(is_filtered(&searched));
    }
}
