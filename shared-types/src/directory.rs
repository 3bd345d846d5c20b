//! What the directory (LDAP, Active Directory) of an organization says of a person.

use serde::{Deserialize, Serialize};

/// Why the directory of an organization does not let a person in whose name it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DirectoryReason {
    /// The password has expired.
    PasswordExpired,
    /// The password has to be changed before the first sign-in.
    PasswordMustChange,
    /// The account is disabled.
    AccountDisabled,
    /// The account has expired.
    AccountExpired,
    /// The account is locked after wrong passwords.
    AccountLocked,
    /// The account may not sign in at this time.
    NotNow,
    /// The account may not sign in from here.
    NotHere,
    /// The password is right, but the person is no member, and is not made one.
    NotAMember,
}

impl DirectoryReason {
    /// Every reason, for documentation and tests.
    pub const ALL: [Self; 8] = [
        Self::PasswordExpired,
        Self::PasswordMustChange,
        Self::AccountDisabled,
        Self::AccountExpired,
        Self::AccountLocked,
        Self::NotNow,
        Self::NotHere,
        Self::NotAMember,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PasswordExpired => "password_expired",
            Self::PasswordMustChange => "password_must_change",
            Self::AccountDisabled => "account_disabled",
            Self::AccountExpired => "account_expired",
            Self::AccountLocked => "account_locked",
            Self::NotNow => "not_now",
            Self::NotHere => "not_here",
            Self::NotAMember => "not_a_member",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_serde_name() {
        for reason in DirectoryReason::ALL {
            let json = serde_json::to_string(&reason).expect("a reason serialises");
            assert_eq!(json, format!("\"{}\"", reason.as_str()));
        }
    }
}
