//! Links of Google Authenticator ("Transfer accounts"): `otpauth-migration://offline?data=…`, Base64 of a protocol
//! buffer whose form its makers never published; everybody reads it in this way.

use super::entry::{Entry, Parameters, label, secret};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use prost::Message;

use url::Url;
use zeroize::Zeroizing;

/// What such a link begins with.
pub(super) const SCHEME: &str = "otpauth-migration:";

/// Links of one transfer that are waited for at most; the app makes one for ten entries.
const LINKS_LONGEST: i32 = 100;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct Payload {
    #[prost(message, repeated, tag = "1")]
    entries: Vec<PayloadEntry>,
    #[prost(int32, tag = "3")]
    batch_size: i32,
    #[prost(int32, tag = "4")]
    batch_index: i32,
    #[prost(int32, tag = "5")]
    batch_id: i32,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct PayloadEntry {
    #[prost(bytes = "vec", tag = "1")]
    secret: Vec<u8>,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(string, tag = "3")]
    issuer: String,
    /// 1 SHA-1, 2 SHA-256, 3 SHA-512, 4 MD5.
    #[prost(int32, tag = "4")]
    algorithm: i32,
    /// 1 six, 2 eight.
    #[prost(int32, tag = "5")]
    digits: i32,
    /// 1 HOTP, 2 TOTP.
    #[prost(int32, tag = "6")]
    kind: i32,
}

/// Which link of a transfer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// The transfer.
    pub(super) transfer: i32,
    /// How many links it has.
    pub(super) links: i32,
    /// Which of them, from 0.
    pub(super) index: i32,
}

/// What a link holds.
pub(super) struct Link {
    pub(super) part: Option<Part>,
    pub(super) entries: Vec<Entry>,
}

/// The entries of a link; `None` where it is none.
pub(super) fn read(text: &str) -> Option<Link> {
    let url = Url::parse(text).ok()?;
    let data = url.query_pairs().find(|(name, _)| name == "data")?.1;
    // A `+` of Base64 that nobody encoded was read as a space.
    let data = Zeroizing::new(data.replace(' ', "+"));
    let bytes = Zeroizing::new(BASE64.decode(data.as_bytes()).ok()?);
    let payload = Payload::decode(bytes.as_slice()).ok()?;
    let part = Part {
        transfer: payload.batch_id,
        links: payload.batch_size,
        index: payload.batch_index,
    };
    let is_part =
        (2..=LINKS_LONGEST).contains(&part.links) && (0..part.links).contains(&part.index);
    Some(Link {
        part: is_part.then_some(part),
        entries: payload.entries.into_iter().map(entry).collect(),
    })
}

/// What is not said (0) is what the app takes without being told.
fn entry(read: PayloadEntry) -> Entry {
    let bytes = Zeroizing::new(read.secret);
    let parameters = Parameters {
        is_time_based: read.kind != 1,
        is_sha1: matches!(read.algorithm, 0 | 1),
        has_six_digits: matches!(read.digits, 0 | 1),
        ..Parameters::OURS
    };
    // The app writes the issuer before the name or leaves it out.
    let name = match read.issuer.trim() {
        issuer if issuer.is_empty() || read.name.contains(':') => read.name,
        issuer => format!("{issuer}:{}", read.name),
    };
    Entry {
        label: label(&name),
        secret: parameters.check().and_then(|()| secret(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::device_import::ImportRefusal;
    use url::form_urlencoded::byte_serialize;

    /// The sample that descriptions of the form show: one entry, `otpauth://totp/Example:alice@google.com` with the
    /// secret JBSWY3DPEHPK3PXP.
    const PUBLIC: &str = "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoH\
                          RXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B";

    #[test]
    fn a_link_of_the_app_is_read() {
        let link = read(PUBLIC).expect("a link");
        assert_eq!(link.part, None);
        let [entry] = link.entries.as_slice() else {
            panic!("one entry");
        };
        assert_eq!(entry.label.as_deref(), Some("Example:alice@google.com"));
        assert_eq!(entry.account(), Some("alice@google.com"));
        assert_eq!(
            **entry.secret.as_ref().expect("a secret"),
            *b"Hello!\xde\xad\xbe\xef"
        );
        assert!(entry.is_weak());
    }

    fn link(payload: &Payload) -> String {
        let data = BASE64.encode(payload.encode_to_vec());
        let data: String = byte_serialize(data.as_bytes()).collect();
        format!("otpauth-migration://offline?data={data}")
    }

    fn plain() -> PayloadEntry {
        PayloadEntry {
            secret: vec![9; 20],
            name: "jo@example.com".to_owned(),
            issuer: "Acme".to_owned(),
            algorithm: 1,
            digits: 1,
            kind: 2,
        }
    }

    #[test]
    fn what_is_not_checked_here_is_refused_by_name() {
        let cases = [
            (
                PayloadEntry { kind: 1, ..plain() },
                Some(ImportRefusal::NotTimeBased),
            ),
            (
                PayloadEntry {
                    algorithm: 2,
                    ..plain()
                },
                Some(ImportRefusal::UnsupportedAlgorithm),
            ),
            (
                PayloadEntry {
                    digits: 2,
                    ..plain()
                },
                Some(ImportRefusal::UnsupportedDigits),
            ),
            (
                PayloadEntry {
                    secret: vec![9; 9],
                    ..plain()
                },
                Some(ImportRefusal::ShortSecret),
            ),
            (
                PayloadEntry {
                    kind: 0,
                    algorithm: 0,
                    digits: 0,
                    ..plain()
                },
                None,
            ),
        ];
        let (entries, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
        let payload = Payload {
            entries,
            batch_size: 3,
            batch_index: 1,
            batch_id: -7,
        };
        let link = read(&link(&payload)).expect("a link");
        let part = Part {
            transfer: -7,
            links: 3,
            index: 1,
        };
        assert_eq!(link.part, Some(part));
        let refusals: Vec<_> = link
            .entries
            .iter()
            .map(|one| one.secret.as_ref().err().copied())
            .collect();
        assert_eq!(refusals, expected);
        assert_eq!(
            link.entries[0].label.as_deref(),
            Some("Acme:jo@example.com")
        );
    }

    #[test]
    fn what_is_broken_is_no_link() {
        for wrong in [
            "otpauth-migration://offline",
            "otpauth-migration://offline?data=",
            "otpauth-migration://offline?data=%%%",
            "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8S",
            "otpauth-migration://offline?data=////",
        ] {
            let entries = read(wrong).map_or(0, |link| link.entries.len());
            assert_eq!(entries, 0, "{wrong}");
        }
    }
}
