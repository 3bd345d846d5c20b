//! Which members a list shows.

use super::listed::Listed;
use crate::people::groups::Group;
use crate::platform::db::keys::OrganizationKey;
use shared_types::members::{MemberStatus, Role, TwoStepState};

/// Which members a list shows.
pub(super) struct Filter {
    pub(super) organization: OrganizationKey,
    pub(super) role: Option<Role>,
    pub(super) status: Option<MemberStatus>,
    pub(super) two_step: Option<TwoStepState>,
    /// Only those in this group.
    pub(super) group: Option<Group>,
    /// Only those whose recovery by e-mail is held.
    pub(super) is_held: bool,
}

impl Filter {
    /// All members of an organization.
    pub(super) fn of(organization: OrganizationKey) -> Self {
        Self {
            organization,
            role: None,
            status: None,
            two_step: None,
            group: None,
            is_held: false,
        }
    }

    /// Whether the list is of everybody.
    pub(super) fn is_empty(&self) -> bool {
        self.role.is_none()
            && self.status.is_none()
            && self.two_step.is_none()
            && self.group.is_none()
            && !self.is_held
    }

    /// Whether the list shows this member.
    pub(super) fn admits(&self, listed: &Listed) -> bool {
        let view = &listed.view;
        let state = view.two_step.state;
        listed.organization == self.organization
            && self.role.is_none_or(|role| role == view.role)
            && self.status.is_none_or(|status| status == view.status)
            && self.two_step.is_none_or(|wanted| wanted == state)
            && (!self.is_held || view.recovery_hold.is_some())
            && self
                .group
                .as_ref()
                .is_none_or(|group| view.groups.contains(&group.name))
    }
}
