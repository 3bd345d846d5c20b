//! Webhooks: events sent to other programs as they happen, signed as <https://www.standardwebhooks.com> says.

use crate::ids::{MemberId, WebhookDeliveryId, WebhookId};
use crate::secret::Secret;
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What a webhook can be told of: the `type` of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WebhookEvent {
    /// A member who had no device set one up.
    #[serde(rename = "member.enrolled")]
    MemberEnrolled,
    /// A member's new device took the place of the old one.
    #[serde(rename = "device.replaced")]
    DeviceReplaced,
    /// A member's device was removed by somebody who helps.
    #[serde(rename = "device.reset")]
    DeviceReset,
    /// Wrong codes stopped a member: for a while (`cause` is `delay`), or until somebody helps
    /// (`device_disabled`).
    #[serde(rename = "member.locked")]
    MemberLocked,
    /// The policy was changed.
    #[serde(rename = "policy.changed")]
    PolicyChanged,
    /// Somebody had a member's password and never gave the code.
    #[serde(rename = "sign_in.unfinished")]
    SignInUnfinished,
    /// A member was disabled.
    #[serde(rename = "member.disabled")]
    MemberDisabled,
    /// A program was answered whether a member holds the device.
    #[serde(rename = "verification.answered")]
    VerificationAnswered,
    /// An API token was made.
    #[serde(rename = "api_token.created")]
    ApiTokenCreated,
}

wire_names!(WebhookEvent {
    MemberEnrolled = "member.enrolled",
    DeviceReplaced = "device.replaced",
    DeviceReset = "device.reset",
    MemberLocked = "member.locked",
    PolicyChanged = "policy.changed",
    SignInUnfinished = "sign_in.unfinished",
    MemberDisabled = "member.disabled",
    VerificationAnswered = "verification.answered",
    ApiTokenCreated = "api_token.created",
});

/// Whether events are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// They are.
    Active,
    /// They are not; those that happen meanwhile are not sent later either.
    Disabled,
}

/// Why a webhook is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookDisabledCause {
    /// An administrator disabled it.
    Administrator,
    /// The receiver answered 410.
    Gone,
    /// Everything failed for three days.
    Failing,
    /// The database was restored from a backup: what was changed since is not known.
    Restored,
}

wire_names!(WebhookDisabledCause {
    Administrator = "administrator",
    Gone = "gone",
    Failing = "failing",
    Restored = "restored",
});

/// `POST /webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateWebhookRequest {
    /// Where events are sent: `https`, at most 2,000 characters, without a name and password in it. A public
    /// address, or one that the host of this installation admits.
    pub url: String,
    /// At least one.
    pub events: Vec<WebhookEvent>,
}

/// `PATCH /webhooks/{id}`: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchWebhookRequest {
    /// Another address, as in `POST /webhooks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Other events, at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// `disabled` gives up what waits; `active` begins with the next event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<WebhookStatus>,
}

/// The answer of `POST /webhooks`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// What signs its requests, `whsec_` and 32 bytes in Base64. Shown once.
    pub secret: Secret,
    /// What lists show of it.
    #[serde(flatten)]
    pub view: WebhookView,
}

/// The answer of `POST /webhooks/{id}/rotate-secret`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotatedWebhookSecret {
    /// The new secret, shown once.
    pub secret: Secret,
    /// Until when the secret before signs too.
    pub former_secret_until: Time,
}

/// One webhook in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    /// Names the webhook in paths and in the audit record.
    pub id: WebhookId,
    /// Where events are sent.
    pub url: String,
    /// What it is told of.
    pub events: Vec<WebhookEvent>,
    /// Whether events are sent.
    pub status: WebhookStatus,
    /// With `disabled`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_cause: Option<WebhookDisabledCause>,
    /// With `disabled`: since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Time>,
    /// Since when every attempt failed; absent after one that did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Time>,
    /// After a rotation: until when the secret before signs too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret_until: Option<Time>,
    /// Who made it.
    pub made_by: MemberId,
    /// When it was made.
    pub created_at: Time,
}

/// `POST /webhooks/{id}/test`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestWebhookRequest {
    /// The event to show; the first of the webhook's events without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<WebhookEvent>,
}

/// The answer of `POST /webhooks/{id}/test`: what was sent, and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookTest {
    /// Where it was sent.
    pub url: String,
    /// The headers that a receiver checks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    pub headers: Vec<WebhookHeader>,
    /// The body, byte for byte as it was signed.
    pub body: String,
    /// What came back.
    pub answer: WebhookAnswer,
}

/// A header of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What came back of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookAnswer {
    /// When.
    pub at: Time,
    /// The status of HTTP; 200 to 299 is a delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there is no status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<WebhookFailure>,
    /// The first 2,000 characters of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How long it took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<u32>,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookFailure {
    /// The address is neither public nor admitted by the host of this installation.
    AddressNotAllowed,
    /// No whole answer came within 15 seconds.
    Timeout,
    /// Nobody listens there, or the name is not known.
    Unreachable,
    /// The certificate of the receiver is not accepted.
    Certificate,
    /// The connection broke, or the answer is no HTTP.
    BrokenOff,
}

wire_names!(WebhookFailure {
    AddressNotAllowed = "address_not_allowed",
    Timeout = "timeout",
    Unreachable = "unreachable",
    Certificate = "certificate",
    BrokenOff = "broken_off",
});

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookDeliveryState {
    /// An attempt is to come.
    Waiting,
    /// The receiver took it.
    Delivered,
    /// No attempt will follow; a replay still can.
    GivenUp,
}

wire_names!(WebhookDeliveryState {
    Waiting = "waiting",
    Delivered = "delivered",
    GivenUp = "given_up",
});

/// One event that was sent, or is to be sent, to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookDeliveryView {
    /// The header `webhook-id`, the same at every attempt and replay.
    pub id: WebhookDeliveryId,
    /// What happened.
    pub event: WebhookEvent,
    /// The body.
    pub body: String,
    /// When it was queued.
    pub created_at: Time,
    /// What became of it.
    pub state: WebhookDeliveryState,
    /// Attempts so far, without replays.
    pub attempts: u32,
    /// With `waiting`: when the next attempt is made at the earliest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Time>,
    /// What came back of the last attempt or replay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_answer: Option<WebhookAnswer>,
}

/// The query of `GET /webhooks/{id}/deliveries`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ListWebhookDeliveriesQuery {
    /// The `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word in the database is the word on the wire.
    #[test]
    fn words_are_those_of_the_wire() {
        for event in WebhookEvent::ALL {
            assert_eq!(serde_json::json!(event), event.as_str());
        }
        for failure in WebhookFailure::ALL {
            assert_eq!(serde_json::json!(failure), failure.as_str());
        }
        for state in WebhookDeliveryState::ALL {
            assert_eq!(serde_json::json!(state), state.as_str());
        }
        for cause in WebhookDisabledCause::ALL {
            assert_eq!(serde_json::json!(cause), cause.as_str());
        }
    }
}
