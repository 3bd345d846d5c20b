//! The sealed column of `idempotency_keys`.

use super::sealed::{Place, Range, Sealed};
use super::store_column::sealed_column;
use crate::platform::db::schema::idempotency_keys as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;

/// The values that were sealed with a key other than that of the range.
pub(super) fn list(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let rows = columns::table
        .filter(columns::id.gt(&after.id))
        .filter(columns::sealed.lt(low).or(columns::sealed.ge(high)))
        .order(columns::id)
        .limit(limit)
        .select((columns::id, columns::sealed))
        .load::<(String, Vec<u8>)>(connection)?;
    let sealed = |(id, value): (String, Vec<u8>)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![id.clone()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

sealed_column!(columns::sealed, |old| columns::table.find(&old.id));
