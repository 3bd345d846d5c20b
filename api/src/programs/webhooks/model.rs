//! A webhook as it is kept, and what is sealed of it.

use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::crypto::random;
use crate::platform::db::keys::OrganizationRef;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use shared_types::ids::{MemberId, OrganizationId, WebhookDeliveryId, WebhookId};
use shared_types::limits::{WEBHOOK_ROTATION, WEBHOOK_SECRETS};
use shared_types::organizations::OrganizationKind;
use shared_types::secret::Secret;
use shared_types::time::Time;
use shared_types::webhooks::{
    WebhookDeliveryState, WebhookDisabledCause, WebhookEvent, WebhookStatus, WebhookView,
};
use std::collections::BTreeSet;
use url::Url;
use zeroize::Zeroizing;

/// What a secret begins with (Standard Webhooks).
const SECRET_PREFIX: &str = "whsec_";
/// Bytes of a secret; the standard asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A webhook as its row holds it.
#[derive(Clone, Debug)]
pub(super) struct Webhook {
    pub(super) id: WebhookId,
    pub(super) organization: OrganizationRef,
    /// What the organization is for.
    pub(super) kind: OrganizationKind,
    pub(super) made_by: MemberId,
    pub(super) sealed: Vec<u8>,
    pub(super) events: BTreeSet<WebhookEvent>,
    pub(super) since_position: i64,
    pub(super) created_at: Time,
    pub(super) rotated_at: Option<Time>,
    pub(super) disabled: Option<Disabled>,
    pub(super) failing_since: Option<Time>,
    pub(super) resting_until: Time,
}

/// Since when a webhook is disabled, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Disabled {
    pub(super) at: Time,
    pub(super) cause: WebhookDisabledCause,
}

/// What is sealed of a webhook: an address is as good as a password at many receivers.
#[derive(Serialize, Deserialize)]
pub(super) struct Target {
    url: String,
    secret: Secret,
    /// The newest first.
    former: Vec<Former>,
}

/// A secret that was replaced, and signs for a while.
#[derive(Serialize, Deserialize)]
struct Former {
    secret: Secret,
    until: Time,
}

/// An event on its way.
#[derive(Clone, Debug)]
pub(super) struct NewDelivery {
    pub(super) id: WebhookDeliveryId,
    pub(super) webhook: WebhookId,
    pub(super) organization: OrganizationId,
    pub(super) event: WebhookEvent,
    pub(super) body: String,
    /// Waiting, or given up at once where too many wait.
    pub(super) state: WebhookDeliveryState,
}

/// A delivery of which an attempt is to be made.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) webhook: Webhook,
    pub(super) body: String,
    pub(super) created_at: Time,
    pub(super) attempts: i64,
}

impl Webhook {
    pub(super) fn status(&self) -> WebhookStatus {
        match self.disabled {
            None => WebhookStatus::Active,
            Some(_) => WebhookStatus::Disabled,
        }
    }

    /// Until when the secrets before sign too.
    pub(super) fn former_secret_until(&self, now: Time) -> Option<Time> {
        let until = self.rotated_at.map(|at| at + WEBHOOK_ROTATION);
        until.filter(|until| *until > now)
    }

    /// Address and secrets, when the seal opens.
    pub(super) fn open(&self, keys: &KeyRing) -> Option<Target> {
        let bound_to = [self.organization.id.to_string(), self.id.to_string()];
        let bound_to = bound_to.each_ref().map(String::as_str);
        let plain = keys.open(Purpose::Webhook, &bound_to, &self.sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// As lists show it.
    pub(super) fn view(&self, keys: &KeyRing, now: Time) -> WebhookView {
        let url = self.open(keys).map(|target| target.url);
        WebhookView {
            id: self.id,
            // One whose seal does not open is shown without its address, so that it can be removed.
            url: url.unwrap_or_default(),
            events: self.events.iter().copied().collect(),
            status: self.status(),
            disabled_cause: self.disabled.map(|disabled| disabled.cause),
            disabled_at: self.disabled.map(|disabled| disabled.at),
            failing_since: self.failing_since,
            former_secret_until: self.former_secret_until(now),
            made_by: self.made_by,
            created_at: self.created_at,
        }
    }
}

impl Target {
    /// An address with a fresh secret.
    pub(super) fn new(url: &Url) -> Self {
        Self {
            url: url.to_string(),
            secret: fresh_secret(),
            former: Vec::new(),
        }
    }

    pub(super) fn is_at(&self, url: &Url) -> bool {
        self.url == url.as_str()
    }

    /// The same secrets at another address.
    #[must_use]
    pub(super) fn at(mut self, url: &Url) -> Self {
        self.url = url.to_string();
        self
    }

    /// A fresh secret beside those so far, each of which signs until its time: who rotates twice within a day does not
    /// take away the secret that receivers have. `None` where too many sign.
    pub(super) fn rotated(self, now: Time) -> Option<Self> {
        let replaced = Former {
            secret: self.secret,
            until: now + WEBHOOK_ROTATION,
        };
        let living = self.former.into_iter().filter(|one| one.until > now);
        let former: Vec<_> = std::iter::once(replaced).chain(living).collect();
        (former.len() < WEBHOOK_SECRETS).then(|| Self {
            url: self.url,
            secret: fresh_secret(),
            former,
        })
    }

    pub(super) fn url(&self) -> Option<Url> {
        self.url.parse().ok()
    }

    /// The host alone, for mails and the record: paths of such addresses are secret at many receivers.
    pub(super) fn host(&self) -> String {
        let host = self.url().and_then(|url| url.host_str().map(str::to_owned));
        host.unwrap_or_default()
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The secrets that sign now: the newest first.
    pub(super) fn signing(&self, now: Time) -> Vec<&Secret> {
        let living = self.former.iter().filter(|one| one.until > now);
        let former = living.map(|one| &one.secret);
        std::iter::once(&self.secret).chain(former).collect()
    }

    /// Sealed for one row.
    pub(super) fn seal(
        &self,
        keys: &KeyRing,
        organization: OrganizationId,
        id: WebhookId,
    ) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(self).expect("plain data"));
        let bound_to = [organization.to_string(), id.to_string()];
        keys.seal(
            Purpose::Webhook,
            &bound_to.each_ref().map(String::as_str),
            &plain,
        )
    }
}

fn fresh_secret() -> Secret {
    let bytes = Zeroizing::new(random::bytes::<SECRET_BYTES>());
    Secret::new(format!("{SECRET_PREFIX}{}", STANDARD.encode(*bytes)))
}

/// The key that a secret stands for.
pub(super) fn key_of(secret: &Secret) -> Zeroizing<Vec<u8>> {
    let text = secret.expose().strip_prefix(SECRET_PREFIX);
    let key = text.and_then(|text| STANDARD.decode(text).ok());
    Zeroizing::new(key.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// H-11: each secret signs for a day after it was replaced, however often that is done.
    #[test]
    fn every_secret_signs_for_a_day_after_it_was_replaced() {
        let url = "https://hooks.example.com/a".parse().expect("a URL");
        let at = |hours: u64| Time::from_micros(0) + Duration::from_hours(hours);
        let texts = |target: &Target, now| -> Vec<String> {
            let secrets = target.signing(now).into_iter();
            secrets.map(|secret| secret.expose().to_owned()).collect()
        };
        let mut target = Target::new(&url);
        assert_eq!(key_of(target.secret()).len(), SECRET_BYTES);
        let mut all = texts(&target, at(0));
        for hours in [0, 1] {
            target = target.rotated(at(hours)).expect("room");
            all.insert(0, target.secret().expose().to_owned());
        }
        assert_eq!(texts(&target, at(23)), all);
        assert_eq!(texts(&target, at(24)), all[..2]);
        assert_eq!(texts(&target, at(25)), all[..1]);
        for _ in 0..WEBHOOK_SECRETS - 1 {
            target = target.rotated(at(30)).expect("room");
        }
        assert_eq!(texts(&target, at(30)).len(), WEBHOOK_SECRETS);
        assert!(target.rotated(at(30)).is_none());
    }
}
