//! Many members at once: `POST /members/batch` and `POST /members/import`.

use crate::ids::MemberId;
use crate::members::CreateMemberRequest;
use crate::problem::{FieldError, ProblemCode};
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// What a refused row does to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BatchMode {
    /// When one row is refused, nothing is changed. The members, the words of their names and addresses, and their
    /// groups are at most 10,000 together.
    #[default]
    All,
    /// The other rows are done.
    Possible,
}

/// `POST /members/batch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BatchMembersRequest {
    /// The members, as `POST /members` takes each: at most 1,000, each at most 4 KiB.
    pub members: Vec<CreateMemberRequest>,
    /// What a refused row does to the others.
    #[serde(default)]
    pub mode: BatchMode,
    /// `true`: says what would happen, and changes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The query of `POST /members/import`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ImportMembersQuery {
    /// What a refused row does to the others; `all` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub mode: Option<BatchMode>,
    /// `true`: says what would happen, and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// A new member, with an invitation that is sent now or waits for its turn.
    Made,
    /// The same, where nothing is applied: nobody was made.
    WouldMake,
    /// The address is already a member's, who stays as he is.
    Unchanged,
    /// The address is that of a row before it, whose member is new or would be.
    Duplicate,
    /// `code` and `errors` say why.
    Refused,
}

/// A row, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchRow {
    /// Its place among the rows, counted from 0.
    pub index: u32,
    /// The line of the file where it begins, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Of a row of a file: the address that stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What becomes of it.
    pub state: BatchState,
    /// The member that was made, or who has the address: the latter for who may read members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Of a refused row: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ProblemCode>,
    /// Of a refused row without `errors`: why, as a sentence for people who read logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// With `throttled`: after how many seconds the row may be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// Of a refused row: the fields that are not acceptable; in a file, its columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// What becomes of all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchResponse {
    /// Whether it is done. `false`: nothing was changed, because that was asked for, or because a row is refused in
    /// mode `all`; the rows say what would happen without that.
    pub applied: bool,
    /// Rows in state `made`.
    pub made: u32,
    /// Rows in state `would_make`.
    pub would_make: u32,
    /// Rows in state `unchanged`.
    pub unchanged: u32,
    /// Rows in state `duplicate`.
    pub duplicate: u32,
    /// Rows in state `refused`.
    pub refused: u32,
    /// Each row, in their order.
    pub rows: Vec<BatchRow>,
}

wire_names!(BatchMode { All = "all", Possible = "possible" });
