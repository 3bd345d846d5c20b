//! The browser application of Twostep: sign in, set up a phone, run an organization.
//!
//! `app` stands on the features, a feature on the ground (`handle`, `session`, `flow`, `ui` …), and
//! everything on the contract in `shared-types`. Features link to each other by route only.

pub mod app;

pub mod enrollment;
pub mod invitation;
pub mod me;
pub mod members;
pub mod policy;
pub mod setup;
pub mod sign_in;

pub mod handle;

pub mod flow;
pub mod layout;
pub mod notice;
pub mod reauthentication;
pub mod recovery;
pub mod router;
pub mod session;

pub mod failure_alert;
pub mod load;
pub mod submit;

pub mod ui;

pub mod client;
pub mod failure;
pub mod i18n;
pub mod messages;
pub mod route;

pub mod browser;
pub mod clock;

/// Draws the application into the frame that the page holds ready.
pub fn start() {
    let root = browser::element("app").expect("index.html has the root element");
    yew::Renderer::<app::Roof>::with_root(root).render();
}
