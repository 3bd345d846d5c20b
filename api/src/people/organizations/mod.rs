//! Organizations: the customers of an installation. Each owns its members and one policy. An address
//! belongs to one member in each of them, so a request without a session names the organization too.

mod handlers;
mod kind;
mod sandboxes;
mod service;
mod short_name;
mod store;
mod store_sandboxes;

pub use handlers::routes;
pub use kind::{FixedCode, KeptSandbox, Kind, Made, Moment, TestOrganization};
pub use sandboxes::{
    advance_clock, close, count_of, find_closed, find_of, kind_of, list_of, remove,
};
pub use service::{
    NewOrganization, chosen_short_name, create, exists, find, find_live, lock_names, named,
    set_language, short_name_of, sign_in_path,
};
