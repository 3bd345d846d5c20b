//! The key ring: 256-bit root keys kept outside the database, one sub-key for each purpose.

pub use super::purpose::Purpose;

use super::mac_key::MacKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit as AeadKeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;
use subtle::ConstantTimeEq as _;
use zeroize::{ZeroizeOnDrop, Zeroizing};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const KEY_BYTES: usize = 32;
const LONGEST_NAME: usize = 32;

type Bytes = Zeroizing<[u8; KEY_BYTES]>;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    /// Not of the form that `twostep` writes.
    #[error("the key file is not readable: {0}")]
    Form(String),
    /// A key has another length.
    #[error("key {0:?} in the key file is not {KEY_BYTES} bytes in Base64")]
    Length(String),
    /// A key has a name that does not fit into a sealed value.
    #[error("a key's name has 1 to {LONGEST_NAME} letters and digits: {0:?}")]
    Name(String),
    /// The active key is not among the keys.
    #[error("the key file names {0:?} as active but has no such key")]
    NoActive(String),
}

/// A sealed value did not open: altered, moved to another row, or sealed under another key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open")]
pub struct OpenError;

/// A root key with its sub-keys, derived once: every code check needs some.
#[derive(Clone, ZeroizeOnDrop)]
pub(super) struct Key {
    root: Bytes,
    subs: [Bytes; Purpose::ALL.len()],
}

impl Key {
    fn new(root: Bytes) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, root.as_slice());
        let subs = Purpose::ALL.map(|purpose| {
            let mut key = Zeroizing::new([0; KEY_BYTES]);
            let info = format!("twostep/v1/{}", purpose.label());
            hkdf.expand(info.as_bytes(), key.as_mut_slice())
                .expect("HKDF-SHA-256 gives up to 8160 bytes");
            key
        });
        Self { root, subs }
    }

    fn sub_key(&self, purpose: Purpose) -> &Bytes {
        &self.subs[purpose as usize]
    }
}

/// The keys of an installation. `Debug` shows their names only.
#[derive(Clone)]
pub struct KeyRing {
    active: String,
    keys: BTreeMap<String, Key>,
    /// The audit-chain sub-keys of removed keys: they still verify old rows and cannot decrypt
    /// anything.
    past_audit: BTreeMap<String, Bytes>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    active: String,
    keys: BTreeMap<String, Zeroizing<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    past_audit: BTreeMap<String, Zeroizing<String>>,
}

impl KeyRing {
    /// A ring with one fresh key.
    pub fn generate() -> Self {
        let id = "k1".to_owned();
        let key = Key::new(Zeroizing::new(super::random::bytes()));
        Self {
            active: id.clone(),
            keys: BTreeMap::from([(id, key)]),
            past_audit: BTreeMap::new(),
        }
    }

    /// Reads the text of a key file.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        // The parser's own message would quote the line, and with it a key.
        let file: KeyFile = toml::from_str(text)
            .map_err(|_| KeyRingError::Form("expected `active` and a table `keys`".into()))?;
        let keys: BTreeMap<_, _> = decoded(file.keys)?
            .into_iter()
            .map(|(id, root)| (id, Key::new(root)))
            .collect();
        let past_audit = decoded(file.past_audit)?;
        if !keys.contains_key(&file.active) {
            return Err(KeyRingError::NoActive(file.active));
        }
        Ok(Self {
            active: file.active,
            keys,
            past_audit,
        })
    }

    /// The text of a key file.
    pub fn to_file_text(&self) -> Zeroizing<String> {
        let file = KeyFile {
            active: self.active.clone(),
            keys: encoded(self.keys.iter().map(|(id, key)| (id, &key.root))),
            past_audit: encoded(self.past_audit.iter()),
        };
        Zeroizing::new(toml::to_string(&file).expect("two plain fields serialise"))
    }

    /// The names of the keys.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// The name of the key that seals now.
    pub fn active_id(&self) -> &str {
        &self.active
    }

    /// The ring with one more key, which is not active yet, and the name of that key. A name is never
    /// used twice.
    #[must_use]
    pub fn with_new_key(&self) -> (Self, String) {
        let taken = |id: &String| self.keys.contains_key(id) || self.past_audit.contains_key(id);
        let name = (1..=u32::MAX)
            .map(|n| format!("k{n}"))
            .find(|id| !taken(id));
        let name = name.expect("there are more names than keys");
        let mut ring = self.clone();
        let key = Key::new(Zeroizing::new(super::random::bytes()));
        ring.keys.insert(name.clone(), key);
        (ring, name)
    }

    /// The ring that seals under another of its keys; `None` when it has no such key.
    pub fn activated(&self, id: &str) -> Option<Self> {
        self.keys.contains_key(id).then(|| Self {
            active: id.to_owned(),
            ..self.clone()
        })
    }

    /// The ring without a key, except for the sub-key that verifies old audit rows; `None` when the
    /// key is the active one or not in the ring.
    pub fn without(&self, id: &str) -> Option<Self> {
        let audit = self.sub_key(id, Purpose::Audit)?.clone();
        let mut ring = self.clone();
        ring.keys.remove(id).filter(|_| id != self.active)?;
        ring.past_audit.insert(id.to_owned(), audit);
        Some(ring)
    }

    /// Seals `plain` under the active key. It opens only with the same purpose and the same
    /// `bound_to`, so a sealed value that is copied to another row does not open.
    pub fn seal(&self, purpose: Purpose, bound_to: &[&str], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = super::random::bytes();
        let header = header(&self.active);
        let aad = associated_data(&header, purpose, bound_to);
        let cipher = self
            .cipher(&self.active, purpose)
            .expect("the active key is in the ring");
        let payload = Payload {
            msg: plain,
            aad: &aad,
        };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("values of this size can be sealed");
        [header.as_slice(), &nonce, &sealed].concat()
    }

    /// Opens what [`KeyRing::seal`] sealed.
    pub fn open(
        &self,
        purpose: Purpose,
        bound_to: &[&str],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let key_id = sealed_under(sealed).ok_or(OpenError)?;
        let header = header(key_id);
        let rest = sealed.get(header.len()..).ok_or(OpenError)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or(OpenError)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| OpenError)?;
        let aad = associated_data(&header, purpose, bound_to);
        let cipher = self.cipher(key_id, purpose).ok_or(OpenError)?;
        let plain = cipher.decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: body,
                aad: &aad,
            },
        );
        plain.map(Zeroizing::new).map_err(|_| OpenError)
    }

    /// The HMAC-SHA-256 of `parts` under the active key.
    pub fn mac(&self, purpose: Purpose, parts: &[&str]) -> Vec<u8> {
        self.mac_key(purpose).mac(&bytes_of(parts)).to_vec()
    }

    /// Whether `tag` is the MAC of `parts` under any key of the ring, in constant time for each.
    pub fn mac_matches(&self, purpose: Purpose, parts: &[&str], tag: &[u8]) -> bool {
        let parts = bytes_of(parts);
        let mut keys = self.mac_keys(purpose).into_iter();
        keys.any(|key| key.mac(&parts)[..].ct_eq(tag).into())
    }

    /// The key that makes the MACs of a purpose now.
    pub fn mac_key(&self, purpose: Purpose) -> MacKey {
        let key = self.sub_key(&self.active, purpose);
        MacKey::new(key.expect("the active key is in the ring").as_slice())
    }

    /// Every key that may have made MACs of a purpose, the active one first.
    pub fn mac_keys(&self, purpose: Purpose) -> Vec<MacKey> {
        let ids = self.keys.keys().chain(self.past_audit.keys());
        let others = ids.filter(|id| **id != self.active);
        let others =
            others.filter_map(|id| Some(MacKey::new(self.sub_key(id, purpose)?.as_slice())));
        std::iter::once(self.mac_key(purpose))
            .chain(others)
            .collect()
    }

    fn cipher(&self, id: &str, purpose: Purpose) -> Option<XChaCha20Poly1305> {
        let key = self.sub_key(id, purpose)?;
        <XChaCha20Poly1305 as AeadKeyInit>::new_from_slice(key.as_slice()).ok()
    }

    fn sub_key(&self, id: &str, purpose: Purpose) -> Option<&Bytes> {
        let past = self.past_audit.get(id);
        past.filter(|_| purpose == Purpose::Audit)
            .or_else(|| Some(self.keys.get(id)?.sub_key(purpose)))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing")
            .field("active", &self.active)
            .field("keys", &self.keys.keys())
            .field("past_audit", &self.past_audit.keys())
            .finish()
    }
}

/// The name of the key that a value was sealed under.
pub fn sealed_under(sealed: &[u8]) -> Option<&str> {
    let (&version, rest) = sealed.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let id = rest.get(..usize::from(length))?;
    let id = std::str::from_utf8(id).ok();
    id.filter(|_| version == VERSION)
}

/// All values sealed under a key, and no others, are at least the first and below the second of
/// these, byte by byte: a range that a database can search.
pub fn range_of(key_id: &str) -> (Vec<u8>, Vec<u8>) {
    let low = header(key_id);
    let mut high = low.clone();
    if let Some(last) = high.last_mut() {
        *last += 1;
    }
    (low, high)
}

fn decoded(
    texts: BTreeMap<String, Zeroizing<String>>,
) -> Result<BTreeMap<String, Bytes>, KeyRingError> {
    let mut keys = BTreeMap::new();
    for (id, text) in texts {
        let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_plain || !(1..=LONGEST_NAME).contains(&id.len()) {
            return Err(KeyRingError::Name(id));
        }
        let bytes = Zeroizing::new(STANDARD.decode(text.as_bytes()).unwrap_or_default());
        let key: [u8; KEY_BYTES] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| KeyRingError::Length(id.clone()))?;
        keys.insert(id, Zeroizing::new(key));
    }
    Ok(keys)
}

fn encoded<'a>(
    keys: impl Iterator<Item = (&'a String, &'a Bytes)>,
) -> BTreeMap<String, Zeroizing<String>> {
    let text = |key: &Bytes| Zeroizing::new(STANDARD.encode(key.as_slice()));
    keys.map(|(id, key)| (id.clone(), text(key))).collect()
}

fn header(key_id: &str) -> Vec<u8> {
    let length = u8::try_from(key_id.len()).expect("key names are short");
    [&[VERSION, length], key_id.as_bytes()].concat()
}

fn associated_data(header: &[u8], purpose: Purpose, bound_to: &[&str]) -> Vec<u8> {
    [
        header,
        &with_lengths(&[purpose.label()]),
        &with_lengths(bound_to),
    ]
    .concat()
}

fn bytes_of<'a>(parts: &[&'a str]) -> Vec<&'a [u8]> {
    parts.iter().map(|part| part.as_bytes()).collect()
}

/// Parts with their lengths, so that `["ab", "c"]` and `["a", "bc"]` differ.
fn with_lengths(parts: &[&str]) -> Vec<u8> {
    let part = |part: &&str| [&(part.len() as u64).to_be_bytes(), part.as_bytes()].concat();
    parts.iter().flat_map(part).collect()
}
