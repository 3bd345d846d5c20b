//! Which actions the page offers to whom. The server decides what is allowed.

use super::acts::Act;
use shared_types::ids::MemberId;
use shared_types::members::{ListMembersQuery, MemberStatus, MemberView, Role, TwoStepState};
use shared_types::recovery::HoldCause;

/// The member who looks at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Viewer {
    pub(super) id: MemberId,
    pub(super) role: Role,
}

/// What only an administrator can do for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTheirs {
    /// Send the invitation again.
    Resend,
    /// Help at all.
    Help,
}

impl Viewer {
    /// What the viewer cannot do but an administrator can.
    pub(super) fn not_theirs(self, member: &MemberView) -> Option<NotTheirs> {
        if self.role == Role::Admin || self.id == member.id {
            None
        } else if !self.helps(member) {
            Some(NotTheirs::Help)
        } else {
            (member.status == MemberStatus::Invited).then_some(NotTheirs::Resend)
        }
    }

    /// Whether the viewer may change role and status of this member. Nobody may change their own.
    pub(super) fn manages(self, member: &MemberView) -> bool {
        self.role == Role::Admin && self.id != member.id
    }

    /// Whether the viewer may help this member: administrators help everybody, the helpdesk members
    /// of a lower role, nobody themselves.
    pub(super) fn helps(self, member: &MemberView) -> bool {
        let below = member.role < self.role && self.role >= Role::Helpdesk;
        self.id != member.id && (self.role == Role::Admin || below)
    }

    /// The actions that help a member who cannot sign in.
    pub(super) fn help(self, member: &MemberView) -> Vec<Act> {
        let helps = self.helps(member);
        let invited = member.status == MemberStatus::Invited;
        let state = member.two_step.state;
        let can_be_reset = state != TwoStepState::NotSetUp;
        let all = [
            (invited && self.manages(member)).then_some(Act::Resend),
            (helps && can_unlock(member)).then_some(Act::Unlock),
            (helps && can_be_reset).then_some(Act::Reset),
        ];
        all.into_iter().flatten().collect()
    }

    /// What can be decided about a held recovery (B6).
    pub(super) fn decisions(self, member: &MemberView) -> Vec<Act> {
        match member.recovery_hold {
            Some(hold) if self.helps(member) => match hold.cause {
                // It says so already.
                HoldCause::Refused => vec![Act::Approve],
                HoldCause::PasswordReset | HoldCause::AddressChanged => {
                    vec![Act::Approve, Act::Refuse]
                }
            },
            Some(_) | None => Vec::new(),
        }
    }

    /// The actions on the membership itself.
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

/// Whether anything is used up: codes, passwords or e-mails.
fn can_unlock(member: &MemberView) -> bool {
    let support = member.support.as_ref();
    member.two_step.state == TwoStepState::Locked
        || support.is_some_and(|support| support.can_unlock)
}

/// The filter without its position in the list.
pub(super) fn first_page(filter: &ListMembersQuery) -> ListMembersQuery {
    ListMembersQuery {
        cursor: None,
        ..filter.clone()
    }
}

/// Whether the filter excludes anybody.
pub(super) fn is_filtered(filter: &ListMembersQuery) -> bool {
    first_page(filter) != ListMembersQuery::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::members::TwoStepView;
    use shared_types::policy::DemandWord;
    use shared_types::recovery::RecoveryHold;
    use shared_types::support::{BudgetPeriod, BudgetView, PasswordsView, SupportView};
    use shared_types::time::Time;

    fn id(last: u8) -> MemberId {
        let text = format!("0197b5d0-6a4e-7d2c-8000-0000000000{last:02}");
        text.parse().expect("the id is well-formed")
    }

    fn member(role: Role, status: MemberStatus, state: TwoStepState) -> MemberView {
        MemberView {
            id: id(1),
            email: "jo@example.com".to_owned(),
            email_verified: true,
            display_name: "Jo".to_owned(),
            role,
            status,
            groups: Vec::new(),
            two_step: TwoStepView {
                state,
                enrolled_at: None,
                last_used_at: None,
                locked_until: None,
                imported: None,
            },
            demand: DemandWord::None,
            due_at: None,
            skips_left: None,
            exempt_until: None,
            version: 1,
            created_at: Time::from_micros(0),
            last_signed_in_at: None,
            recovery_hold: None,
            former_addresses: Vec::new(),
            support: None,
        }
    }

    fn viewer(role: Role) -> Viewer {
        Viewer { id: id(2), role }
    }

    /// With a stolen session, resetting the own device or that of an equal would take over an account.
    #[test]
    fn nobody_helps_themselves_and_the_helpdesk_only_lower_roles() {
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

    /// B6: who may help sees what can be decided; nobody else, and nobody for himself.
    #[test]
    fn a_held_recovery_is_decided_by_who_helps() {
        let held = |cause| MemberView {
            recovery_hold: Some(RecoveryHold {
                since: Time::from_micros(0),
                cause,
                until: None,
            }),
            ..member(Role::Agent, MemberStatus::Active, TwoStepState::NotSetUp)
        };
        let reset = held(HoldCause::PasswordReset);
        for role in [Role::Helpdesk, Role::Admin] {
            assert_eq!(viewer(role).decisions(&reset), [Act::Approve, Act::Refuse]);
            let refused = held(HoldCause::Refused);
            assert_eq!(viewer(role).decisions(&refused), [Act::Approve]);
        }
        assert_eq!(viewer(Role::Agent).decisions(&reset), []);
        let own = Viewer {
            id: id(1),
            role: Role::Admin,
        };
        assert_eq!(own.decisions(&reset), []);
        let free = member(Role::Agent, MemberStatus::Active, TwoStepState::On);
        assert_eq!(viewer(Role::Admin).decisions(&free), []);
    }

    #[test]
    fn the_actions_fit_the_state_of_the_member() {
        let admin = viewer(Role::Admin);
        let locked = member(Role::Agent, MemberStatus::Active, TwoStepState::Locked);
        assert_eq!(admin.help(&locked), [Act::Unlock, Act::Reset]);
        assert_eq!(admin.management(&locked), [Act::Disable, Act::Delete]);
        let invited = member(Role::Agent, MemberStatus::Invited, TwoStepState::NotSetUp);
        assert_eq!(admin.help(&invited), [Act::Resend]);
        assert_eq!(admin.management(&invited), [Act::Delete]);
        assert_eq!(viewer(Role::Helpdesk).management(&locked), []);
    }

    /// B6 of the review: who cannot do it is told who can.
    #[test]
    fn the_helpdesk_is_told_what_an_administrator_can_do() {
        let helpdesk = viewer(Role::Helpdesk);
        let invited = member(Role::Agent, MemberStatus::Invited, TwoStepState::NotSetUp);
        assert_eq!(helpdesk.not_theirs(&invited), Some(NotTheirs::Resend));
        assert_eq!(viewer(Role::Admin).not_theirs(&invited), None);
        let active = member(Role::Agent, MemberStatus::Active, TwoStepState::NotSetUp);
        assert_eq!(helpdesk.not_theirs(&active), None);
        for role in [Role::Helpdesk, Role::Admin] {
            let other = member(role, MemberStatus::Active, TwoStepState::On);
            assert_eq!(helpdesk.not_theirs(&other), Some(NotTheirs::Help));
        }
    }

    /// A1 of the review: who has used up the e-mails is helped although no code is locked.
    #[test]
    fn help_is_offered_whenever_something_is_used_up() {
        let mut stuck = member(Role::Agent, MemberStatus::Active, TwoStepState::NotSetUp);
        assert_eq!(viewer(Role::Helpdesk).help(&stuck), []);
        stuck.support = Some(Box::new(support()));
        assert_eq!(viewer(Role::Helpdesk).help(&stuck), [Act::Unlock]);
        assert_eq!(viewer(Role::Agent).help(&stuck), []);
    }

    fn support() -> SupportView {
        let emails = BudgetView {
            used: 5,
            limit: 5,
            period: BudgetPeriod::Hour,
            next_at: Some(Time::from_micros(0)),
        };
        SupportView {
            can_unlock: true,
            emails,
            reset_emails: emails,
            email_codes: emails,
            email_codes_closed: false,
            browser_codes_until: None,
            passwords: PasswordsView {
                wrong: 0,
                next_at: None,
                is_closed: false,
            },
            mails: Vec::new(),
            failures: Vec::new(),
            set_up: None,
            device_reset: None,
        }
    }

    #[test]
    fn a_later_page_is_no_filter() {
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
