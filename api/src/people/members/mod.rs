//! People in an organization: listed, invited, changed, helped, removed.

mod accept;
mod choice;
mod email;
mod handlers;
mod help;
mod invitation;
mod listing;
mod model;
mod recovery;
mod service;
mod store;
mod store_list;
mod store_recovery;

pub use accept::shortest_password;
pub use choice::{choose_name, choose_password, flaw_error};
pub use email::{EmailAddress, mask_email};
pub use handlers::routes;
pub use model::{Member, NewMember, seal_password};
pub use recovery::{note_enrollment, set_email, settle_password_reset};
pub use service::{
    bump_epoch, create, find, find_all, find_by_address, find_by_normal_address, find_for_change,
    find_password_holder, notify, notify_of, set_locale, set_name, set_password, signed_in,
};
