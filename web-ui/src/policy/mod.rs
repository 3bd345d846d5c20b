//! The organization's rule, and how far its members are: the Admin Center's front page.

mod change_page;
mod chart;
mod overview_page;
mod policy_page;
mod requests;
mod state;

pub use change_page::ChangePage;
pub use overview_page::OverviewPage;
pub use policy_page::PolicyPage;

use crate::client::Lane;
use crate::load::{Load, use_load};
use crate::session::Me;
use shared_types::members::{ListMembersQuery, MemberStatus, TwoStepState};
use state::Rule;
use yew::prelude::*;

/// The administrator who looks.
#[derive(Properties, PartialEq)]
pub struct AdministratorProps {
    /// The administrator.
    pub me: Me,
}

/// The rule, and what it does to whom.
#[hook]
fn use_rule() -> Load<Rule> {
    use_load(Lane::Session, (), |app, ()| {
        Box::pin(async move { requests::find_rule(app.client()).await })
    })
}

/// The members who have not set up yet.
fn not_set_up() -> ListMembersQuery {
    ListMembersQuery {
        two_step: Some(TwoStepState::NotSetUp),
        status: Some(MemberStatus::Active),
        ..ListMembersQuery::default()
    }
}

/// The members who have not accepted their invitation yet.
fn invited() -> ListMembersQuery {
    ListMembersQuery {
        status: Some(MemberStatus::Invited),
        ..ListMembersQuery::default()
    }
}
