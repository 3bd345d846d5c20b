//! What a person does with an account: the first set-up of an organization, one's own page.

pub mod me;
pub mod setup;
