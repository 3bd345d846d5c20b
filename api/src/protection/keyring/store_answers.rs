//! The sealed column of `idempotency_keys`.

use super::sealed::{Place, Range, Sealed};
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

/// Replaces the value that was read; gives the number of rows, one or none.
pub(super) fn update(connection: &mut DbConnection, old: &Sealed, new: &[u8]) -> DbResult<usize> {
    diesel::update(columns::table.find(&old.id))
        .filter(columns::sealed.eq(&old.value))
        .set(columns::sealed.eq(new))
        .execute(connection)
}

/// The number of values that the key of the range sealed.
pub(super) fn count(connection: &mut DbConnection, Range { low, high }: Range) -> DbResult<i64> {
    columns::table
        .filter(columns::sealed.ge(low))
        .filter(columns::sealed.lt(high))
        .count()
        .get_result(connection)
}
