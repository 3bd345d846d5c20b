//! Scopes: what an API token may be made for. Their names on the wire come with the routes that show
//! them.

/// What an API token may be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// To read the policy.
    PolicyRead,
    /// To change the policy.
    PolicyWrite,
    /// To read members.
    MembersRead,
    /// To make, change and remove members.
    MembersWrite,
    /// To remove devices and end delays.
    DevicesReset,
}
