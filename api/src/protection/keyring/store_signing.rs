//! The sealed column of `signing_keys`.

use super::sealed::{Place, Range, Sealed};
use super::store_column::sealed_column;
use crate::platform::db::schema::signing_keys as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::organizations::OrganizationKind;

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
        .select((
            columns::kid,
            columns::kind,
            columns::algorithm,
            columns::public_key,
            columns::private_key,
        ))
        .load::<Row>(connection)?;
    let sealed = |row: Row| Sealed {
        place: Place::of_id(&row.kid),
        // As `signing` seals it: the kind is named for test organizations alone.
        bound_to: [row.kid.clone(), row.algorithm, row.public_key]
            .into_iter()
            .chain(Some(row.kind).filter(|kind| kind == OrganizationKind::Test.as_str()))
            .collect(),
        id: row.kid,
        value: row.private_key,
    };
    Ok(rows.into_iter().map(sealed).collect())
}

#[derive(Queryable)]
struct Row {
    kid: String,
    kind: String,
    algorithm: String,
    public_key: String,
    private_key: Vec<u8>,
}

sealed_column!(columns::private_key, |old| columns::table.find(&old.id));
