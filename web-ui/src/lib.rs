//! The browser application of Twostep: sign in, set up a phone, run an organization.
//!
//! `app` stands on the features, a feature on the ground (`session`, `flow`, `client`, `ui` …),
//! and everything on the contract in `shared-types`. Features link to each other by route only.

pub mod app;

pub mod enrollment;
pub mod invitation;
pub mod me;
pub mod members;
pub mod policy;
pub mod setup;
pub mod sign_in;

pub mod flow;
pub mod layout;
pub mod reauthentication;
pub mod session;

pub mod client;
pub mod failure;
pub mod failure_alert;
pub mod load;
pub mod messages;
pub mod notice;
pub mod submit;

pub mod ui;

pub mod i18n;
pub mod route;
pub mod router;

pub mod browser;
pub mod clock;

/// Draws the application into the frame that the page holds ready.
pub fn start() {
    let root = browser::element("app").expect("index.html has the root element");
    yew::Renderer::<app::App>::with_root(root).render();
}
