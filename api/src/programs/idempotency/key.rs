//! The value of `Idempotency-Key`, and what it is kept under.

use crate::people::sessions::Asker;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use shared_types::limits::IDEMPOTENCY_KEY_LONGEST;

/// A key as the client chose it, without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key(String);

/// What a caller's key is kept under: neither the key nor the caller can be read from it, and what is kept for one
/// caller is a range of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyName(pub(super) String);

/// Characters of a name that say whose it is: 128 bits.
const CALLER: usize = 22;

/// What a request is recognised by: method, path with query, and body, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(pub(super) String);

impl Key {
    /// The draft has it in quotes; many clients send it bare. Both are the same key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t']);
        let bare = match text.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"')?,
            None => text,
        };
        let is_plain =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b',' | b';');
        let is_good =
            (1..=IDEMPOTENCY_KEY_LONGEST).contains(&bare.len()) && bare.bytes().all(is_plain);
        is_good.then(|| Self(bare.to_owned()))
    }

    /// Of another caller the same key is another one.
    pub(super) fn of(&self, asker: &Asker) -> KeyName {
        let caller = digest(&[asker.name.as_bytes()]);
        let key = digest(&[asker.name.as_bytes(), self.0.as_bytes()]);
        KeyName(format!("{}.{key}", &caller[..CALLER]))
    }
}

impl KeyName {
    /// Before and after all names of the same caller.
    pub(super) fn range(&self) -> (String, String) {
        let caller = &self.0[..CALLER];
        (format!("{caller}."), format!("{caller}/"))
    }
}

impl Fingerprint {
    pub(super) fn of(method: &str, target: &str, body: &[u8]) -> Self {
        Self(digest(&[method.as_bytes(), target.as_bytes(), body]))
    }
}

/// None of the parts but the last has a line break.
fn digest(parts: &[&[u8]]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(parts.join(&b'\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// K-07 (key): quoted or bare, 1 to 255 visible characters.
    #[test]
    fn keys_are_quoted_or_bare() {
        let read = |text: &str| Key::parse(text).map(|Key(key)| key);
        let longest = "k".repeat(255);
        for (text, key) in [
            ("8e03978e", Some("8e03978e")),
            ("\"8e03978e\"", Some("8e03978e")),
            ("  \"a/b:c=d+e.f~g\" ", Some("a/b:c=d+e.f~g")),
            (longest.as_str(), Some(longest.as_str())),
            ("", None),
            ("\"\"", None),
            ("\"", None),
            ("\"a", None),
            ("a\"", None),
            ("a b", None),
            ("\"a\\\"b\"", None),
            ("\"a\";x=1", None),
            ("a, b", None),
            ("k\u{e9}y", None),
            ("a\u{7f}", None),
            (format!("{longest}k").as_str(), None),
        ] {
            assert_eq!(read(text).as_deref(), key, "{text}");
        }
    }

    /// K-07 (caller): the same key of two callers are two.
    #[test]
    fn a_key_belongs_to_its_caller() {
        let key = Key::parse("a").expect("a key");
        let name = |name: &str| {
            key.of(&Asker {
                name: name.to_owned(),
                caller: name.to_owned(),
                session: None,
            })
        };
        assert_eq!(name("client:1"), name("client:1"));
        assert_ne!(name("client:1"), name("member:1"));
        let (first, last) = name("client:1").range();
        assert!(first < name("client:1").0 && name("client:1").0 < last);
        assert_ne!(name("member:1").range(), (first, last));
        let [one, other] = ["/a", "/b"].map(|path| Fingerprint::of("POST", path, b"{}"));
        assert_ne!(one, other);
    }
}
