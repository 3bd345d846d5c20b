//! The first password of an invited member.

mod page;
mod requests;

pub use page::InvitationPage;
