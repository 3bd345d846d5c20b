//! Scopes: what an API token may be made for, in the words of the wire.

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

impl Scope {
    /// The word of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PolicyRead => "policy:read",
            Self::PolicyWrite => "policy:write",
            Self::MembersRead => "members:read",
            Self::MembersWrite => "members:write",
            Self::DevicesReset => "devices:reset",
        }
    }
}
