//! What is kept under a key, and the pure rule of what a repetition gets.

use super::key::Fingerprint;
use crate::platform::crypto::keys::{KeyRing, OpenError, Purpose};
use serde::{Deserialize, Serialize};
use shared_types::limits::{IDEMPOTENCY_LEASE, IDEMPOTENT_ANSWER_BYTES, IDEMPOTENT_SHORT_BYTES};
use shared_types::time::Time;
use std::time::Duration;
use zeroize::Zeroizing;

/// The answer of a request that was executed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptAnswer {
    pub(super) status: u16,
    pub(super) headers: Vec<KeptHeader>,
    pub(super) body: String,
}

/// A header that the handler set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptHeader {
    pub(super) name: String,
    pub(super) value: String,
}

/// What a row holds, sealed: answers have tokens and secrets in them, and a request its password.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    fingerprint: String,
    /// Absent while the request runs, and of an answer that was too large.
    answer: Option<KeptAnswer>,
    /// The session that alone gets the answer, as it holds a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

/// A row, opened.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) kept: Kept,
    /// Until when the request that runs may run; `None` once it was answered.
    pub(super) running_until: Option<Time>,
    /// When the key is free again.
    pub(super) expires_at: Time,
}

/// What happens to a request whose key was used before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It runs: the key is free again, or the one that ran has not finished in time.
    Run,
    /// It gets the answer of the first one; `None` where that was too large to be kept, or is another session's.
    Replay(Option<KeptAnswer>),
    /// The first one still runs; how long it may.
    Wait(Duration),
    /// The key is that of another request.
    Refuse,
}

/// What happens to a request with the key of this row, from this session.
pub(super) fn next(
    stored: Stored,
    fingerprint: &Fingerprint,
    session: Option<&str>,
    now: Time,
) -> Next {
    if stored.expires_at <= now {
        return Next::Run;
    }
    if stored.kept.fingerprint != fingerprint.0 {
        return Next::Refuse;
    }
    match stored.running_until {
        None => Next::Replay(stored.kept.answer_for(session)),
        // A clock that was set back keeps no key longer than a lease.
        Some(until) if until > now => Next::Wait(until.since(now).min(IDEMPOTENCY_LEASE)),
        Some(_) => Next::Run,
    }
}

impl Kept {
    /// Of a request that begins to run.
    pub(super) fn running(fingerprint: &Fingerprint) -> Self {
        Self {
            fingerprint: fingerprint.0.clone(),
            answer: None,
            session: None,
        }
    }

    /// Of one that was answered. What is too large is not kept, but that it was done is.
    pub(super) fn answered(fingerprint: &Fingerprint, answer: Option<KeptAnswer>) -> Self {
        let is_small = |answer: &KeptAnswer| answer.body.len() <= IDEMPOTENT_ANSWER_BYTES;
        Self {
            fingerprint: fingerprint.0.clone(),
            answer: answer.filter(is_small),
            session: None,
        }
    }

    /// The same where a success holds a secret, for this session alone.
    #[must_use]
    pub(super) fn of_session(self, session: Option<String>) -> Self {
        let is_success = |answer: &KeptAnswer| (200..300).contains(&answer.status);
        let session = session.filter(|_| self.answer.as_ref().is_some_and(is_success));
        Self { session, ..self }
    }

    fn answer_for(self, session: Option<&str>) -> Option<KeptAnswer> {
        let is_others = self.session.is_some() && self.session.as_deref() != session;
        self.answer.filter(|_| !is_others)
    }

    /// Whether it takes so much room that the caller's room is measured before.
    pub(super) fn is_long(&self) -> bool {
        let answer = self.answer.as_ref();
        answer.is_some_and(|answer| answer.body.len() > IDEMPOTENT_SHORT_BYTES)
    }

    /// Sealed for the row of this id.
    pub(super) fn seal(&self, keys: &KeyRing, id: &str) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(self).expect("texts and numbers serialise"));
        keys.seal(Purpose::IdempotentAnswer, &[id], &plain)
    }

    pub(super) fn open(keys: &KeyRing, id: &str, sealed: &[u8]) -> Result<Self, OpenError> {
        let plain = keys.open(Purpose::IdempotentAnswer, &[id], sealed)?;
        serde_json::from_slice(&plain).map_err(|_| OpenError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    fn answer(body: &str) -> KeptAnswer {
        KeptAnswer {
            status: 201,
            headers: Vec::new(),
            body: body.to_owned(),
        }
    }

    /// K-07 (lease), K-07 (once), K-07 (payload): the whole table of what a repetition gets.
    #[test]
    fn a_repetition_waits_is_answered_or_runs() {
        let [own, other] = ["{}", "[]"].map(|body| Fingerprint::of("POST", "/a", body.as_bytes()));
        let running = |until| Stored {
            kept: Kept::running(&own),
            running_until: Some(at(until)),
            expires_at: at(1000),
        };
        let answered = |answer| Stored {
            kept: Kept::answered(&own, answer),
            running_until: None,
            expires_at: at(1000),
        };
        assert_eq!(
            next(running(60), &own, None, at(59)),
            Next::Wait(Duration::from_secs(1))
        );
        assert_eq!(
            next(running(600), &own, None, at(0)),
            Next::Wait(IDEMPOTENCY_LEASE)
        );
        assert_eq!(next(running(60), &own, None, at(60)), Next::Run);
        assert_eq!(next(running(60), &other, None, at(59)), Next::Refuse);
        assert_eq!(next(running(60), &other, None, at(60)), Next::Refuse);
        let kept = Some(answer("x"));
        assert_eq!(
            next(answered(kept.clone()), &own, None, at(999)),
            Next::Replay(kept.clone())
        );
        assert_eq!(
            next(answered(kept.clone()), &other, None, at(999)),
            Next::Refuse
        );
        assert_eq!(
            next(answered(kept.clone()), &other, None, at(1000)),
            Next::Run
        );
        assert_eq!(next(answered(kept), &own, None, at(1000)), Next::Run);
    }

    /// K-07 (session): an answer that holds a secret is given to its session alone; a refusal holds none.
    #[test]
    fn a_secret_is_for_one_session() {
        let own = Fingerprint::of("POST", "/a", b"{}");
        let stored = |status| {
            let answer = KeptAnswer {
                status,
                ..answer("tsk_secret")
            };
            let kept = Kept::answered(&own, Some(answer)).of_session(Some("one".to_owned()));
            Stored {
                kept,
                running_until: None,
                expires_at: at(1000),
            }
        };
        for (status, session, is_given) in [
            (201, Some("one"), true),
            (201, Some("other"), false),
            (201, None, false),
            (422, Some("other"), true),
        ] {
            let Next::Replay(given) = next(stored(status), &own, session, at(1)) else {
                panic!("not answered");
            };
            assert_eq!(given.is_some(), is_given, "{status} {session:?}");
        }
    }

    /// K-07 (size): of what is too large it is kept that it was done.
    #[test]
    fn an_answer_that_is_too_large_is_not_kept() {
        let own = Fingerprint::of("POST", "/a", b"{}");
        for (bytes, is_kept) in [
            (IDEMPOTENT_ANSWER_BYTES, true),
            (IDEMPOTENT_ANSWER_BYTES + 1, false),
        ] {
            let kept = Kept::answered(&own, Some(answer(&"x".repeat(bytes))));
            assert_eq!(kept.answer.is_some(), is_kept);
        }
    }

    /// C-02: a sealed answer opens in its own row only.
    #[test]
    fn an_answer_opens_in_its_row_alone() {
        let ring = KeyRing::generate();
        let own = Fingerprint::of("POST", "/a", b"{}");
        let sealed = Kept::answered(&own, Some(answer("tsk_secret"))).seal(&ring, "row");
        assert!(!sealed.windows(10).any(|part| part == b"tsk_secret"));
        assert!(Kept::open(&ring, "row", &sealed).is_ok());
        assert!(Kept::open(&ring, "other", &sealed).is_err());
    }
}
