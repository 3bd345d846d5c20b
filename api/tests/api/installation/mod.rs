//! What the tests of the API stand on.

mod app;
mod caller;
mod journey;

pub(crate) use app::TestApp;
pub(crate) use caller::Caller;
pub(crate) use journey::{ADMIN, setup_request};
