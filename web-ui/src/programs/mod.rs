//! The two programs of the application: `sign_in` for pages without a session, `console` for
//! pages that need one.

pub mod console;
pub mod sign_in;

mod load_session;
mod resume_flow;
