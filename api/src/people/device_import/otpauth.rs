//! `otpauth://` addresses, as QR codes hold them (the key URI format of Google Authenticator).

use super::entry::{Entry, Parameters, label, secret_of_text};
use percent_encoding::percent_decode_str;
use shared_types::device_import::ImportRefusal;
use url::Url;
use zeroize::Zeroizing;

/// What such an address begins with.
pub(super) const SCHEME: &str = "otpauth:";

/// The entry of an address.
pub(super) fn read(text: &str) -> Entry {
    let Ok(url) = Url::parse(text) else {
        return Entry::refused(ImportRefusal::Unreadable);
    };
    let name = percent_decode_str(url.path().trim_start_matches('/')).decode_utf8();
    let Ok(name) = name else {
        return Entry::refused(ImportRefusal::Unreadable);
    };
    Entry {
        label: label(&name),
        secret: Fields::of(&url).and_then(|fields| {
            fields.parameters.check()?;
            secret_of_text(&fields.secret)
        }),
    }
}

struct Fields {
    secret: Zeroizing<String>,
    parameters: Parameters,
}

impl Fields {
    /// A field that stands there twice could be read in two ways; others than these say nothing about codes.
    fn of(url: &Url) -> Result<Self, ImportRefusal> {
        let is = |kind: &str| {
            url.host_str()
                .is_some_and(|host| host.eq_ignore_ascii_case(kind))
        };
        if !is("totp") && !is("hotp") {
            return Err(ImportRefusal::Unreadable);
        }
        let mut parameters = Parameters {
            is_time_based: is("totp"),
            ..Parameters::OURS
        };
        let (mut secret, mut seen) = (None, Vec::new());
        for (name, value) in url.query_pairs() {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "secret" => secret = Some(Zeroizing::new(value.into_owned())),
                "algorithm" => parameters.is_sha1 = is_sha1(&value),
                "digits" => parameters.has_six_digits = value.trim() == "6",
                // What is no number is no 30 either.
                "period" => parameters.period_seconds = value.trim().parse().unwrap_or(0),
                _ => continue,
            }
            if seen.contains(&name) {
                return Err(ImportRefusal::Unreadable);
            }
            seen.push(name);
        }
        Ok(Self {
            secret: secret.ok_or(ImportRefusal::BadSecret)?,
            parameters,
        })
    }
}

/// The names by which apps call it.
fn is_sha1(name: &str) -> bool {
    ["SHA1", "SHA-1", "HmacSHA1"]
        .iter()
        .any(|known| name.trim().eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ";

    fn refusal(query: &str) -> Option<ImportRefusal> {
        let address = format!("otpauth://totp/Acme:jo@example.com?{query}");
        read(&address).secret.err()
    }

    /// The example of the key URI format, and how other apps write the same.
    #[test]
    fn addresses_of_other_apps_are_read() {
        for address in [
            format!(
                "otpauth://totp/ACME%20Co:john.doe@email.com?secret={SECRET}&issuer=ACME%20Co&algorithm=SHA1\
                 &digits=6&period=30"
            ),
            format!("otpauth://totp/ACME%20Co%3A%20john.doe%40email.com?secret={SECRET}"),
            format!(
                "otpauth://TOTP/john.doe@email.com?secret={SECRET}&image=https%3A%2F%2Fa.example"
            ),
            format!("otpauth://totp/Acme:john.doe@email.com?algorithm=HmacSHA1&secret={SECRET}"),
        ] {
            let entry = read(&address);
            assert_eq!(entry.account(), Some("john.doe@email.com"), "{address}");
            assert_eq!(entry.secret.expect("a secret").len(), 20, "{address}");
        }
        let tagged = read(&format!(
            "otpauth://totp/jo+desk@example.com?secret={SECRET}"
        ));
        assert_eq!(tagged.account(), Some("jo+desk@example.com"));
    }

    #[test]
    fn what_is_not_checked_here_is_refused_by_name() {
        for (query, expected) in [
            (
                format!("secret={SECRET}&algorithm=SHA256"),
                ImportRefusal::UnsupportedAlgorithm,
            ),
            (
                format!("secret={SECRET}&algorithm=SHA512"),
                ImportRefusal::UnsupportedAlgorithm,
            ),
            (
                format!("secret={SECRET}&digits=8"),
                ImportRefusal::UnsupportedDigits,
            ),
            (
                format!("secret={SECRET}&digits=x"),
                ImportRefusal::UnsupportedDigits,
            ),
            (
                format!("secret={SECRET}&period=60"),
                ImportRefusal::UnsupportedPeriod,
            ),
            (
                format!("secret={SECRET}&period=x"),
                ImportRefusal::UnsupportedPeriod,
            ),
            (
                format!("secret={SECRET}&secret=AAAA"),
                ImportRefusal::Unreadable,
            ),
            ("secret=GEZDGNBV".to_owned(), ImportRefusal::ShortSecret),
            ("secret=".to_owned(), ImportRefusal::BadSecret),
            ("issuer=Acme".to_owned(), ImportRefusal::BadSecret),
        ] {
            assert_eq!(refusal(&query), Some(expected), "{query}");
        }
        assert_eq!(
            refusal(&format!("secret={SECRET}&period=30&digits=6")),
            None
        );
        let counted = read(&format!("otpauth://hotp/jo?secret={SECRET}&counter=0"));
        assert_eq!(counted.secret.err(), Some(ImportRefusal::NotTimeBased));
        for other in [
            "otpauth://steam/jo?secret=AAAA",
            "otpauth:totp",
            "otpauth://totp/%ff?secret=A",
        ] {
            assert_eq!(
                read(other).secret.err(),
                Some(ImportRefusal::Unreadable),
                "{other}"
            );
        }
    }
}
