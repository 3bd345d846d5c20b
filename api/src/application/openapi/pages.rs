//! The rows of a page by their name: a generic type is described with its rows written out, and a generated client
//! would have a type of its own for each list.

use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{Components, Ref, RefOr};

/// What utoipa calls `Page<Row>`.
const PAGE: &str = "Page_";

/// Puts the name of the row in the place of what it is.
pub(super) fn name_rows(components: &mut Components) {
    let pages = components.schemas.keys();
    let rows: Vec<String> = pages
        .filter_map(|name| name.strip_prefix(PAGE).map(str::to_owned))
        .filter(|row| components.schemas.contains_key(row))
        .collect();
    for row in rows {
        let page = components.schemas.get_mut(&format!("{PAGE}{row}"));
        if let Some(RefOr::T(Schema::Object(page))) = page
            && let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(row).into()));
        }
    }
}
