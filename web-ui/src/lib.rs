//! The browser application of Twostep: sign in, set up a phone, run an organization.
//!
//! Two programs come out of it, `front_door` and `console`. Each stands on its features, a feature
//! on the ground (`handle`, `session`, `flow`, `ui` …), and everything on the contract in
//! `shared-types`. Features link to each other by route only.

pub mod console;
pub mod front_door;
pub mod roof;

pub mod enrollment;
pub mod invitation;
pub mod me;
pub mod members;
pub mod policy;
pub mod setup;
pub mod sign_in;

pub mod carried;
pub mod half;
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

/// Draws a program into the frame that its page holds ready, once its language is there.
pub fn start(half: &'static half::Half) {
    handle::spawn(Box::pin(async move {
        i18n::load_first().await;
        let root = browser::element("app").expect("the page has the root element");
        let props = roof::RoofProps { half };
        yew::Renderer::<roof::Roof>::with_root_and_props(root, props).render();
    }));
}
