//! The four programs of the application: `sign_in` for what a daily sign-in needs, `credentials` for pages on which
//! a member gets a password or a device, `console` for pages that need a session, `challenge` for the page that
//! other programs send people to.

pub mod challenge;
pub mod console;
pub mod credentials;
pub mod sign_in;

mod load_session;
mod resume_flow;
