//! The names of members, for lists of what they did.

use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::schema::members;
use crate::platform::db::{DbConnection, DbResult, load_all};
use diesel::prelude::*;
use shared_types::ids::MemberId;

/// The names of those of these members who are still in the organization.
pub fn find_names(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    ids: impl IntoIterator<Item = MemberId>,
) -> DbResult<impl Iterator<Item = (MemberId, String)>> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    let names = members::table
        .filter(members::organization.eq(organization))
        .select((members::id, members::display_name));
    let rows: Vec<(String, String)> = if ids.is_empty() {
        Vec::new()
    } else {
        load_all!(connection, names, members::id, ids)?
    };
    let rows = rows.into_iter();
    Ok(rows.filter_map(|(id, name)| Some((id.parse().ok()?, name))))
}
