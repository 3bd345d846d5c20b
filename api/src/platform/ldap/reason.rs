//! Why a directory lets nobody in although the name is known: the sub-codes of Active Directory, and the answer of
//! password policies (draft-behera-ldap-password-policy-11 §6.2).
//!
//! Active Directory says all of them but `775` only to who sent the right password.

use shared_types::directory::DirectoryReason;

/// The control by which a password policy answers.
pub(super) const PASSWORD_POLICY: &str = "1.3.6.1.4.1.42.2.27.8.5.1";

/// The reason in the text of a refused bind: `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error,
/// data 532, v4563`. `None` for a wrong password (`52e`), an unknown name (`525`), and any other text.
pub(super) fn of_text(text: &str) -> Option<DirectoryReason> {
    if !text.contains("AcceptSecurityContext") {
        return None;
    }
    let code = text.split("data ").nth(1)?;
    let code = code.split(|one: char| !one.is_ascii_hexdigit()).next()?;
    match code {
        "530" => Some(DirectoryReason::NotNow),
        "531" => Some(DirectoryReason::NotHere),
        "532" => Some(DirectoryReason::PasswordExpired),
        "533" => Some(DirectoryReason::AccountDisabled),
        "701" => Some(DirectoryReason::AccountExpired),
        "773" => Some(DirectoryReason::PasswordMustChange),
        "775" => Some(DirectoryReason::AccountLocked),
        _ => None,
    }
}

/// The reason in the value of a password policy's control: `SEQUENCE { [0] warning …, [1] ENUMERATED error }`. A
/// warning is none.
pub(super) fn of_policy(value: &[u8]) -> Option<DirectoryReason> {
    let mut rest = content(value, 0x30)?.0;
    while let Some(&tag) = rest.first() {
        let (found, after) = content(rest, tag)?;
        if tag == 0x81 {
            return match found {
                [0] => Some(DirectoryReason::PasswordExpired),
                [1] => Some(DirectoryReason::AccountLocked),
                [2] => Some(DirectoryReason::PasswordMustChange),
                _ => None,
            };
        }
        rest = after;
    }
    None
}

/// The content of an element with this tag and a short length, and what stands behind it.
fn content(text: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (head, rest) = text.split_at_checked(2)?;
    if head[0] != tag || head[1] >= 0x80 {
        return None;
    }
    rest.split_at_checked(usize::from(head[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_active_directory(code: &str) -> Option<DirectoryReason> {
        of_text(&format!(
            "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data {code}, v4563"
        ))
    }

    /// L-18 (sub-codes): each sub-code of Active Directory has its words; a wrong password and an unknown name have
    /// none.
    #[test]
    fn sub_codes_have_reasons() {
        for (code, reason) in [
            ("525", None),
            ("52e", None),
            ("530", Some(DirectoryReason::NotNow)),
            ("531", Some(DirectoryReason::NotHere)),
            ("532", Some(DirectoryReason::PasswordExpired)),
            ("533", Some(DirectoryReason::AccountDisabled)),
            ("701", Some(DirectoryReason::AccountExpired)),
            ("773", Some(DirectoryReason::PasswordMustChange)),
            ("775", Some(DirectoryReason::AccountLocked)),
            ("5320", None),
        ] {
            assert_eq!(of_active_directory(code), reason, "{code}");
        }
        for other in [
            "",
            "data 532",
            "AcceptSecurityContext error",
            "AcceptSecurityContext data ",
        ] {
            assert_eq!(of_text(other), None, "{other}");
        }
    }

    /// L-18 (policies): what a password policy answers, and nothing of what is cut off or only a warning.
    #[test]
    fn password_policies_have_reasons() {
        let expired = [0x30, 3, 0x81, 1, 0];
        assert_eq!(of_policy(&expired), Some(DirectoryReason::PasswordExpired));
        assert_eq!(
            of_policy(&[0x30, 3, 0x81, 1, 1]),
            Some(DirectoryReason::AccountLocked)
        );
        let warned = [0x30, 8, 0xa0, 3, 0x80, 1, 60, 0x81, 1, 2];
        assert_eq!(
            of_policy(&warned),
            Some(DirectoryReason::PasswordMustChange)
        );
        assert_eq!(of_policy(&[0x30, 5, 0xa0, 3, 0x80, 1, 60]), None);
        for end in 0..expired.len() {
            assert_eq!(of_policy(&expired[..end]), None, "{end}");
        }
    }
}
