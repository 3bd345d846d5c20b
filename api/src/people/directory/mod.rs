//! The directory (LDAP, Active Directory) of an organization, which checks the passwords of its members: who is asked
//! there, what a person is here who was let in, and who left.
//!
//! It is configured on the host and by no request. The password goes to the directory and is kept nowhere; the second
//! step, the policy and the record are ours. A directory that is away decides nothing and counts nothing.

mod admission;
mod here;
mod leavers;
mod look;
mod refresh;
mod store;

pub use admission::{NotAdmitted, admit};
pub use leavers::{look_for_leavers, run};
pub use look::{Asked, Found, Person, asked_of};
