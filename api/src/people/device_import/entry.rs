//! One entry of an authenticator app, as far as its text says.

use crate::platform::crypto::totp::TotpSecret;
use base32::Alphabet;
use shared_types::device_import::ImportRefusal;
use shared_types::limits::{
    TOTP_PERIOD, TOTP_SECRET_BYTES_LONGEST, TOTP_SECRET_BYTES_SHORTEST, TOTP_SECRET_BYTES_STRONG,
};
use zeroize::Zeroizing;

/// The longest label that is shown again, in characters: an issuer and an address.
const LABEL_LONGEST: usize = 400;

/// What the text of an entry says: how it is called, and its secret or why it is refused.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it is called in the app, or the address beside it.
    pub(super) label: Option<String>,
    /// The secret of a device as ours are: SHA-1, six digits, 30 seconds.
    pub(super) secret: Result<TotpSecret, ImportRefusal>,
}

impl Entry {
    /// One that is refused before it has a name.
    pub(super) const fn refused(refusal: ImportRefusal) -> Self {
        Self {
            label: None,
            secret: Err(refusal),
        }
    }

    /// The account's part of the label: what stands after the issuer.
    pub(super) fn account(&self) -> Option<&str> {
        let label = self.label.as_deref()?;
        Some(
            label
                .rsplit_once(':')
                .map_or(label, |(_, account)| account)
                .trim(),
        )
    }

    /// Whether the secret is shorter than RFC 4226 §4 R6 asks for.
    pub(super) fn is_weak(&self) -> bool {
        let secret = self.secret.as_ref();
        secret.is_ok_and(|secret| secret.len() < TOTP_SECRET_BYTES_STRONG)
    }
}

/// A text that is shown again: without control characters, and not too long. `None` for an empty one.
pub(super) fn label(text: &str) -> Option<String> {
    let shown = text.chars().filter(|one| !one.is_control());
    let shown: String = shown.take(LABEL_LONGEST).collect();
    let shown = shown.trim();
    (!shown.is_empty()).then(|| shown.to_owned())
}

/// How the codes of an entry are made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters {
    pub(super) is_time_based: bool,
    pub(super) is_sha1: bool,
    pub(super) has_six_digits: bool,
    pub(super) period_seconds: u64,
}

impl Parameters {
    /// Those of an entry that says nothing of them.
    pub(super) const OURS: Self = Self {
        is_time_based: true,
        is_sha1: true,
        has_six_digits: true,
        period_seconds: TOTP_PERIOD.as_secs(),
    };

    /// Only codes as ours are checked: common apps ignore what else an entry asks for, so its codes would be wrong.
    pub(super) fn check(self) -> Result<(), ImportRefusal> {
        if !self.is_time_based {
            return Err(ImportRefusal::NotTimeBased);
        }
        if !self.is_sha1 {
            return Err(ImportRefusal::UnsupportedAlgorithm);
        }
        if !self.has_six_digits {
            return Err(ImportRefusal::UnsupportedDigits);
        }
        if self.period_seconds != TOTP_PERIOD.as_secs() {
            return Err(ImportRefusal::UnsupportedPeriod);
        }
        Ok(())
    }
}

/// A secret of a length that is taken.
pub(super) fn secret(bytes: TotpSecret) -> Result<TotpSecret, ImportRefusal> {
    match bytes.len() {
        0 => Err(ImportRefusal::BadSecret),
        short if short < TOTP_SECRET_BYTES_SHORTEST => Err(ImportRefusal::ShortSecret),
        long if long > TOTP_SECRET_BYTES_LONGEST => Err(ImportRefusal::BadSecret),
        _ => Ok(bytes),
    }
}

/// A secret in Base32 (RFC 4648 §6), as people copy it: in any letter case, in groups, with padding or without.
pub(super) fn secret_of_text(text: &str) -> Result<TotpSecret, ImportRefusal> {
    let plain = text.trim().trim_end_matches('=').chars();
    let plain = plain.filter(|one| !matches!(one, ' ' | '-'));
    let plain: Zeroizing<String> =
        Zeroizing::new(plain.map(|one| one.to_ascii_uppercase()).collect());
    // Of these lengths the last character belongs to no byte: something was lost on the way.
    if matches!(plain.len() % 8, 1 | 3 | 6) {
        return Err(ImportRefusal::BadSecret);
    }
    let bytes = base32::decode(Alphabet::Rfc4648 { padding: false }, &plain);
    secret(Zeroizing::new(bytes.ok_or(ImportRefusal::BadSecret)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_as_people_copy_them() {
        for text in [
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp",
            " JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EHPK-3PXP ",
        ] {
            let read = secret_of_text(text).expect("a secret");
            assert_eq!(&read[..6], b"Hello!", "{text}");
            assert_eq!(read.len(), 20);
        }
        // 16 bytes with padding.
        let padded = secret_of_text("GEZDGNBVGY3TQOJQGEZDGNBVGY======");
        assert_eq!(
            **padded.as_ref().expect("a secret"),
            b"1234567890123456"[..]
        );
    }

    /// RFC 4226 §4 R6: 16 bytes at least; 10 are taken and called weak, fewer are not.
    #[test]
    fn short_and_long_secrets_are_refused() {
        let of = |bytes: usize| secret(Zeroizing::new(vec![7; bytes]));
        assert_eq!(of(0), Err(ImportRefusal::BadSecret));
        assert_eq!(of(9), Err(ImportRefusal::ShortSecret));
        assert!(of(10).is_ok() && of(128).is_ok());
        assert_eq!(of(129), Err(ImportRefusal::BadSecret));
        let is_weak = |bytes| {
            let entry = Entry {
                label: None,
                secret: of(bytes),
            };
            entry.is_weak()
        };
        assert!(is_weak(10) && is_weak(15) && !is_weak(16) && !is_weak(9));
        for wrong in ["", "0189", "JBSWY3DPEHPK3PXPJ", "Grüße", "JBSWY3DP!"] {
            assert_eq!(
                secret_of_text(wrong),
                Err(ImportRefusal::BadSecret),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_label_is_shown_in_one_short_line() {
        assert_eq!(label("  "), None);
        assert_eq!(label("Acme:\u{1b}[31mjo\n").as_deref(), Some("Acme:[31mjo"));
        assert_eq!(
            label(&"x".repeat(500)).map(|label| label.len()),
            Some(LABEL_LONGEST)
        );
    }
}
