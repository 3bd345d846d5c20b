//! Assertions: tokens of a minute that say who passes, for consoles that check a signature instead of trusting headers.
//! Each is used again for half of its time, while it says the same.

use super::identity::{Identity, Said};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::limits::ASSERTIONS_KEPT;
use crate::protection::signing;
use serde_json::json;
use shared_types::limits::{ASSERTION_LIFETIME, ASSERTION_REUSED_FOR};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How an assertion names its type (RFC 8725 §3.11): no ID token, and no receipt.
const TYPE: &str = "twostep-assertion+jwt";

/// What was signed, for whom it was.
#[derive(Clone)]
struct Kept {
    said: Said,
    signed_at: Time,
    token: Secret,
}

/// The assertions of one node. Cloning it shares them.
#[derive(Clone, Default)]
pub(super) struct Assertions(Arc<Mutex<HashMap<i64, Kept>>>);

impl Assertions {
    /// The assertion for who passes with this cookie.
    pub(super) async fn of(
        &self,
        context: &Context,
        cookie: i64,
        identity: &Identity,
    ) -> Result<Secret, DbError> {
        let client = &identity.client;
        let now = context.clock.now();
        let said = identity.said();
        if let Some(kept) = self.kept(cookie, &said, now) {
            return Ok(kept);
        }
        let algorithm = client.settings.id_token_algorithm;
        let kind = client.organization_kind;
        let signer = signing::prepare_for_id_token(context, kind, algorithm).await?;
        let mut claims = identity.claims(&client.issuer(&context.public_url));
        claims.insert("iat".to_owned(), json!(now.seconds()));
        let ends_at = now + ASSERTION_LIFETIME;
        claims.insert("exp".to_owned(), json!(ends_at.seconds()));
        let token = signer.sign_token(TYPE, &claims);
        let kept = Kept {
            said,
            signed_at: now,
            token: token.clone(),
        };
        self.keep(cookie, kept, now);
        Ok(token)
    }

    fn kept(&self, cookie: i64, said: &Said, now: Time) -> Option<Secret> {
        let all = self.locked();
        let kept = all.get(&cookie)?;
        let is_same = is_young(kept, now) && kept.said == *said;
        is_same.then(|| kept.token.clone())
    }

    fn keep(&self, cookie: i64, kept: Kept, now: Time) {
        let mut all = self.locked();
        if all.len() >= ASSERTIONS_KEPT {
            all.retain(|_, one| is_young(one, now));
            // So many within half a minute: better signed again than more memory.
            if all.len() >= ASSERTIONS_KEPT {
                all.clear();
            }
        }
        all.insert(cookie, kept);
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<i64, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that was set back makes an assertion that is not good yet.
fn is_young(kept: &Kept, now: Time) -> bool {
    now >= kept.signed_at && now.since(kept.signed_at) < ASSERTION_REUSED_FOR
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::ids::{ClientId, MemberId, SessionId};
    use std::time::Duration;
    use uuid::Uuid;

    fn kept(name: &str, signed_at: Time) -> Kept {
        Kept {
            said: Said {
                client: ClientId(Uuid::nil()),
                version: 1,
                member: MemberId(Uuid::nil()),
                session: SessionId(Uuid::nil()),
                aal: 2,
                authenticated_at: Time::from_micros(0),
                email: "jo@example.com".to_owned(),
                name: name.to_owned(),
                groups: Vec::new(),
            },
            signed_at,
            token: Secret::new(name),
        }
    }

    /// An assertion is used again for half of its time, and while it says the same.
    #[test]
    fn an_assertion_is_used_again_while_it_says_the_same() {
        let (all, now) = (Assertions::default(), Time::from_micros(1_000_000_000));
        let jo = kept("Jo", now);
        all.keep(1, jo.clone(), now);
        let is_found = |cookie, says: &Kept, at| all.kept(cookie, &says.said, at).is_some();
        assert!(is_found(1, &jo, now));
        assert!(is_found(1, &jo, now + Duration::from_secs(29)));
        assert!(!is_found(1, &jo, now + Duration::from_secs(30)));
        assert!(!is_found(1, &jo, now - Duration::from_secs(1)));
        assert!(!is_found(1, &kept("Ann", now), now));
        let changes: [fn(&mut Said); 7] = [
            |said| said.version = 2,
            |said| said.member = MemberId(Uuid::from_u128(1)),
            |said| said.session = SessionId(Uuid::from_u128(1)),
            |said| said.aal = 1,
            |said| said.authenticated_at = Time::from_micros(1),
            |said| said.email = "ann@example.com".to_owned(),
            |said| said.groups = vec!["Night".to_owned()],
        ];
        for change in changes {
            let mut other = jo.clone();
            change(&mut other.said);
            assert!(!is_found(1, &other, now), "{:?}", other.said);
        }
        assert!(!is_found(2, &jo, now));
    }

    #[test]
    fn no_more_are_kept_than_a_number() {
        let (all, now) = (Assertions::default(), Time::from_micros(1_000_000_000));
        let many = i64::try_from(ASSERTIONS_KEPT).expect("a small number");
        for cookie in 0..=many {
            all.keep(cookie, kept("Jo", now), now);
        }
        assert_eq!(all.locked().len(), 1);
        let later = now + Duration::from_mins(1);
        for cookie in 0..many {
            all.keep(cookie, kept("Jo", later), later);
        }
        assert!(all.locked().len() <= ASSERTIONS_KEPT);
    }
}
