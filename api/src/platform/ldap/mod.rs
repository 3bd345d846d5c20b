//! A directory (LDAP, Active Directory) that checks passwords: connecting, finding one person, binding as that person.
//!
//! Each exchange is a connection of its own with one time for all of it: service account, search, bind, end. Nothing
//! of it is kept, so a password or a lock that changed there counts at once. Filters are filled with escaped values
//! only (RFC 4515 §3), and an empty password never reaches a bind (RFC 4513 §5.1.2).

mod client;
mod entry;
mod filter;
mod reason;
mod settings;
mod tls;

pub use client::{Away, Bound, Connection};
pub use entry::{Entry, EntryId, is_same_dn};
pub use filter::{Filter, FilterFlaw};
pub use settings::{Attributes, Directories, Directory, GroupRules, Server, Slots};
pub use tls::{TlsError, client_config};
