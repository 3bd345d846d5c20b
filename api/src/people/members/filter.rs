//! Which members a list shows.

use crate::platform::db::keys::OrganizationKey;
use shared_types::members::{MemberStatus, Role, TwoStepState};

/// Which members a list shows.
pub(super) struct Filter {
    pub(super) organization: OrganizationKey,
    pub(super) search: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) status: Option<MemberStatus>,
    pub(super) two_step: Option<TwoStepState>,
    /// Only those whose recovery by e-mail is held.
    pub(super) is_held: bool,
}

impl Filter {
    /// All members of an organization.
    pub(super) fn of(organization: OrganizationKey) -> Self {
        Self {
            organization,
            search: None,
            role: None,
            status: None,
            two_step: None,
            is_held: false,
        }
    }
}
