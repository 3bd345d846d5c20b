//! An audit row as it is read again, and the line that an export gives of it.

use super::model::Actor;
use super::words::{Action, Outcome};
use serde_json::Value;
use shared_types::ids::{FlowId, MemberId, OrganizationId};
use shared_types::time::Time;
use std::fmt::{self, Write as _};
use uuid::Uuid;

/// A row of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Names the row: no other has it, and later rows have greater ones.
    pub position: i64,
    /// When it happened.
    pub at: Time,
    /// Whose record it belongs to; `None` for that of the installation.
    pub organization: Option<OrganizationId>,
    /// The actor.
    pub actor: Actor,
    /// What was decided or changed.
    pub action: Action,
    /// The outcome.
    pub outcome: Outcome,
    /// The word that says why it ended so.
    pub result: Option<String>,
    /// The member concerned.
    pub subject: Option<MemberId>,
    /// The sign-in attempt that it belongs to.
    pub flow: Option<FlowId>,
    /// Further details, a JSON object.
    pub details: Option<String>,
    /// The coarse network of the caller; empty for the program itself.
    pub network: String,
    /// The request; `None` for the program itself.
    pub request_id: Option<Uuid>,
}

impl StoredEvent {
    /// The row as an export gives it: one line of JSON with words, ids as text and times of RFC
    /// 3339. Seals cover exactly these bytes, so the form never changes for a row that is written.
    pub fn exported_line(&self) -> String {
        let mut line = String::with_capacity(480);
        self.write_line(&mut line)
            .expect("a string takes every text");
        line
    }

    fn write_line(&self, line: &mut String) -> fmt::Result {
        write!(line, r#"{{"position":{}"#, self.position)?;
        write_id(line, "organization", self.organization.map(|id| id.0))?;
        write!(line, r#","at":"{}""#, self.at)?;
        write!(
            line,
            r#","actor":{{"kind":"{}""#,
            self.actor.kind().as_str()
        )?;
        write_id(line, "id", self.actor.id())?;
        write!(line, r#"}},"action":"{}""#, self.action.as_str())?;
        write!(line, r#","outcome":"{}""#, self.outcome.as_str())?;
        write_text(line, "result", self.result.as_deref())?;
        write_id(line, "subject", self.subject.map(|id| id.0))?;
        write_id(line, "flow", self.flow.map(|id| id.0))?;
        let details = self.details.as_deref().unwrap_or("null");
        write!(line, r#","details":{details}"#)?;
        write_text(line, "network", Some(&self.network))?;
        write_id(line, "request_id", self.request_id)?;
        line.write_str("}")
    }

    /// The bytes of the organization, empty for the installation: what chains and indexes go by.
    pub fn chain_bytes(&self) -> &[u8] {
        self.organization
            .as_ref()
            .map_or(&[], |id| id.0.as_bytes().as_slice())
    }

    /// The day in UTC, counted from 1970-01-01.
    pub fn day(&self) -> i64 {
        self.at.seconds().div_euclid(24 * 60 * 60)
    }

    /// The assurance level of the sign-in that was finished with this row; `None` for other rows.
    pub fn finished_sign_in(&self) -> Option<u64> {
        let is_one = self.action == Action::SignInFinished && self.outcome == Outcome::Success;
        let details = self.details.as_deref().filter(|_| is_one)?;
        let details: Value = serde_json::from_str(details).ok()?;
        details.get("aal")?.as_u64()
    }
}

fn write_id(line: &mut String, name: &str, id: Option<Uuid>) -> fmt::Result {
    match id {
        Some(id) => write!(line, r#","{name}":"{id}""#),
        None => write!(line, r#","{name}":null"#),
    }
}

fn write_text(line: &mut String, name: &str, text: Option<&str>) -> fmt::Result {
    write!(
        line,
        r#","{name}":{}"#,
        text.map_or(Value::Null, Value::from)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::audit::{Event, SignIn, SignInProof};
    use shared_types::sessions::Transport;

    fn row() -> StoredEvent {
        let member = MemberId(Uuid::from_u128(2));
        let event = Event::signed_in(SignIn {
            organization: OrganizationId(Uuid::from_u128(1)),
            member,
            flow: FlowId(Uuid::from_u128(3)),
            transport: Transport::Cookie,
            proof: SignInProof::Code,
        });
        StoredEvent {
            position: 7,
            at: Time::from_micros(1_800_000_000_000_001),
            organization: event.organization,
            actor: event.actor,
            action: event.action,
            outcome: event.outcome,
            result: event.result.as_deref().map(str::to_owned),
            subject: event.subject,
            flow: event.flow,
            details: event.details_text(),
            network: "192.0.2.0/24".into(),
            request_id: Some(Uuid::from_u128(4)),
        }
    }

    /// G-05: the bytes that a seal covers never change: an old row would not be proved any more.
    #[test]
    fn the_exported_line_is_pinned() {
        let id = |last| format!("00000000-0000-0000-0000-00000000000{last}");
        let expected = format!(
            "{{\"position\":7,\"organization\":\"{}\",\"at\":\"2027-01-15T08:00:00.000001Z\",\
             \"actor\":{{\"kind\":\"member\",\"id\":\"{}\"}},\"action\":\"sign_in.finished\",\
             \"outcome\":\"success\",\"result\":\"code\",\"subject\":\"{}\",\"flow\":\"{}\",\
             \"details\":{{\"aal\":2,\"transport\":\"cookie\"}},\"network\":\"192.0.2.0/24\",\
             \"request_id\":\"{}\"}}",
            id(1),
            id(2),
            id(2),
            id(3),
            id(4)
        );
        assert_eq!(row().exported_line(), expected);
        assert_eq!(row().finished_sign_in(), Some(2));
    }

    /// What is absent is null, and no text leaves its place.
    #[test]
    fn an_exported_line_is_one_json_object() {
        let bare = StoredEvent {
            organization: None,
            actor: Actor::System,
            result: Some("a\"b\nc".into()),
            subject: None,
            flow: None,
            details: None,
            request_id: None,
            ..row()
        };
        let line = bare.exported_line();
        assert!(!line.contains('\n'));
        let read: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["result"], "a\"b\nc");
        for name in ["organization", "subject", "flow", "details", "request_id"] {
            assert_eq!(read[name], Value::Null, "{name}");
        }
        assert_eq!(read["actor"]["id"], Value::Null);
    }
}
