//! Lists: a page of items and the cursor of the next one.

use serde::{Deserialize, Serialize};

/// One page of a list. Follow `next_cursor` until it is absent: a page before the last may be short,
/// and even empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
