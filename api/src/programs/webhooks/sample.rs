//! A sample of each event, for a test: a body with the fields of a real one, of which a receiver can read each.

use super::events::{fields, whom};
use super::model::Webhook;
use crate::record::audit;
use serde_json::{Map, Value, json};
use shared_types::api_tokens::Scope;
use shared_types::ids::MemberId;
use shared_types::recovery::RecoveryMode;
use shared_types::time::Time;
use shared_types::verifications::VerificationResult;
use shared_types::webhooks::WebhookEvent;
use uuid::Uuid;

/// Names nobody, and nothing that is kept.
const NONE: Uuid = Uuid::nil();

/// What is said of it in `data`: that it is a test, where it comes from and who asked for it, and what a real event
/// of this type has.
pub(super) fn data(
    webhook: &Webhook,
    actor: audit::Actor,
    event: WebhookEvent,
    now: Time,
) -> Map<String, Value> {
    let member = is_of_member(event).then_some(MemberId(NONE));
    let mut data = whom(Some(webhook.organization.id), member, actor);
    data.insert("is_test".to_owned(), json!(true));
    data.extend(fields(details(event, now)));
    data
}

/// Whether an event is about a member.
const fn is_of_member(event: WebhookEvent) -> bool {
    !matches!(
        event,
        WebhookEvent::PolicyChanged | WebhookEvent::ApiTokenCreated
    )
}

fn details(event: WebhookEvent, now: Time) -> Value {
    match event {
        WebhookEvent::MemberEnrolled | WebhookEvent::DeviceReplaced => json!({ "device": NONE }),
        WebhookEvent::DeviceReset | WebhookEvent::MemberDisabled => json!({ "reason": "Test" }),
        WebhookEvent::MemberLocked => json!({ "cause": "delay", "delay_seconds": 30 }),
        WebhookEvent::PolicyChanged => json!({
            "before": "optional",
            "after": "required",
            "recovery_before": RecoveryMode::Wait,
            "recovery_after": RecoveryMode::Approve,
            "version": 2,
        }),
        WebhookEvent::SignInUnfinished => json!({ "sign_ins": 1 }),
        WebhookEvent::VerificationAnswered => json!({
            "result": VerificationResult::Accepted,
            "verification": NONE,
            "challenge": NONE,
        }),
        WebhookEvent::ApiTokenCreated => json!({
            "token": NONE,
            "name": "Test",
            "scopes": [Scope::VerificationsWrite],
            "networks": [],
            "expires_at": now,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = include_str!("../../../docs/guides/webhooks.md");

    /// A sample has the fields that the guide promises, and no others.
    #[test]
    fn a_sample_has_what_the_guide_says() {
        for event in WebhookEvent::ALL {
            let begin = format!("| `{}` |", event.as_str());
            let line = GUIDE.lines().find(|line| line.starts_with(&begin));
            let told = line.and_then(|line| line.split('|').nth(3));
            let told = told.unwrap_or_else(|| panic!("{begin} is not in the guide"));
            let words: Vec<&str> = told.split('`').skip(1).step_by(2).collect();
            let details = fields(details(*event, Time::from_micros(0)));
            for name in details.keys() {
                assert!(
                    words.contains(&name.as_str()),
                    "{event:?}: {name} is not told"
                );
            }
            // Of `cause` its words are told too, and what an answer is where it was declined.
            let values = ["delay", "device_disabled", "declined"];
            for word in words.iter().filter(|word| !values.contains(word)) {
                assert!(details.contains_key(*word), "{event:?}: no {word}");
            }
        }
    }
}
