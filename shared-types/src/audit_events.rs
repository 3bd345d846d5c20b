//! The audit record, as it is read and exported.

use crate::ids::{FlowId, MemberId, OrganizationId};
use crate::time::Time;
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// Done.
    Success,
    /// Looked at and refused.
    Failure,
    /// Not looked at: too many tries.
    Throttled,
}

wire_names!(AuditOutcome { Success = "success", Failure = "failure", Throttled = "throttled" });

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditActorKind {
    /// Somebody who proved nothing.
    Anonymous,
    /// Twostep itself, or a command on its host.
    System,
    /// A member.
    Member,
    /// A program, by an API token.
    Client,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditExportFormat {
    /// One JSON object a line, oldest first, with the seals that prove them.
    #[default]
    Ndjson,
    /// A table for spreadsheets, newest first, without a proof.
    Csv,
}

wire_names!(AuditExportFormat { Ndjson = "ndjson", Csv = "csv" });

/// The query of `GET /audit-events`. What is absent leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ListAuditEventsQuery {
    /// The `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Only what concerns this member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Only what this member or API token did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// Only this action: `sign_in.finished`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what ended so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AuditOutcome>,
    /// Only from this time on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Only before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// Only with this text in the result or in a text of the details, such as the reason that somebody
    /// gave, in any letter case; at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The query of `GET /audit-events/export`: the filters of the list, and the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ExportAuditEventsQuery {
    /// The form; `ndjson` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub format: Option<AuditExportFormat>,
    /// Only what concerns this member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Only what this member or API token did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// Only this action: `sign_in.finished`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what ended so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AuditOutcome>,
    /// Only from this time on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Only before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// Only with this text in the result or in a text of the details, as in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One page of the record, newest first. Follow `next_cursor` until it is absent: a page looks at a bounded
/// number of rows, so where few fit it may be short, and even empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEventPage {
    /// The rows.
    pub items: Vec<AuditEventView>,
    /// Where the next page starts; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Lists are complete up to this time; what happened later may not be found yet.
    pub complete_until: Time,
    /// Everything that happened before this time has a seal.
    pub sealed_until: Time,
    /// The daily heads are signed up to this time, the end of a day in UTC; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_until: Option<Time>,
}

/// One row of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEventView {
    /// Names the row; later rows have greater numbers. `position` in exports.
    pub id: i64,
    /// When it happened.
    pub at: Time,
    /// Who did it.
    pub actor: AuditActorView,
    /// What was decided or changed.
    #[cfg_attr(feature = "openapi", schema(example = "sign_in.finished"))]
    pub action: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// The word that says why it ended so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "code"))]
    pub result: Option<String>,
    /// Whom it concerns; `subject` in exports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<AuditMemberView>,
    /// The sign-in attempt, or the challenge, that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<FlowId>,
    /// Further details; what is in them depends on the action.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Map<String, Value>,
    /// The coarse network of the caller, IPv4 /24 or IPv6 /48; empty for Twostep itself.
    pub network: String,
    /// The `X-Request-Id` of the request; absent for Twostep itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Uuid>,
    /// Whether its seal proves it.
    pub seal: AuditSeal,
}

/// Whether the seal of a row proves that nobody altered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditSeal {
    /// It does.
    Proved,
    /// It has none yet; rows get theirs within seconds.
    Waiting,
    /// It does not: the row was altered or added later. `twostep audit verify` tells more.
    Broken,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActorView {
    /// What kind of actor it is.
    pub kind: AuditActorKind,
    /// The member or API token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The name now; absent for who is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Jo Doe"))]
    pub name: Option<String>,
}

/// The member whom a row concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditMemberView {
    /// The member.
    pub id: MemberId,
    /// The name now; absent for who is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Jo Doe"))]
    pub name: Option<String>,
}

/// `GET /audit-events/{id}`: one row, with the sign-in attempt that it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEventStory {
    /// The row.
    pub event: AuditEventView,
    /// All rows of its sign-in attempt or challenge, oldest first, at most 200; empty when it belongs to none.
    pub flow: Vec<AuditEventView>,
    /// Whose record it is.
    pub organization: OrganizationId,
    /// Everything that happened before this time has a seal.
    pub sealed_until: Time,
}
