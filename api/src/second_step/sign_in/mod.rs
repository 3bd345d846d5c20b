//! Signing in: the password, the flow that follows it, the code, and the session at its end.

mod finish;
mod handlers;
mod service;
mod store;
mod together;
mod unfinished;

pub use handlers::routes;
pub use together::CodeChecks;
pub use unfinished::tell_unfinished;
