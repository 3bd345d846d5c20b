//! The sealed column of `evidence_keys`.

use super::sealed::{Place, Range, Sealed};
use super::store_column::sealed_column;
use crate::platform::db::schema::evidence_keys as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;

/// The algorithm of all of them, which each value is bound to.
const ALGORITHM: &str = "EdDSA";

/// The values that were sealed with a key other than that of the range. Each is bound to the
/// algorithm and the public key too.
pub(super) fn list(
    connection: &mut DbConnection,
    Range { low, high }: Range,
    after: &Place,
    limit: i64,
) -> DbResult<Vec<Sealed>> {
    let rows = columns::table
        .filter(columns::kid.gt(&after.id))
        .filter(
            columns::private_key
                .lt(low)
                .or(columns::private_key.ge(high)),
        )
        .order(columns::kid)
        .limit(limit)
        .select((columns::kid, columns::public_key, columns::private_key))
        .load::<(String, String, Vec<u8>)>(connection)?;
    let sealed = |(id, public_key, value): (String, String, Vec<u8>)| Sealed {
        place: Place::of_id(&id),
        bound_to: vec![id.clone(), ALGORITHM.to_owned(), public_key],
        id,
        value,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

sealed_column!(columns::private_key, |old| columns::table.find(&old.id));
