//! The program for pages that need a session: agent console and Admin Center.

use super::load_session::LoadSession;
use crate::api_tokens::{ApiTokensPage, NewApiTokenPage};
use crate::app::{App, Me, Program, use_app};
use crate::audit_events::{AuditEventPage, AuditPage};
use crate::clients::{ConsoleOnePage, ConsolesPage, GalleryPage, ProtectPage};
use crate::device_import::ImportEntriesPage;
use crate::groups::GroupsPage;
use crate::layout::{console, not_found_page};
use crate::me::{HomePage, SecurityPage, SetUpPage};
use crate::member_import::ImportMembersPage;
use crate::members::{InvitePage, ListPage, MemberPage};
use crate::policy::{ChangePage, OverviewPage, PolicyPage};
use crate::reauthentication::{self, ConfirmPage, ReauthenticationPage};
use crate::route::ConsolePage;
use crate::router::{Link, Redirect};
use crate::sandboxes::{InsidePage, NewSandboxPage, SandboxesPage};
use crate::session;
use crate::ui::Heading;
use crate::webhooks::{NewWebhookPage, WebhookPage, WebhooksPage};
use shared_types::address::ProgramName;
use shared_types::members::Role;
use yew::prelude::*;

/// The program.
pub static PROGRAM: Program = Program {
    owns: |route| route.program() == ProgramName::Console,
    draw,
    intercept: session::intercept,
    on_locale_chosen: |app, locale| {
        if app.me().is_some() {
            session::save_locale(app, locale);
        }
    },
};

/// The open page. While a request waits for the password, the page is hidden and the form for the
/// password is shown.
fn draw(app: &App) -> Html {
    let is_pending = reauthentication::is_pending(app);
    html! {
        <>
            // First, so that its skip link is the first link of the document.
            if is_pending {
                <ReauthenticationPage />
            }
            <div hidden={is_pending}>{ open_page(app) }</div>
        </>
    }
}

fn open_page(app: &App) -> Html {
    let page = ConsolePage::of(&app.route());
    match app.me() {
        Some(me) if me.role >= page.least_role() => console_page(app, me, page),
        Some(me) if me.role == Role::Helpdesk => {
            html! { <Redirect to={ConsolePage::all_members()} /> }
        }
        Some(me) => html! { <NotAllowedPage {me} /> },
        None => html! { <LoadSession /> },
    }
}

fn console_page(app: &App, me: Me, page: ConsolePage) -> Html {
    match page {
        ConsolePage::Home => html! { <HomePage {me} /> },
        ConsolePage::Security => html! { <SecurityPage {me} /> },
        ConsolePage::Confirm(next) => html! { <ConfirmPage {next} /> },
        ConsolePage::SetUp(next) => html! { <SetUpPage {me} {next} /> },
        ConsolePage::Overview => html! { <OverviewPage {me} /> },
        ConsolePage::Members(filter) => {
            // Each page of the list is a component of its own, so that its heading receives the focus.
            let key = filter.cursor.clone().unwrap_or_default();
            html! { <ListPage {key} {me} {filter} /> }
        }
        ConsolePage::Member(id) => html! { <MemberPage {me} {id} /> },
        ConsolePage::Invite => html! { <InvitePage {me} /> },
        ConsolePage::ImportMembers => html! { <ImportMembersPage {me} /> },
        ConsolePage::ImportEntries => html! { <ImportEntriesPage {me} /> },
        ConsolePage::Policy => html! { <PolicyPage {me} /> },
        ConsolePage::PolicyChange => html! { <ChangePage {me} /> },
        ConsolePage::ApiTokens => html! { <ApiTokensPage {me} /> },
        ConsolePage::NewApiToken => html! { <NewApiTokenPage {me} /> },
        ConsolePage::Audit(filter) => {
            let key = filter.cursor.clone().unwrap_or_default();
            html! { <AuditPage {key} {me} {filter} /> }
        }
        ConsolePage::AuditEvent(id, list) => {
            html! { <AuditEventPage key={id.to_string()} {me} {id} {list} /> }
        }
        ConsolePage::Webhooks => html! { <WebhooksPage {me} /> },
        ConsolePage::NewWebhook => html! { <NewWebhookPage {me} /> },
        ConsolePage::Webhook(id) => html! { <WebhookPage key={id.to_string()} {me} {id} /> },
        ConsolePage::Sandboxes if me.organization.kind.is_test() => html! { <InsidePage {me} /> },
        // A test organization makes no further ones.
        ConsolePage::NewSandbox if me.organization.kind.is_test() => {
            html! { <Redirect to={ConsolePage::Sandboxes} /> }
        }
        ConsolePage::Sandboxes => html! { <SandboxesPage {me} /> },
        ConsolePage::NewSandbox => html! { <NewSandboxPage {me} /> },
        ConsolePage::Groups => html! { <GroupsPage {me} /> },
        ConsolePage::Consoles => html! { <ConsolesPage {me} /> },
        ConsolePage::ConsoleGallery => html! { <GalleryPage {me} /> },
        ConsolePage::ProtectConsole(recipe) => {
            let key = recipe.clone();
            html! { <ProtectPage {key} {me} {recipe} /> }
        }
        ConsolePage::Console(id) => html! { <ConsoleOnePage key={id.to_string()} {me} {id} /> },
        ConsolePage::NotFound => not_found_page(app),
    }
}

#[derive(Properties, PartialEq)]
struct NotAllowedPageProps {
    me: Me,
}

#[component]
fn NotAllowedPage(props: &NotAllowedPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let content = html! {
        <>
            <Heading text={texts.admin.not_allowed_title()} />
            <p>{ texts.admin.not_allowed() }</p>
            <p><Link to={ConsolePage::Home}>{ texts.common.to_start() }</Link></p>
        </>
    };
    console(&app, &props.me, content)
}
