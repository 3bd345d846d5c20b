//! Opaque bearer tokens, shown once: a prefix that says what they are for, a selector that names a row,
//! and a verifier of 256 random bits, of which the row holds the SHA-256.
//!
//! The row is found by its primary key, so no index over hashes is kept. The selector is no secret: it
//! says when the row was made. What it finds is compared with the verifier in constant time, and an
//! unknown selector takes the same steps and gives the same answer as a wrong verifier.
//!
//! API tokens end with a checksum: a secret scanner knows one without asking us, and a letter that was lost
//! when one was copied is told without a look at the database.

use super::random::{self, BASE62};
use sha2::{Digest, Sha256};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use subtle::ConstantTimeEq as _;

/// 11 digits of base 62 carry the 63 bits of a selector.
const SELECTOR_LENGTH: usize = 11;
/// 43 characters of 62 carry 256 bits.
const VERIFIER_LENGTH: usize = 43;
/// 6 digits of base 62 carry the 32 bits of a CRC.
const CHECKSUM_LENGTH: usize = 6;
/// 2026-01-01T00:00:00Z, in milliseconds since the epoch: where selectors begin to count.
const FIRST_MILLISECOND: i64 = 1_767_225_600_000;
/// How far the clocks of two nodes may differ before a sweep leaves a row that has ended to the next.
const SWEEP_MARGIN: Duration = Duration::from_hours(1);
/// Bits behind the 43 of milliseconds, which tell rows of one millisecond apart.
const PLACE_BITS: u32 = 20;

/// The purpose of a token; its prefix shows it to people and secret scanners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A sign-in attempt.
    Flow,
    /// A session.
    Session,
    /// A browser that finished a sign-in before.
    KnownBrowser,
    /// An invitation by mail.
    Invitation,
    /// A new password by mail.
    PasswordReset,
    /// The first organization and administrator.
    Setup,
    /// What a program asks with.
    Api,
    /// The page of a challenge.
    Challenge,
    /// What a console proves itself with.
    ClientSecret,
    /// What a browser carries to a console.
    AuthorizationCode,
    /// What a console reads userinfo with.
    Access,
    /// What opens a console whose proxy asks.
    ConsoleSession,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Flow => "tsf_",
            Self::Session => "tss_",
            Self::KnownBrowser => "tsb_",
            Self::Invitation => "tsi_",
            Self::PasswordReset => "tsp_",
            Self::Setup => "tsu_",
            Self::Api => "tsk_",
            Self::Challenge => "tsc_",
            Self::ClientSecret => "tso_",
            Self::AuthorizationCode => "tsg_",
            Self::Access => "tsa_",
            Self::ConsoleSession => "tsd_",
        }
    }

    const fn has_checksum(self) -> bool {
        matches!(self, Self::Api)
    }
}

/// A fresh token.
#[derive(Debug)]
pub struct NewToken {
    /// What its holder is shown, once.
    pub secret: Secret,
    /// The key of its row.
    pub selector: i64,
    /// What its row stores.
    pub verifier: Verifier,
}

/// The SHA-256 of a verifier, as a row stores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verifier([u8; 32]);

impl Verifier {
    /// The bytes in the column.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A token as it was presented: where to look, and what must stand there.
#[derive(Clone, Copy, Debug)]
pub struct PresentedToken {
    /// The key of its row, if there is one.
    pub selector: i64,
    verifier: Verifier,
}

impl PresentedToken {
    /// Whether the row that the selector found holds this verifier; `None` where it found none, which
    /// takes the same time.
    pub fn matches(&self, stored: Option<&[u8]>) -> bool {
        const NOBODY: [u8; 32] = [0; 32];
        let is_equal = self.verifier.0[..].ct_eq(stored.unwrap_or(&NOBODY));
        bool::from(is_equal) && stored.is_some()
    }

    /// The stored form of what was presented, for a condition of a statement that changes the row.
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }
}

/// A fresh token for a row to be made.
pub fn generate(kind: TokenKind, now: Time) -> NewToken {
    renew(kind, selector_at(now) | i64::from(place_in_millisecond()))
}

/// A place that this process takes again only after all others. A random one each time would meet another of its
/// millisecond once in a few minutes of full load, and the second row could not be made. Where the places begin and how
/// far they are apart is random, so that nodes seldom meet. Several tokens together say how many others were made between
/// them; that is no secret.
fn place_in_millisecond() -> u32 {
    static NEXT: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(random::below(u32::MAX)));
    /// Odd, so that every place is reached.
    static STEP: LazyLock<u32> = LazyLock::new(|| random::below(u32::MAX) | 1);
    NEXT.fetch_add(*STEP, Ordering::Relaxed) % (1 << PLACE_BITS)
}

/// A fresh token for a row that exists: the one before it is dead as soon as the row holds the new
/// verifier.
pub fn renew(kind: TokenKind, selector: i64) -> NewToken {
    let verifier = random::text(BASE62, VERIFIER_LENGTH);
    let mut text = [kind.prefix(), &encode(selector), &verifier].concat();
    if kind.has_checksum() {
        text.push_str(&checksum(&text));
    }
    NewToken {
        secret: Secret::new(text),
        selector,
        verifier: hash(&verifier),
    }
}

/// A presented token; `None` when it cannot be one of this kind.
pub fn presented(kind: TokenKind, text: &str) -> Option<PresentedToken> {
    let text = if kind.has_checksum() {
        let (text, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_LENGTH)?)?;
        (checksum(text) == sum).then_some(text)?
    } else {
        text
    };
    let body = text.strip_prefix(kind.prefix())?;
    let is_well_formed = body.len() == SELECTOR_LENGTH + VERIFIER_LENGTH && body.is_ascii();
    if !is_well_formed || !body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (selector, verifier) = body.split_at(SELECTOR_LENGTH);
    Some(PresentedToken {
        selector: decode(selector)?,
        verifier: hash(verifier),
    })
}

/// Whether a text claims to be a token of this kind, right or not.
pub fn is_claimed(kind: TokenKind, text: &str) -> bool {
    text.starts_with(kind.prefix())
}

/// The smallest selector of a row that is made at this time: what is older has a smaller one.
pub fn selector_at(time: Time) -> i64 {
    let milliseconds = time.micros().div_euclid(1000) - FIRST_MILLISECOND;
    milliseconds.clamp(0, (1 << 43) - 1) << PLACE_BITS
}

/// The smallest selector that a sweep leaves alone: rows with a smaller one have passed their lifetime,
/// even where the clock of the node that made them was ahead.
pub fn selector_of_ended(now: Time, lifetime: Duration) -> i64 {
    selector_at(now - lifetime - SWEEP_MARGIN)
}

fn hash(verifier: &str) -> Verifier {
    Verifier(Sha256::digest(verifier.as_bytes()).into())
}

fn checksum(text: &str) -> String {
    base62::<CHECKSUM_LENGTH>(crc32fast::hash(text.as_bytes()).into())
}

fn encode(selector: i64) -> String {
    base62::<SELECTOR_LENGTH>(selector.unsigned_abs())
}

fn base62<const LENGTH: usize>(number: u64) -> String {
    let mut rest = number;
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = usize::try_from(rest % 62).map_or(b'0', |index| BASE62[index]);
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

/// `None` for more than 63 bits.
fn decode(digits: &str) -> Option<i64> {
    digits.bytes().try_fold(0_i64, |number, digit| {
        let value = BASE62.iter().position(|known| *known == digit)?;
        let value = i64::try_from(value).ok()?;
        number.checked_mul(62)?.checked_add(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Time {
        Time::from_micros(1_795_000_000_000_000)
    }

    /// B-01 (opaque), S-05 (256 bits): a selector in 11 characters, 256 random bits in 43, of which only the hash is
    /// kept.
    #[test]
    fn a_token_is_found_by_its_selector_and_proved_by_its_verifier() {
        let new = generate(TokenKind::Flow, now());
        let text = new.secret.expose();
        assert_eq!(text.len(), 4 + 11 + 43);
        let shown = presented(TokenKind::Flow, text).expect("a token");
        assert_eq!(shown.selector, new.selector);
        assert!(shown.matches(Some(new.verifier.as_bytes())));
        assert!(
            !shown.matches(Some(&[0; 32])) && !shown.matches(Some(&[])) && !shown.matches(None)
        );
        assert!(presented(TokenKind::Session, text).is_none());
        assert!(presented(TokenKind::Flow, &text[..text.len() - 1]).is_none());
    }

    /// K-01: `tsk_`, selector, 256 random bits and a checksum, which misses no change of a letter; of the
    /// verifier only the hash is kept.
    #[test]
    fn an_api_token_has_a_checksum() {
        let new = generate(TokenKind::Api, now());
        let text = new.secret.expose();
        assert_eq!(text.len(), 4 + 11 + 43 + 6);
        assert!(text.starts_with("tsk_") && text[4..].bytes().all(|b| b.is_ascii_alphanumeric()));
        let shown = presented(TokenKind::Api, text).expect("a token");
        assert_eq!(shown.selector, new.selector);
        assert!(shown.matches(Some(new.verifier.as_bytes())));
        for at in 4..text.len() {
            let other = if &text[at..=at] == "x" { "y" } else { "x" };
            let changed = [&text[..at], other, &text[at + 1..]].concat();
            assert!(presented(TokenKind::Api, &changed).is_none(), "{at}");
            assert!(is_claimed(TokenKind::Api, &changed));
        }
        for short in ["", "tsk_", "tsk_äöü", &text[..text.len() - 1]] {
            assert!(presented(TokenKind::Api, short).is_none());
        }
        // Known from outside: CRC-32 of the text before it (the check value of the algorithm).
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum("123456789"), base62::<6>(0xCBF4_3926));
    }

    /// S-04: the row stays, what opened it before opens nothing.
    #[test]
    fn a_renewed_token_has_another_verifier() {
        let old = generate(TokenKind::Flow, now());
        let new = renew(TokenKind::Session, old.selector);
        let shown = presented(TokenKind::Session, new.secret.expose()).expect("a token");
        assert_eq!(shown.selector, old.selector);
        assert!(!shown.matches(Some(old.verifier.as_bytes())));
    }

    /// Random places would meet some fifty times.
    #[test]
    fn tokens_of_one_millisecond_have_their_own_selectors() {
        let selectors = (0..10_000).map(|_| generate(TokenKind::Session, now()).selector);
        let distinct: std::collections::HashSet<i64> = selectors.collect();
        assert_eq!(distinct.len(), 10_000);
    }

    #[test]
    fn selectors_are_in_the_order_of_time() {
        let early = generate(TokenKind::Session, now());
        let late = now() + Duration::from_millis(1);
        assert!(early.selector >= selector_at(now()) && early.selector < selector_at(late));
        assert_eq!(selector_at(Time::from_micros(0)), 0);
    }

    /// The first row may be of 2026-01-01; each millisecond is 20 bits further, up to 63 bits.
    #[test]
    fn selectors_count_milliseconds() {
        let at = |millisecond: i64| selector_at(Time::from_micros(millisecond * 1000));
        assert_eq!(at(FIRST_MILLISECOND - 1), 0);
        assert_eq!(at(FIRST_MILLISECOND), 0);
        assert_eq!(at(FIRST_MILLISECOND + 3), 3 << 20);
        assert_eq!(at(FIRST_MILLISECOND + (1 << 43)), ((1 << 43) - 1) << 20);
    }

    /// A sweep leaves rows alone for an hour after the end of their lifetime.
    #[test]
    fn a_sweep_keeps_a_margin() {
        let lifetime = Duration::from_mins(15);
        let before = now() - Duration::from_mins(75);
        assert_eq!(selector_of_ended(now(), lifetime), selector_at(before));
    }

    /// A forged selector of more than 63 bits, or of other characters, is no token.
    #[test]
    fn forged_selectors_are_refused() {
        let verifier = "a".repeat(43);
        let forged =
            |selector: &str| presented(TokenKind::Session, &format!("tss_{selector}{verifier}"));
        assert_eq!(forged("00000000001").map(|one| one.selector), Some(1));
        assert_eq!(
            forged(&encode(i64::MAX)).map(|one| one.selector),
            Some(i64::MAX)
        );
        assert!(forged("zzzzzzzzzzz").is_none());
        assert!(forged("0000000000ä").is_none() && forged("-0000000001").is_none());
        let sign = format!("tss_00000000001-{}", "a".repeat(42));
        assert!(presented(TokenKind::Session, &sign).is_none());
    }
}
