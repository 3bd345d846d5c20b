//! The browser application of Twostep: sign in, set up a phone, run an organization.
//!
//! It is built as four programs, `sign_in`, `credentials`, `console` and `challenge`. The modules are declared from top to
//! bottom: a group uses only those below it, and features do not import each other but link by
//! route. `api/tests/guards/web_ui.rs` checks the whole order.

pub mod programs;
pub mod root;

pub mod api_tokens;
pub mod audit_events;
pub mod clients;
pub mod device_import;
pub mod enrollment;
pub mod groups;
pub mod invitation;
pub mod me;
pub mod member_import;
pub mod members;
pub mod policy;
pub mod recovery;
pub mod setup;
pub mod sign_in;
pub mod webhooks;

pub mod flow;
pub mod reauthentication;

pub mod audit_rows;

pub mod load;

pub mod layout;

pub mod sandboxes;
pub mod session;

pub mod organization;

pub mod forms;
pub mod language;
pub mod notice_alert;
pub mod router;

pub mod handoff;
pub mod ui;

pub mod drafts;

pub mod app;

pub mod challenge;
pub mod client;
pub mod messages;

pub mod i18n;
pub mod route;

pub mod browser;
pub mod clock;
pub mod failure;
pub mod task;

/// Starts a program in the element that its page holds ready, once the texts of its language are
/// loaded.
pub fn start(program: &'static app::Program) {
    task::spawn(Box::pin(async move {
        language::load_first().await;
        let element = browser::element("app").expect("the page has the root element");
        let props = root::RootProps { program };
        yew::Renderer::<root::Root>::with_root_and_props(element, props).render();
    }));
}
