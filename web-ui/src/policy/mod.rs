//! The policy of the organization, and the overview of the Admin Center.

mod advice;
mod change_page;
mod chart;
mod overview_page;
mod plan_panel;
mod policy_page;
mod reason;
mod recovery_panel;
mod requests;
mod sign_in_address;
mod state;
mod versions_panel;
mod words;

pub use change_page::ChangePage;
pub use overview_page::OverviewPage;
pub use policy_page::PolicyPage;

use crate::app::Me;
use crate::client::CredentialKind;
use crate::load::{Load, use_load};
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use state::Rule;
use yew::prelude::*;

/// Who looks at the page.
#[derive(Properties, PartialEq)]
pub struct AdministratorProps {
    /// The administrator.
    pub me: Me,
}

/// The policy, and whom it affects.
#[hook]
fn use_rule() -> Load<Rule> {
    use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::find_rule(app.client()).await })
    })
}

/// The filter for members who have not set up a device yet.
fn not_set_up() -> ListMembersQuery {
    ListMembersQuery {
        two_step: Some(TwoStepState::NotSetUp),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    }
}

/// The filter for members who have not accepted their invitation yet.
fn invited() -> ListMembersQuery {
    ListMembersQuery {
        status: Some(MemberStatus::Invited),
        ..ListMembersQuery::default()
    }
}
