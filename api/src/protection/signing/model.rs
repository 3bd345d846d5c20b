//! A signing key with its times, and the two decisions about it: which key signs, and which are published.

use crate::platform::crypto::keys::Purpose;
use crate::platform::limits::CLOCK_OFFSET_LARGEST;
use shared_types::clients::IdTokenAlgorithm;
use shared_types::limits::{ID_TOKEN_LIFETIME, RECEIPT_LEEWAY};
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use std::time::Duration;

/// What a key signs with. A key is good for one algorithm only (RFC 8725 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// Ed25519 (RFC 8037 §3.1), for receipts, and for the ID tokens of consoles that ask for it.
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4), for ID tokens.
    Es256,
    /// RSA of 2048 bits with SHA-256 (RFC 7518 §3.3), for ID tokens.
    Rs256,
}

impl From<IdTokenAlgorithm> for Algorithm {
    fn from(algorithm: IdTokenAlgorithm) -> Self {
        match algorithm {
            IdTokenAlgorithm::Rs256 => Self::Rs256,
            IdTokenAlgorithm::Es256 => Self::Es256,
            IdTokenAlgorithm::EdDsa => Self::EdDsa,
        }
    }
}

impl Algorithm {
    /// All of them: a key set has a key of each.
    pub(super) const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// The word in the table and in a key set.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The same for the library.
    pub(super) const fn of_library(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
        }
    }

    /// The algorithm of a word; `None` for one that only a newer program knows.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// How long a key stays published after it has signed last: as long as anything that it signed is
    /// accepted, where the clock of the node that signed, or of the checker, is behind. Of what keys sign, ID tokens
    /// are good the longest.
    ///
    /// Caches ask for no more: who holds an older key set holds the key.
    pub(super) const PUBLISHED_AFTER_RETIREMENT: Duration = ID_TOKEN_LIFETIME
        .saturating_add(RECEIPT_LEEWAY)
        .saturating_add(CLOCK_OFFSET_LARGEST);
}

/// What a key signs. A key of one use opens as none of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyUse {
    /// Receipts and ID tokens for organizations of this kind.
    Receipts(OrganizationKind),
    /// The daily heads of the audit record.
    DailyHeads,
}

impl KeyUse {
    /// What its private part is sealed for.
    pub(super) const fn purpose(self) -> Purpose {
        match self {
            Self::Receipts(_) => Purpose::SigningKey,
            Self::DailyHeads => Purpose::EvidenceKey,
        }
    }

    /// Whether what it signs is for test organizations alone.
    pub(super) const fn is_test(self) -> bool {
        matches!(self, Self::Receipts(OrganizationKind::Test))
    }
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct StoredKey {
    /// What it signs.
    pub(super) r#use: KeyUse,
    /// Its name in tokens and in the key set: random, and never used for another key.
    pub(super) kid: String,
    pub(super) algorithm: Algorithm,
    /// As it stands in the key set, in Base64url: `x`; `x.y` of ES256; `n.e` of RS256.
    pub(super) public_key: String,
    /// The private key as PKCS#8, sealed for this name, algorithm and public key.
    pub(super) private_key: Vec<u8>,
    pub(super) times: KeyTimes,
}

/// When a key signs and is published. It is published from the moment at which its row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyTimes {
    pub(super) created_at: Time,
    /// From when on it signs.
    pub(super) signs_from: Time,
    /// From when on it signs nothing any more.
    pub(super) retired_at: Option<Time>,
    /// From when on it is not published any more.
    pub(super) published_until: Option<Time>,
}

impl KeyTimes {
    /// A key that is made now, and signs from a time on.
    pub(super) const fn new(created_at: Time, signs_from: Time) -> Self {
        Self {
            created_at,
            signs_from,
            retired_at: None,
            published_until: None,
        }
    }

    fn is_retired(self, now: Time) -> bool {
        self.retired_at.is_some_and(|at| at <= now)
    }

    /// Whether the key set has it.
    pub(super) fn is_published(self, now: Time) -> bool {
        self.published_until.is_none_or(|until| now < until)
    }
}

/// The key that signs at `now`: of those whose time has come, the newest.
///
/// Where no key's time has come, the next one signs: the clock of the node that made the only key may be
/// ahead of ours, and a second first key would be made otherwise. `None` when there is no key left that
/// may sign.
pub(super) fn signing_key(
    keys: &[StoredKey],
    algorithm: Algorithm,
    now: Time,
) -> Option<&StoredKey> {
    let able = keys
        .iter()
        .filter(|key| key.algorithm == algorithm && !key.times.is_retired(now));
    let order = |key: &&StoredKey| (key.times.signs_from, key.kid.clone());
    let started = able.clone().filter(|key| key.times.signs_from <= now);
    started.max_by_key(order).or_else(|| able.min_by_key(order))
}

/// The keys that are published at `now`, in the order in which they were given.
pub(super) fn published(keys: &[StoredKey], now: Time) -> impl Iterator<Item = &StoredKey> {
    keys.iter().filter(move |key| key.times.is_published(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::limits::SIGNING_KEY_NOTICE;

    fn at(seconds: i64) -> Time {
        Time::from_micros(1_800_000_000_000_000 + seconds * 1_000_000)
    }

    fn key(kid: &str, times: KeyTimes) -> StoredKey {
        StoredKey {
            r#use: KeyUse::Receipts(OrganizationKind::Live),
            kid: kid.to_owned(),
            algorithm: Algorithm::EdDsa,
            public_key: String::new(),
            private_key: Vec::new(),
            times,
        }
    }

    fn decided(keys: &[StoredKey], now: Time) -> (Option<&str>, Vec<&str>) {
        let signing = signing_key(keys, Algorithm::EdDsa, now);
        let published = published(keys, now).map(|key| key.kid.as_str());
        (signing.map(|key| key.kid.as_str()), published.collect())
    }

    /// J-04 (notice, overlap): a rotation at
    /// second 0, before, at and after each of its moments.
    #[test]
    fn a_rotation_second_by_second() {
        let notice = i64::try_from(SIGNING_KEY_NOTICE.as_secs()).expect("short");
        let overlap = Algorithm::PUBLISHED_AFTER_RETIREMENT.as_secs();
        let gone = notice + i64::try_from(overlap).expect("short");
        assert_eq!((notice, gone - notice), (600, 600 + 30 + 5));
        let old = KeyTimes {
            retired_at: Some(at(notice)),
            published_until: Some(at(gone)),
            ..KeyTimes::new(at(-1000), at(-1000))
        };
        let new = KeyTimes::new(at(0), at(notice));
        let keys = [key("old", old), key("new", new)];
        for (second, signs, published) in [
            (-2000, "old", &["old", "new"][..]),
            (-1000, "old", &["old", "new"]),
            (0, "old", &["old", "new"]),
            (notice - 1, "old", &["old", "new"]),
            (notice, "new", &["old", "new"]),
            (gone - 1, "new", &["old", "new"]),
            (gone, "new", &["new"]),
            (gone + 100_000, "new", &["new"]),
        ] {
            let expected = (Some(signs), published.to_vec());
            assert_eq!(decided(&keys, at(second)), expected, "second {second}");
        }
    }

    /// J-04: no key, one key in every state, and a node whose clock is behind the one that made the key.
    #[test]
    fn one_key_in_every_state() {
        assert_eq!(decided(&[], at(0)), (None, vec![]));
        let times = |signs_from, retired_at: Option<i64>, published_until: Option<i64>| KeyTimes {
            created_at: at(-100),
            signs_from: at(signs_from),
            retired_at: retired_at.map(at),
            published_until: published_until.map(at),
        };
        for (times, signs, is_published) in [
            (times(-1, None, None), true, true),
            (times(0, None, None), true, true),
            // It is the only one: there is nothing else to sign with.
            (times(1, None, None), true, true),
            (times(-9, Some(1), Some(2)), true, true),
            (times(-9, Some(0), Some(1)), false, true),
            (times(-9, Some(-1), Some(1)), false, true),
            (times(-9, Some(-1), Some(0)), false, false),
            (times(-9, Some(-2), Some(-1)), false, false),
        ] {
            let keys = [key("k", times)];
            let (signing, published) = decided(&keys, at(0));
            let found = (signing.is_some(), !published.is_empty());
            assert_eq!(found, (signs, is_published), "{times:?}");
        }
    }

    /// J-04: all pairs of keys, each in every order of its moments around `now`: whenever one may sign, one
    /// does; it is not retired, its time has come if any one's has, and it is in the key set.
    #[test]
    fn every_pair_of_keys() {
        let moments = [-2, -1, 0, 1, 2];
        let mut all = Vec::new();
        for signs_from in moments {
            all.push(KeyTimes::new(at(-9), at(signs_from)));
            for retired_at in moments.into_iter().filter(|end| *end >= signs_from) {
                for published_until in moments.into_iter().filter(|end| *end >= retired_at) {
                    all.push(KeyTimes {
                        retired_at: Some(at(retired_at)),
                        published_until: Some(at(published_until)),
                        ..KeyTimes::new(at(-9), at(signs_from))
                    });
                }
            }
        }
        assert_eq!(all.len(), 5 + 35);
        let now = at(0);
        let may = |times: &KeyTimes| times.retired_at.is_none_or(|end| now < end);
        for a in &all {
            for b in &all {
                let keys = [key("a", *a), key("b", *b)];
                let signing = signing_key(&keys, Algorithm::EdDsa, now).map(|key| key.times);
                assert_eq!(signing.is_some(), may(a) || may(b), "{a:?} {b:?}");
                let Some(signing) = signing else { continue };
                assert!(may(&signing) && signing.is_published(now), "{a:?} {b:?}");
                for other in [a, b].into_iter().filter(|other| may(other)) {
                    if other.signs_from <= now {
                        let newest =
                            signing.signs_from <= now && signing.signs_from >= other.signs_from;
                        assert!(newest, "{a:?} {b:?}");
                    }
                }
            }
        }
    }

    /// A row of a newer program is neither taken for one of ours nor lost.
    #[test]
    fn an_algorithm_has_one_word() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::of_word(algorithm.as_str()), Some(algorithm));
        }
        for other in ["HS256", "eddsa", "none", ""] {
            assert_eq!(Algorithm::of_word(other), None);
        }
    }
}
