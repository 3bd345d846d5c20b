//! Every address of the application, as a type: path and query to a page, and back.

pub mod members;

use shared_types::ids::MemberId;
use shared_types::members::{ListMembersQuery, Role};

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// The agent console.
    Home,
    /// One's own device, sessions and password.
    Security,
    /// E-mail address and password; `next` is the page behind the chosen front door.
    SignIn {
        /// Where to go afterwards; the agent console when absent.
        next: Option<Box<Route>>,
    },
    /// A dialog of a sign-in attempt.
    Dialog(Dialog),
    /// First start: the organization and its administrator.
    Setup,
    /// The first password, from an invitation.
    Invitation,
    /// Asking for a new password.
    ForgottenPassword,
    /// A new password, from the link of an e-mail.
    NewPassword,
    /// The front page of the Admin Center.
    Overview,
    /// The list of members, filtered.
    Members(ListMembersQuery),
    /// One member.
    Member(MemberId),
    /// The form for a new member.
    Invite,
    /// The organization's rule for two-step verification.
    Policy,
    /// The confirmation before the rule changes.
    PolicyChange,
    /// No such page.
    NotFound,
}

/// The dialogs between the password and the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Why a second step is asked for.
    SecondStep,
    /// The code from the e-mail.
    Email,
    /// Which app to install.
    App,
    /// QR code and key.
    Connect,
    /// The first code of the app.
    SetupCode,
    /// It is on.
    On,
    /// A code of the app.
    Code,
}

impl Dialog {
    /// Every dialog, in the order in which a set-up meets them.
    pub const ALL: [Self; 7] = [
        Self::SecondStep,
        Self::Email,
        Self::App,
        Self::Connect,
        Self::SetupCode,
        Self::On,
        Self::Code,
    ];

    /// The dialog's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SecondStep => "/sign-in/second-step",
            Self::Email => "/sign-in/email",
            Self::App => "/sign-in/app",
            Self::Connect => "/sign-in/connect",
            Self::SetupCode => "/sign-in/setup-code",
            Self::On => "/sign-in/on",
            Self::Code => "/sign-in/code",
        }
    }
}

impl Route {
    /// The page at a path and query (without `?`).
    pub fn at(path: &str, query: &str) -> Self {
        let trimmed = path.trim_end_matches('/');
        match trimmed {
            "" => Self::Home,
            "/security" => Self::Security,
            "/sign-in" => Self::SignIn { next: next(query) },
            "/setup" => Self::Setup,
            "/invitation" => Self::Invitation,
            "/forgotten-password" => Self::ForgottenPassword,
            "/password-reset" => Self::NewPassword,
            "/admin" => Self::Overview,
            "/admin/members" => Self::Members(members::parse(query)),
            "/admin/members/invite" => Self::Invite,
            "/admin/policy" => Self::Policy,
            "/admin/policy/change" => Self::PolicyChange,
            _ => dialog(trimmed)
                .or_else(|| member(trimmed))
                .unwrap_or(Self::NotFound),
        }
    }

    /// The page at an address of this application, `/admin/members?search=jo`.
    pub fn at_address(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self::at(path, query)
    }

    /// The page's address.
    pub fn address(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Security => "/security".to_owned(),
            Self::SignIn { next: None } => "/sign-in".to_owned(),
            Self::SignIn { next: Some(next) } => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair("next", &next.address());
                with_query("/sign-in", &query.finish())
            }
            Self::Dialog(dialog) => dialog.path().to_owned(),
            Self::Setup => "/setup".to_owned(),
            Self::Invitation => "/invitation".to_owned(),
            Self::ForgottenPassword => "/forgotten-password".to_owned(),
            Self::NewPassword => "/password-reset".to_owned(),
            Self::Overview => "/admin".to_owned(),
            Self::Members(query) => with_query("/admin/members", &members::query(query)),
            Self::Member(id) => format!("/admin/members/{id}"),
            Self::Invite => "/admin/members/invite".to_owned(),
            Self::Policy => "/admin/policy".to_owned(),
            Self::PolicyChange => "/admin/policy/change".to_owned(),
        }
    }

    /// The list of members without a filter.
    pub fn all_members() -> Self {
        Self::Members(ListMembersQuery::default())
    }

    /// Whether the page needs a session, and so may be the aim of a sign-in.
    pub fn needs_session(&self) -> bool {
        match self {
            Self::SignIn { .. }
            | Self::Dialog(_)
            | Self::Setup
            | Self::Invitation
            | Self::ForgottenPassword
            | Self::NewPassword
            | Self::NotFound => false,
            Self::Home
            | Self::Security
            | Self::Overview
            | Self::Members(_)
            | Self::Member(_)
            | Self::Invite
            | Self::Policy
            | Self::PolicyChange => true,
        }
    }

    /// The least role that the page is for.
    pub fn least_role(&self) -> Role {
        match self {
            Self::Home
            | Self::Security
            | Self::SignIn { .. }
            | Self::Dialog(_)
            | Self::Setup
            | Self::Invitation
            | Self::ForgottenPassword
            | Self::NewPassword
            | Self::NotFound => Role::Agent,
            Self::Members(_) | Self::Member(_) => Role::Helpdesk,
            Self::Overview | Self::Invite | Self::Policy | Self::PolicyChange => Role::Admin,
        }
    }

    /// Whether a page of the navigation is this one or the one below which this one stands.
    pub fn is_above(&self, page: &Self) -> bool {
        match self {
            Self::Members(_) => matches!(page, Self::Members(_) | Self::Member(_) | Self::Invite),
            Self::Policy => matches!(page, Self::Policy | Self::PolicyChange),
            _ => self == page,
        }
    }

    /// Whether the page stands in the Admin Center.
    pub fn is_admin(&self) -> bool {
        self.needs_session() && !matches!(self, Self::Home | Self::Security)
    }

    /// The sign-in page that leads here.
    #[must_use]
    pub fn behind_sign_in(&self) -> Self {
        let aim = self.needs_session() && *self != Self::Home;
        Self::SignIn {
            next: aim.then(|| Box::new(self.clone())),
        }
    }
}

/// A path with its query, if there is one.
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// Only a page of ours that needs a session: nothing else may follow a sign-in (open redirect).
fn next(query: &str) -> Option<Box<Route>> {
    let (_, address) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next")?;
    let route = Route::at_address(&address);
    (route.needs_session() && route != Route::Home).then(|| Box::new(route))
}

fn dialog(path: &str) -> Option<Route> {
    let dialog = Dialog::ALL
        .into_iter()
        .find(|dialog| dialog.path() == path)?;
    Some(Route::Dialog(dialog))
}

fn member(path: &str) -> Option<Route> {
    let id = path.strip_prefix("/admin/members/")?.parse().ok()?;
    Some(Route::Member(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::members::TwoStepState;

    fn pages() -> Vec<Route> {
        let filter = ListMembersQuery {
            search: Some("Jö & co".to_owned()),
            two_step: Some(TwoStepState::NotSetUp),
            role: Some(Role::Agent),
            ..ListMembersQuery::default()
        };
        let id = "0197b5d0-6a4e-7d2c-8000-000000000001".parse();
        let mut pages = vec![
            Route::Home,
            Route::Security,
            Route::SignIn { next: None },
            Route::Setup,
            Route::Invitation,
            Route::ForgottenPassword,
            Route::NewPassword,
            Route::Overview,
            Route::all_members(),
            Route::Members(filter),
            Route::Member(id.expect("the id is well-formed")),
            Route::Invite,
            Route::Policy,
            Route::PolicyChange,
        ];
        pages.extend(Dialog::ALL.map(Route::Dialog));
        pages
    }

    #[test]
    fn every_page_comes_back_from_its_address() {
        for page in pages() {
            assert_eq!(Route::at_address(&page.address()), page, "{page:?}");
            let sign_in = page.behind_sign_in();
            assert_eq!(Route::at_address(&sign_in.address()), sign_in, "{page:?}");
        }
    }

    #[test]
    fn nothing_but_a_page_of_ours_follows_a_sign_in() {
        for next in [
            "https://evil.example/",
            "//evil.example/admin",
            "/%2fevil.example",
            "javascript:alert(1)",
            "/sign-in",
            "/setup",
            "/nowhere",
            "",
        ] {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", next)
                .finish();
            assert_eq!(
                Route::at("/sign-in", &query),
                Route::SignIn { next: None },
                "{next}"
            );
        }
    }

    #[test]
    fn an_unknown_address_is_no_page() {
        for path in ["/nowhere", "/sign-in/x", "/admin/members/x", "/adminx"] {
            assert_eq!(Route::at(path, ""), Route::NotFound, "{path}");
        }
    }
}
