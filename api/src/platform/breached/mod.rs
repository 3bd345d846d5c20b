//! The list of breached passwords that an operator may lay beside the database (NIST SP 800-63B-4
//! §3.1.1.2, ASVS 6.2.12): a file of binary fuse filters, made of the public list of SHA-1 hashes.
//!
//! The list has a billion entries and a password is chosen rarely, so that nothing of it is kept in
//! memory: the first byte of a hash names one of 256 filters, which is read when it is asked.

mod file;
mod import;
mod list;

pub use file::{Damaged, Description, Sha1Hash};
pub use import::{ImportError, Imported, import};
pub use list::BreachedPasswords;
