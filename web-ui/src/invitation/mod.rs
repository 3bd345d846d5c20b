//! Accepting an invitation: the choice of the first password.

mod page;
mod requests;

pub use page::InvitationPage;
