//! The three programs of the application: `sign_in` for pages without a session, `console` for
//! pages that need one, `challenge` for the page that other programs send people to.

pub mod challenge;
pub mod console;
pub mod sign_in;

mod load_session;
mod resume_flow;
