//! The members of the organization: the list, the page of one member, invitations.

mod act_row;
mod acts;
mod address_form;
mod exemption_form;
mod facts;
mod filters;
mod group_filter;
mod groups_form;
mod hand_over;
mod held;
mod holder;
mod invite_page;
mod labels;
mod list_page;
mod member_page;
mod requests;
mod role_form;
mod state;
mod stuck;
mod table;
mod trail;

pub use invite_page::InvitePage;
pub use list_page::ListPage;
pub use member_page::MemberPage;
