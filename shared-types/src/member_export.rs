//! Members as a file.

use crate::locale::Locale;
use crate::members::{ListMembersQuery, MemberStatus, MemberView, Role, TwoStepState};
use crate::wire::wire_names;
use serde::{Deserialize, Serialize};

/// The form of an exported file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberExportFormat {
    /// For spreadsheets; `POST /members/import` reads it again.
    #[default]
    Csv,
    /// For programs: each line a member as JSON.
    Ndjson,
}

/// The query of `GET /members/export`: the filters of `GET /members`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ExportMembersQuery {
    /// The form; `csv` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub format: Option<MemberExportFormat>,
    /// Only members whom the list finds by these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only members in this two-step state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_step: Option<TwoStepState>,
    /// Only members with this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MemberStatus>,
    /// Only members with this role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Only members of the group with this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `true`: only members whose recovery by email is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
}

/// A line of the NDJSON file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedMember {
    /// The member, as the list shows it.
    #[serde(flatten)]
    pub member: MemberView,
    /// The language of pages and mails that was chosen; absent: that of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

impl ExportMembersQuery {
    /// The file with the filters of a list.
    pub fn of(list: &ListMembersQuery, format: MemberExportFormat) -> Self {
        let list = list.clone();
        Self {
            format: Some(format),
            search: list.search,
            two_step: list.two_step,
            status: list.status,
            role: list.role,
            group: list.group,
            held: list.held,
        }
    }

    /// The filters, as the list takes them.
    pub fn into_list(self) -> ListMembersQuery {
        ListMembersQuery {
            search: self.search,
            two_step: self.two_step,
            status: self.status,
            role: self.role,
            group: self.group,
            held: self.held,
            ..ListMembersQuery::default()
        }
    }
}

wire_names!(MemberExportFormat { Csv = "csv", Ndjson = "ndjson" });
