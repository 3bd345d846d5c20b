//! The state that several pages share.

use super::flow_state::FlowState;
use super::me::Me;
use super::notice::Notice;
use super::pending::PendingReauthentication;
use crate::route::Route;
use shared_types::me::Locale;
use shared_types::organizations::{PublicOrganizationView, ShortName};

/// The state that several pages share.
pub struct State {
    /// The open page.
    pub route: Route,
    /// The language of the page.
    pub locale: Locale,
    /// The member who is signed in, once the server has told.
    pub me: Option<Me>,
    /// The sign-in attempt, once the server has told.
    pub flow: Option<FlowState>,
    /// The notice that the open page shows.
    pub notice: Option<Notice>,
    /// The e-mail address that was typed last; forms that ask for it offer it.
    pub email: String,
    /// The short name of the organization that is signed in to; absent for the installation's first one.
    pub organization: Option<ShortName>,
    /// What the server said of that organization.
    pub organization_view: Option<PublicOrganizationView>,
    /// The request that waits until the person has confirmed their identity.
    pub pending: Option<PendingReauthentication>,
    /// Until when the person is not asked to confirm again, in milliseconds by this computer's clock.
    pub confirmed_until_ms: Option<f64>,
    /// Whether the browser is loading a page of another program.
    pub is_leaving: bool,
}

impl State {
    /// The state of a program that starts with this page in this language.
    pub fn new(route: Route, locale: Locale) -> Self {
        Self {
            route,
            locale,
            me: None,
            flow: None,
            notice: None,
            email: String::new(),
            organization: None,
            organization_view: None,
            pending: None,
            confirmed_until_ms: None,
            is_leaving: false,
        }
    }
}
