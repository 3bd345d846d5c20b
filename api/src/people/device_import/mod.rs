//! Import of entries of authenticator apps that another product made: `otpauth` addresses, links of Google
//! Authenticator, CSV. What a text says is read without the database; each entry is then decided on its own.

mod decide;
mod entry;
mod handlers;
mod lines;
mod migration;
mod otpauth;
mod refusals;
mod remind;
mod service;
mod whom;

pub use handlers::routes;
pub use lines::{Entries, TooManyEntries, read_entries};
pub use remind::remind;
