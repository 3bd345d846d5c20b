//! Organizations: the customers of an installation. Each owns its members and one policy. An address
//! is one person's in its organization, so whoever has no session names the organization too.

mod handlers;
mod service;
mod short_name;
mod store;

pub use handlers::routes;
pub use service::{
    NewOrganization, chosen_short_name, create, exists, find, named, short_name_of, sign_in_path,
};
pub use store::is_first;
