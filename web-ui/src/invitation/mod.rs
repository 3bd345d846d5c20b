//! Accepting an invitation: the choice of the first password.

mod accept_form;
mod page;
mod requests;

pub use page::InvitationPage;
