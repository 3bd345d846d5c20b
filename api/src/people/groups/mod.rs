//! Groups of members: kept by administrators and programs, named in members.

mod handlers;
mod managed;
mod name;
mod of_members;
mod refusals;
mod service;
mod store;

pub use handlers::routes;
pub use managed::{Managed, flaw_of_name, set_managed};
pub use of_members::{
    Chosen, Group, Regrouped, Resolved, choose, find, find_closed, find_named, list, names_of,
    of_member, of_members, resolve, set,
};
