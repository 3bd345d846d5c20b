//! Groups of members.

use crate::ids::GroupId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A group of an organization, as administrators and the helpdesk see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupView {
    /// The group.
    pub id: GroupId,
    /// Its name, by which members name it.
    #[cfg_attr(feature = "openapi", schema(example = "Night shift"))]
    pub name: String,
    /// How many members are in it.
    pub members: i64,
    /// When it was made.
    pub created_at: Time,
}

/// `POST /groups`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateGroupRequest {
    /// Its name: 1 to 64 characters, unique in the organization whatever the letter case, without `|`, not
    /// beginning with `role:`.
    #[cfg_attr(feature = "openapi", schema(example = "Night shift"))]
    pub name: String,
}

/// `PATCH /groups/{id}`: only the fields that are there change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchGroupRequest {
    /// The name from now on, as `POST /groups` takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Early shift"))]
    pub name: Option<String>,
}
