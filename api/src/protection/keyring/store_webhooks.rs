//! The sealed column of `webhooks`. The names of its rows are binary, and text here.

use super::sealed::{Place, Range, Sealed};
use super::store_column::sealed_column;
use crate::platform::db::keys::uuid_of;
use crate::platform::db::schema::{organizations, webhooks as columns};
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use uuid::Uuid;

/// The bytes of a name; none before the first row.
fn bytes(id: &str) -> Vec<u8> {
    let id: Option<Uuid> = id.parse().ok();
    id.map_or_else(Vec::new, |id| id.as_bytes().to_vec())
}

/// The values that were sealed with a key other than that of the range.
pub(super) fn list(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let rows = columns::table
        .inner_join(organizations::table.on(organizations::key.eq(columns::organization)))
        .filter(columns::id.gt(bytes(&after.id)))
        .filter(columns::sealed.lt(low).or(columns::sealed.ge(high)))
        .order(columns::id)
        .limit(limit)
        .select((columns::id, organizations::id, columns::sealed))
        .load::<(Vec<u8>, String, Vec<u8>)>(connection)?;
    let sealed = |(id, organization, value): (Vec<u8>, String, Vec<u8>)| {
        let id = uuid_of(&id).to_string();
        Sealed {
            place: Place::of_id(&id),
            bound_to: vec![organization, id.clone()],
            id,
            value,
        }
    };
    Ok(rows.into_iter().map(sealed).collect())
}

sealed_column!(columns::sealed, |old| columns::table.find(bytes(&old.id)));
