//! The sealed column of `former_totp_devices`. A secret that was forgotten after a day is no value.

use super::sealed::{Place, Range, Sealed};
use super::store_column::sealed_column;
use crate::platform::db::schema::{former_totp_devices as columns, members};
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
        .inner_join(members::table.on(members::key.eq(columns::member)))
        .filter(columns::id.gt(&after.id))
        .filter(columns::secret.lt(low).or(columns::secret.ge(high)))
        .order(columns::id)
        .limit(limit)
        .select((columns::id, members::id, columns::secret.assume_not_null()))
        .load::<(String, String, Vec<u8>)>(connection)?;
    let sealed = |(id, owner, value): (String, String, Vec<u8>)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![owner, id.clone()],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

sealed_column!(columns::secret, |old| columns::table.find(&old.id));
