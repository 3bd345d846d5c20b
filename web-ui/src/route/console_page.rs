//! The pages of the console: path and query to a page, and back.

use super::address::with_query;
use super::{ConsoleUrl, Route, audit, members};
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::ids::{ClientId, MemberId, WebhookId};
use shared_types::members::{ListMembersQuery, Role};
use yew::html::IntoPropValue;

/// A page of the console.
#[derive(Clone, Debug, PartialEq)]
pub enum ConsolePage {
    /// The agent console.
    Home,
    /// The member's own device, sessions and password.
    Security,
    /// "Confirm that it is you", before a sign-in goes on that another program began.
    Confirm(ConsoleUrl),
    /// The set-up of a device, before a sign-in goes on that another program began.
    SetUp(ConsoleUrl),
    /// The overview of the Admin Center.
    Overview,
    /// The list of members, filtered.
    Members(ListMembersQuery),
    /// One member.
    Member(MemberId),
    /// The form for a new member.
    Invite,
    /// The import of members.
    ImportMembers,
    /// The import of authenticator entries.
    ImportEntries,
    /// The organization's rule for two-step verification.
    Policy,
    /// The confirmation before the rule changes.
    PolicyChange,
    /// The API tokens of the organization.
    ApiTokens,
    /// The form for a new one.
    NewApiToken,
    /// The audit record, filtered.
    Audit(ListAuditEventsQuery),
    /// One event of it, and the list that it was opened from.
    AuditEvent(i64, ListAuditEventsQuery),
    /// The webhooks of the organization.
    Webhooks,
    /// The form for a new one.
    NewWebhook,
    /// One of them.
    Webhook(WebhookId),
    /// The test organizations of the organization.
    Sandboxes,
    /// The form for a new one.
    NewSandbox,
    /// The groups of members.
    Groups,
    /// The consoles that sign in with us.
    Consoles,
    /// The products whose configuration is known.
    ConsoleGallery,
    /// The form that protects one, by the name of its recipe.
    ProtectConsole(String),
    /// One console.
    Console(ClientId),
    /// No such page.
    NotFound,
}

impl ConsolePage {
    /// The page at an address of the console.
    pub fn of(route: &Route) -> Self {
        let Route::Console(url) = route else {
            return Self::NotFound;
        };
        let address = url.address();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match path {
            "/" => Self::Home,
            "/security" => Self::Security,
            "/confirm" => super::next(query).map_or(Self::NotFound, Self::Confirm),
            "/set-up" => super::next(query)
                .filter(ConsoleUrl::is_of_server)
                .map_or(Self::NotFound, Self::SetUp),
            "/admin" => Self::Overview,
            "/admin/members" => Self::Members(members::parse(query)),
            "/admin/members/invite" => Self::Invite,
            "/admin/members/import" => Self::ImportMembers,
            "/admin/members/import-entries" => Self::ImportEntries,
            "/admin/policy" => Self::Policy,
            "/admin/policy/change" => Self::PolicyChange,
            "/admin/api-tokens" => Self::ApiTokens,
            "/admin/api-tokens/new" => Self::NewApiToken,
            "/admin/audit" => Self::Audit(audit::parse(query)),
            "/admin/webhooks" => Self::Webhooks,
            "/admin/webhooks/new" => Self::NewWebhook,
            "/admin/test-organizations" => Self::Sandboxes,
            "/admin/test-organizations/new" => Self::NewSandbox,
            "/admin/groups" => Self::Groups,
            "/admin/consoles" => Self::Consoles,
            "/admin/consoles/new" => Self::ConsoleGallery,
            _ => member(path)
                .or_else(|| event(path, query))
                .or_else(|| webhook(path))
                .or_else(|| protected(path))
                .unwrap_or(Self::NotFound),
        }
    }

    /// The page's address.
    pub fn address(&self) -> String {
        let path = match self {
            Self::Members(query) => {
                return with_query("/admin/members", &members::query(query));
            }
            Self::Member(id) => return format!("/admin/members/{id}"),
            Self::Audit(query) => return with_query("/admin/audit", &audit::query(query)),
            Self::AuditEvent(id, list) => {
                return with_query(&format!("/admin/audit/{id}"), &audit::query(list));
            }
            Self::Webhook(id) => return format!("/admin/webhooks/{id}"),
            Self::Console(id) => return format!("/admin/consoles/{id}"),
            Self::ProtectConsole(recipe) => return format!("/admin/consoles/new/{recipe}"),
            Self::Confirm(next) => return super::before("/confirm", Some(next)),
            Self::SetUp(next) => return super::before("/set-up", Some(next)),
            Self::Home | Self::NotFound => "/",
            Self::Security => "/security",
            Self::Overview => "/admin",
            Self::Invite => "/admin/members/invite",
            Self::ImportMembers => "/admin/members/import",
            Self::ImportEntries => "/admin/members/import-entries",
            Self::Policy => "/admin/policy",
            Self::PolicyChange => "/admin/policy/change",
            Self::ApiTokens => "/admin/api-tokens",
            Self::NewApiToken => "/admin/api-tokens/new",
            Self::Webhooks => "/admin/webhooks",
            Self::NewWebhook => "/admin/webhooks/new",
            Self::Sandboxes => "/admin/test-organizations",
            Self::NewSandbox => "/admin/test-organizations/new",
            Self::Groups => "/admin/groups",
            Self::Consoles => "/admin/consoles",
            Self::ConsoleGallery => "/admin/consoles/new",
        };
        path.to_owned()
    }

    /// The list of members without a filter.
    pub fn all_members() -> Self {
        Self::Members(ListMembersQuery::default())
    }

    /// The audit record without a filter.
    pub fn all_events() -> Self {
        Self::Audit(ListAuditEventsQuery::default())
    }

    /// The lowest role that may open the page.
    pub fn least_role(&self) -> Role {
        match self {
            Self::Home | Self::Security | Self::Confirm(_) | Self::SetUp(_) | Self::NotFound => {
                Role::Agent
            }
            Self::Members(_) | Self::Member(_) => Role::Helpdesk,
            Self::Overview
            | Self::Invite
            | Self::ImportMembers
            | Self::ImportEntries
            | Self::Policy
            | Self::PolicyChange
            | Self::ApiTokens
            | Self::NewApiToken
            | Self::Audit(_)
            | Self::AuditEvent(..)
            | Self::Webhooks
            | Self::NewWebhook
            | Self::Webhook(_)
            | Self::Sandboxes
            | Self::NewSandbox
            | Self::Groups
            | Self::Consoles
            | Self::ConsoleGallery
            | Self::ProtectConsole(_)
            | Self::Console(_) => Role::Admin,
        }
    }

    /// Whether this entry of the navigation is marked as open on that page.
    pub fn is_open_on(&self, page: &Self) -> bool {
        match self {
            Self::Members(_) => matches!(
                page,
                Self::Members(_)
                    | Self::Member(_)
                    | Self::Invite
                    | Self::ImportMembers
                    | Self::ImportEntries
            ),
            Self::Policy => matches!(page, Self::Policy | Self::PolicyChange),
            Self::ApiTokens => matches!(page, Self::ApiTokens | Self::NewApiToken),
            Self::Audit(_) => matches!(page, Self::Audit(_) | Self::AuditEvent(..)),
            Self::Webhooks => matches!(page, Self::Webhooks | Self::NewWebhook | Self::Webhook(_)),
            Self::Consoles => matches!(
                page,
                Self::Consoles | Self::ConsoleGallery | Self::ProtectConsole(_) | Self::Console(_)
            ),
            Self::Sandboxes => matches!(page, Self::Sandboxes | Self::NewSandbox),
            _ => self == page,
        }
    }

    /// Whether the page belongs to the Admin Center.
    pub fn is_admin(&self) -> bool {
        !matches!(
            self,
            Self::Home | Self::Security | Self::Confirm(_) | Self::SetUp(_) | Self::NotFound
        )
    }
}

impl From<ConsolePage> for ConsoleUrl {
    fn from(page: ConsolePage) -> Self {
        Self::at_address(&page.address()).unwrap_or_else(Self::home)
    }
}

impl From<ConsolePage> for Route {
    fn from(page: ConsolePage) -> Self {
        Self::Console(page.into())
    }
}

/// A page of the console can be given to a link as it is.
impl IntoPropValue<Route> for ConsolePage {
    fn into_prop_value(self) -> Route {
        self.into()
    }
}

fn member(path: &str) -> Option<ConsolePage> {
    let id = path.strip_prefix("/admin/members/")?.parse().ok()?;
    Some(ConsolePage::Member(id))
}

fn event(path: &str, query: &str) -> Option<ConsolePage> {
    let id = path.strip_prefix("/admin/audit/")?.parse().ok()?;
    Some(ConsolePage::AuditEvent(id, audit::parse(query)))
}

fn webhook(path: &str) -> Option<ConsolePage> {
    let id = path.strip_prefix("/admin/webhooks/")?.parse().ok()?;
    Some(ConsolePage::Webhook(id))
}

/// A console, or the form for one of a product.
fn protected(path: &str) -> Option<ConsolePage> {
    let rest = path.strip_prefix("/admin/consoles/")?;
    if let Some(recipe) = rest.strip_prefix("new/") {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        let is_one = !recipe.is_empty() && recipe.chars().all(is_name);
        return is_one.then(|| ConsolePage::ProtectConsole(recipe.to_owned()));
    }
    Some(ConsolePage::Console(rest.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::members::TwoStepState;

    fn pages() -> [ConsolePage; 29] {
        let filter = ListMembersQuery {
            search: Some("Jö & co".to_owned()),
            two_step: Some(TwoStepState::NotSetUp),
            role: Some(Role::Agent),
            ..ListMembersQuery::default()
        };
        let id: Result<MemberId, _> = "0197b5d0-6a4e-7d2c-8000-000000000001".parse();
        let uuid = id.as_ref().expect("the id is well-formed").0;
        [
            ConsolePage::Home,
            ConsolePage::Security,
            ConsolePage::Confirm(
                ConsoleUrl::at_address("/oauth/authorize?state=a%26b").expect("an address"),
            ),
            ConsolePage::SetUp(
                ConsoleUrl::at_address("/oauth/authorize?state=a%26b").expect("an address"),
            ),
            ConsolePage::Overview,
            ConsolePage::all_members(),
            ConsolePage::Members(filter),
            ConsolePage::Member(id.expect("the id is well-formed")),
            ConsolePage::Invite,
            ConsolePage::ImportMembers,
            ConsolePage::ImportEntries,
            ConsolePage::Policy,
            ConsolePage::PolicyChange,
            ConsolePage::ApiTokens,
            ConsolePage::NewApiToken,
            ConsolePage::all_events(),
            ConsolePage::Audit(audit::parse("action=sign_in.finished&text=a%26b")),
            ConsolePage::AuditEvent(7, ListAuditEventsQuery::default()),
            ConsolePage::AuditEvent(7, audit::parse("outcome=failure&cursor=9")),
            ConsolePage::Webhooks,
            ConsolePage::NewWebhook,
            ConsolePage::Webhook(WebhookId(uuid)),
            ConsolePage::Sandboxes,
            ConsolePage::NewSandbox,
            ConsolePage::Groups,
            ConsolePage::Consoles,
            ConsolePage::ConsoleGallery,
            ConsolePage::ProtectConsole("zammad".to_owned()),
            ConsolePage::Console(ClientId(uuid)),
        ]
    }

    #[test]
    fn every_page_is_parsed_from_its_address_also_after_the_sign_in() {
        for page in pages() {
            let route = Route::from(page.clone());
            assert_eq!(route.address(), page.address());
            assert_eq!(ConsolePage::of(&route), page);
            let sign_in = route.via_sign_in();
            let address = sign_in.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            assert_eq!(Route::at(path, query), sign_in, "{page:?}");
        }
    }

    #[test]
    fn an_unknown_address_is_no_page() {
        for path in [
            "/admin/members/x",
            "/admin/audit/x",
            "/admin/webhooks/x",
            "/admin/consoles/x",
            "/admin/consoles/new/A",
            "/admin/nowhere",
        ] {
            assert_eq!(
                ConsolePage::of(&Route::at(path, "")),
                ConsolePage::NotFound,
                "{path}"
            );
        }
    }
}
