//! What is made of an audit row: the events that a webhook is told of, each with its body.
//!
//! Each event has the fields that are named here and no others, so that what a row gains later is not sent by
//! accident.

use crate::record::audit::{self, Action, Outcome, StoredEvent};
use serde_json::{Map, Value, json};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::WEBHOOK_BODY_BYTES;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use shared_types::verifications::VerificationResult;
use shared_types::webhooks::WebhookEvent;

/// An event, with what its body says beside whom it concerns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) event: WebhookEvent,
    details: Map<String, Value>,
}

impl Told {
    fn of(event: WebhookEvent, details: Value) -> Self {
        Self {
            event,
            details: fields(details),
        }
    }

    /// The body of a request: `{type, timestamp, data}`, and `test` from a test organization.
    pub(super) fn body(&self, row: &StoredEvent, kind: OrganizationKind) -> String {
        let whom = || whom(row.organization, row.subject, row.actor);
        let mut data = whom();
        data.extend(self.details.clone());
        let body = body(self.event, kind, row.at, &data);
        if body.len() <= WEBHOOK_BODY_BYTES {
            return body;
        }
        // A receiver that needs more asks the API.
        let mut data = whom();
        data.insert("is_shortened".to_owned(), json!(true));
        self::body(self.event, kind, row.at, &data)
    }
}

/// The events of a row: none of most.
pub(super) fn of_row(row: &StoredEvent) -> Vec<Told> {
    let details: Value = row.details.as_deref().map_or(Value::Null, |text| {
        serde_json::from_str(text).unwrap_or(Value::Null)
    });
    let mut told: Vec<Told> = happened(row, &details).into_iter().collect();
    told.extend(delayed(row, &details));
    told
}

fn happened(row: &StoredEvent, details: &Value) -> Option<Told> {
    let is_done = row.outcome == Outcome::Success;
    let with = |event, names: &[&str]| Some(Told::of(event, chosen(details, names)));
    match row.action {
        Action::DeviceConfirmed if is_done && details["replaced"] == true => {
            with(WebhookEvent::DeviceReplaced, &["device"])
        }
        Action::DeviceConfirmed if is_done => with(WebhookEvent::MemberEnrolled, &["device"]),
        Action::DeviceReset if is_done => with(WebhookEvent::DeviceReset, &["reason"]),
        Action::DeviceDisabled if is_done => Some(Told::of(
            WebhookEvent::MemberLocked,
            json!({ "cause": "device_disabled" }),
        )),
        Action::PolicyChanged if is_done => with(
            WebhookEvent::PolicyChanged,
            &[
                "before",
                "after",
                "recovery_before",
                "recovery_after",
                "version",
            ],
        ),
        Action::SignInNotFinished => with(WebhookEvent::SignInUnfinished, &["sign_ins"]),
        Action::MemberChanged if is_done && details["status"] == "disabled" => {
            with(WebhookEvent::MemberDisabled, &["reason"])
        }
        Action::VerificationAnswered => answered(row, details),
        // The person confirms nothing: no code was looked at.
        Action::ChallengeDeclined => Some(Told::of(
            WebhookEvent::VerificationAnswered,
            json!({ "challenge": details["challenge"], "result": "declined" }),
        )),
        Action::ApiTokenCreated if is_done => with(
            WebhookEvent::ApiTokenCreated,
            &["token", "name", "scopes", "networks", "expires_at"],
        ),
        _ => None,
    }
}

/// An answer about a member. Rows that count repeated refusals, and those about addresses that nobody has, are
/// none.
fn answered(row: &StoredEvent, details: &Value) -> Option<Told> {
    let is_repeat = !details["refused"].is_null();
    if is_repeat || row.subject.is_none() {
        return None;
    }
    let result = match row.result.as_deref()? {
        "accepted" => VerificationResult::Accepted,
        "wrong" => VerificationResult::Rejected,
        "already_used" => VerificationResult::AlreadyUsed,
        "no_device" | "not_active" => VerificationResult::NotEnrolled,
        "throttled" => VerificationResult::Throttled,
        // A word of a newer program. Nothing is better than a wrong answer.
        _ => return None,
    };
    let mut told = match result {
        // No code was looked at, so no verification is kept that could be asked for.
        VerificationResult::Throttled => chosen(details, &["challenge"]),
        VerificationResult::Accepted
        | VerificationResult::Rejected
        | VerificationResult::AlreadyUsed
        | VerificationResult::NotEnrolled => chosen(details, &["verification", "challenge"]),
    };
    told["result"] = json!(result);
    Some(Told::of(WebhookEvent::VerificationAnswered, told))
}

/// A wrong code after which none is looked at for a while. Those of programs delay no member.
fn delayed(row: &StoredEvent, details: &Value) -> Option<Told> {
    let is_wrong_code = row.action == Action::CodeChecked && row.outcome == Outcome::Failure;
    let seconds = details["delay_seconds"]
        .as_u64()
        .filter(|_| is_wrong_code)?;
    let details = json!({ "cause": "delay", "delay_seconds": seconds });
    Some(Told::of(WebhookEvent::MemberLocked, details))
}

fn chosen(details: &Value, names: &[&str]) -> Value {
    let known = names.iter().filter_map(|name| {
        let value = details.get(*name).filter(|value| !value.is_null())?;
        Some(((*name).to_owned(), value.clone()))
    });
    Value::Object(known.collect())
}

/// Where, whom it concerns, and who did it.
pub(super) fn whom(
    organization: Option<OrganizationId>,
    member: Option<MemberId>,
    actor: audit::Actor,
) -> Map<String, Value> {
    let mut told = json!({ "kind": actor.kind().as_str() });
    if let Some(id) = actor.id() {
        told["id"] = json!(id);
    }
    fields(json!({ "organization": organization, "member": member, "actor": told }))
}

/// The fields of an object.
pub(super) fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

pub(super) fn body(
    event: WebhookEvent,
    kind: OrganizationKind,
    at: Time,
    data: &Map<String, Value>,
) -> String {
    let mut body = json!({ "type": event, "timestamp": at, "data": data });
    if kind.is_test() {
        body["test"] = json!(true);
    }
    body.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::audit::Actor;
    use shared_types::ids::ApiTokenId;
    use uuid::Uuid;

    fn row(action: Action, outcome: Outcome, result: Option<&str>, details: &Value) -> StoredEvent {
        StoredEvent {
            position: 7,
            at: Time::from_micros(1_800_000_000_000_000),
            organization: Some(OrganizationId(Uuid::from_u128(1))),
            actor: Actor::Client(ApiTokenId(Uuid::from_u128(3))),
            action,
            outcome,
            result: result.map(str::to_owned),
            subject: Some(MemberId(Uuid::from_u128(2))),
            flow: None,
            details: Some(details.to_string()),
            network: "192.0.2.0/24".into(),
            request_id: None,
        }
    }

    fn told(action: Action, outcome: Outcome, details: &Value) -> Vec<(String, Value)> {
        let row = row(action, outcome, None, details);
        let all = of_row(&row).into_iter();
        all.map(|told| {
            let body: Value =
                serde_json::from_str(&told.body(&row, OrganizationKind::Live)).expect("JSON");
            assert_eq!(body["type"], told.event.as_str());
            assert_eq!(body["timestamp"], "2027-01-15T08:00:00Z");
            (told.event.as_str().to_owned(), body["data"].clone())
        })
        .collect()
    }

    /// Each event comes from its row.
    #[test]
    fn rows_lead_to_their_events() {
        use Outcome::Success;
        let none = json!({});
        for (action, details, event) in [
            (
                Action::DeviceConfirmed,
                json!({ "device": "d", "replaced": false }),
                "member.enrolled",
            ),
            (
                Action::DeviceConfirmed,
                json!({ "device": "d", "replaced": true }),
                "device.replaced",
            ),
            (
                Action::DeviceReset,
                json!({ "reason": "lost" }),
                "device.reset",
            ),
            (Action::DeviceDisabled, none, "member.locked"),
            (
                Action::PolicyChanged,
                json!({ "after": "required" }),
                "policy.changed",
            ),
            (
                Action::SignInNotFinished,
                json!({ "sign_ins": 1 }),
                "sign_in.unfinished",
            ),
            (
                Action::MemberChanged,
                json!({ "status": "disabled" }),
                "member.disabled",
            ),
            (
                Action::ApiTokenCreated,
                json!({ "name": "Desk" }),
                "api_token.created",
            ),
        ] {
            let names: Vec<String> = told(action, Success, &details)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            assert_eq!(names, [event]);
        }
    }

    #[test]
    fn refusals_and_other_rows_lead_to_none() {
        let none = json!({});
        for (action, details) in [
            (Action::DeviceConfirmed, none.clone()),
            (Action::CodeChecked, none.clone()),
            (Action::MemberChanged, json!({ "status": "active" })),
            (Action::SecretUnreadable, json!({ "verification": "v" })),
            (Action::VerificationAnswered, none),
        ] {
            assert_eq!(told(action, Outcome::Failure, &details), [], "{action:?}");
        }
    }

    /// Each word of the record is the answer that the program was given. What was not looked at has no id, as none
    /// is kept; a word that is not known is no answer.
    #[test]
    fn an_answer_is_told_as_it_was_given() {
        let details = json!({ "verification": "v", "challenge": "c" });
        for (word, result, has_id) in [
            ("accepted", Some("accepted"), true),
            ("wrong", Some("rejected"), true),
            ("already_used", Some("already_used"), true),
            ("no_device", Some("not_enrolled"), true),
            ("not_active", Some("not_enrolled"), true),
            ("throttled", Some("throttled"), false),
            ("unreadable", None, false),
            ("some day", None, false),
        ] {
            let action = Action::VerificationAnswered;
            let row = row(action, Outcome::Failure, Some(word), &details);
            let told = of_row(&row).pop().map(|told| Value::Object(told.details));
            let expected = result.map(|result| {
                if has_id {
                    json!({ "verification": "v", "challenge": "c", "result": result })
                } else {
                    json!({ "challenge": "c", "result": result })
                }
            });
            assert_eq!(told, expected, "{word}");
        }
        let repeats = json!({ "verification": "v", "refused": 3 });
        let row = row(
            Action::VerificationAnswered,
            Outcome::Throttled,
            Some("throttled"),
            &repeats,
        );
        assert_eq!(of_row(&row), []);
    }

    /// Five wrong codes lock: an event of its own, beside the answer to a program.
    #[test]
    fn a_wrong_code_that_delays_locks() {
        let details = json!({ "delay_seconds": 30 });
        let all = told(Action::CodeChecked, Outcome::Failure, &details);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].0, "member.locked");
        assert_eq!(all[0].1["cause"], "delay");
    }

    /// Only what is named is sent: neither networks nor anything that a row gains later.
    #[test]
    fn a_body_has_the_named_fields_alone() {
        let details = json!({ "reason": "lost", "secret": "abc" });
        let all = told(Action::DeviceReset, Outcome::Success, &details);
        let expected = json!({
            "organization": Uuid::from_u128(1),
            "member": Uuid::from_u128(2),
            "actor": { "kind": "client", "id": Uuid::from_u128(3) },
            "reason": "lost",
        });
        assert_eq!(all[0].1, expected);
    }

    /// H-11 (sizes): a body is never larger than 20 kB.
    #[test]
    fn a_large_body_is_shortened() {
        let details = json!({ "reason": "\u{1}".repeat(20_000) });
        let row = row(Action::DeviceReset, Outcome::Success, None, &details);
        let body = of_row(&row)[0].body(&row, OrganizationKind::Live);
        assert!(body.len() <= WEBHOOK_BODY_BYTES, "{}", body.len());
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(body["data"]["is_shortened"], true);
    }
}
