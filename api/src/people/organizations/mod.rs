//! Organizations: the customers of an installation. Each owns its members and one policy. An address
//! belongs to one member in each of them, so a request without a session names the organization too.

mod handlers;
mod service;
mod short_name;
mod store;

pub use handlers::routes;
pub use service::{
    NewOrganization, chosen_short_name, create, exists, find, named, set_language, short_name_of,
    sign_in_path,
};
