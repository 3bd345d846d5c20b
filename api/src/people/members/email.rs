//! An e-mail address: what was typed, and the normal form that is unique in an organization.

use shared_types::limits::EMAIL_LONGEST;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The longest part before the `@` (RFC 5321 §4.5.3.1.1).
const LOCAL_LONGEST: usize = 64;

/// A valid address. Two that reach the same mailbox by the usual rules have one normal form.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress {
    typed: String,
    normal: String,
}

impl EmailAddress {
    /// Parses an address. Compatibility forms (a full-width `＠`, `Ｕ`) are refused before
    /// anything is normalised, so that no two people can look like one.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.trim();
        let is_plain = typed.nfkc().eq(typed.chars()) && typed.len() <= EMAIL_LONGEST;
        let (local, domain) = typed.rsplit_once('@').filter(|_| is_plain)?;
        if !is_local_part(local) || domain.ends_with('.') {
            return None;
        }
        // UTS #46: lower case, Punycode, refused where a label is not a host name.
        let domain = idna::domain_to_ascii_strict(domain).ok()?;
        let is_host = !domain.is_empty() && domain.split('.').all(|label| !label.is_empty());
        let normal = format!("{}@{domain}", local.to_ascii_lowercase());
        // Punycode may be longer than what was typed, and it is what travels (RFC 5321 §4.5.3.1).
        (is_host && normal.len() <= EMAIL_LONGEST).then(|| Self {
            typed: typed.to_owned(),
            normal,
        })
    }

    /// The address as it was typed: mail goes there.
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// The address as only its owner recognises it.
    pub fn masked(&self) -> String {
        mask_email(&self.typed)
    }

    /// The form that is unique in an organization.
    pub fn normal(&self) -> &str {
        &self.normal
    }
}

/// Addresses stay out of logs.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A dot-string of RFC 5321 §4.1.2; quoted strings and non-ASCII local parts are not taken.
fn is_local_part(text: &str) -> bool {
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(is_atom_byte);
    text.len() <= LOCAL_LONGEST && text.split('.').all(is_atom)
}

fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// An address that its owner recognises and nobody else reads: `j…@example.com`.
pub fn mask_email(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}…@{domain}")
        }
        None => "…".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> Option<String> {
        EmailAddress::parse(text).map(|address| address.normal)
    }

    /// M-03: one normal form for one mailbox.
    #[test]
    fn the_same_mailbox_has_one_normal_form() {
        for text in [
            "j.doe@example.com",
            " J.Doe@EXAMPLE.com ",
            "j.DOE@Example.Com",
        ] {
            assert_eq!(
                normal(text).as_deref(),
                Some("j.doe@example.com"),
                "{text:?}"
            );
        }
        assert_eq!(
            normal("a+tag@bücher.example").as_deref(),
            Some("a+tag@xn--bcher-kva.example")
        );
    }

    /// M-03: what travels is as short as an address may be, however it was typed.
    #[test]
    fn a_normal_form_is_an_address() {
        let long = |labels: usize| format!("a@{}de", "ß.".repeat(labels));
        let (short, long) = (long(31), long(32));
        let ascii = normal(&short).expect("as long as an address may be");
        assert_eq!((ascii.len(), normal(&ascii)), (252, Some(ascii.clone())));
        assert_eq!((long.len(), normal(&long)), (100, None));
    }

    /// M-02, M-03: confusable, broken and header-breaking addresses are refused.
    #[test]
    fn odd_addresses_are_refused() {
        for text in [
            "",
            "@",
            "a@",
            "@b.c",
            "a",
            "a b@example.com",
            "a@exa mple.com",
            "a@example.com.",
            "a..b@example.com",
            ".a@example.com",
            "a.@example.com",
            "a@.example.com",
            "a@example..com",
            "ＵＳＥＲ@example.com",
            "a＠example.com",
            "a@ｅxample.com",
            "\"a b\"@example.com",
            "ı@example.com",
            "a@example.com\r\nBcc: x@evil.example",
            "a\0@example.com",
            "a@b@example.com",
            "<a@example.com>",
            "a,b@example.com",
        ] {
            assert_eq!(normal(text), None, "{text:?}");
        }
        assert_eq!(normal(&format!("{}@example.com", "a".repeat(65))), None);
        assert_eq!(normal(&format!("a@{}.com", "b.".repeat(130))), None);
    }

    #[test]
    fn a_masked_address_shows_one_letter() {
        assert_eq!(mask_email("j.doe@example.com"), "j…@example.com");
    }

    proptest! {
        /// M-03: the normal form of a normal form is itself.
        #[test]
        fn normal_forms_are_stable(text in "[A-Za-z0-9.+_-]{1,12}@[A-Za-z0-9-]{1,8}\\.[a-z]{2,4}") {
            if let Some(once) = normal(&text) {
                prop_assert_eq!(normal(&once), Some(once.clone()));
            }
        }
    }
}
