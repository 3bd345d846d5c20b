//! The table `signing_keys`.

use super::model::{Algorithm, KeyTimes, KeyUse, StoredKey};
use crate::platform::db::schema::signing_keys;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;

#[derive(Queryable)]
struct Row {
    kid: String,
    kind: String,
    algorithm: String,
    public_key: String,
    private_key: Vec<u8>,
    created_at: i64,
    signs_from: i64,
    retired_at: Option<i64>,
    published_until: Option<i64>,
}

impl Row {
    /// `None` for an algorithm that only a newer program knows.
    fn into_key(self) -> Option<StoredKey> {
        let algorithm = Algorithm::of_word(&self.algorithm)?;
        let kind = OrganizationKind::try_from(self.kind).ok()?;
        Some(StoredKey {
            r#use: KeyUse::Receipts(kind),
            kid: self.kid,
            algorithm,
            public_key: self.public_key,
            private_key: self.private_key,
            times: KeyTimes {
                created_at: Time::from_micros(self.created_at),
                signs_from: Time::from_micros(self.signs_from),
                retired_at: self.retired_at.map(Time::from_micros),
                published_until: self.published_until.map(Time::from_micros),
            },
        })
    }
}

/// All keys of a kind, in the order in which they begin to sign: a key set has the same bytes each time.
pub(super) fn list(
    connection: &mut DbConnection,
    kind: OrganizationKind,
) -> DbResult<Vec<StoredKey>> {
    let rows = signing_keys::table
        .filter(signing_keys::kind.eq(kind.as_str()))
        .order((signing_keys::signs_from, signing_keys::kid))
        .load::<Row>(connection)?;
    Ok(rows.into_iter().filter_map(Row::into_key).collect())
}

pub(super) fn insert(
    connection: &mut DbConnection,
    kind: OrganizationKind,
    key: &StoredKey,
) -> DbResult<()> {
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::kid.eq(&key.kid),
            signing_keys::kind.eq(kind.as_str()),
            signing_keys::algorithm.eq(key.algorithm.as_str()),
            signing_keys::public_key.eq(&key.public_key),
            signing_keys::private_key.eq(&key.private_key),
            signing_keys::created_at.eq(key.times.created_at.micros()),
            signing_keys::signs_from.eq(key.times.signs_from.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// The key signs nothing from `retired_at` on.
pub(super) fn retire(
    connection: &mut DbConnection,
    kid: &str,
    retired_at: Time,
    published_until: Time,
) -> DbResult<()> {
    diesel::update(signing_keys::table.find(kid))
        .set((
            signing_keys::retired_at.eq(retired_at.micros()),
            signing_keys::published_until.eq(published_until.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Deletes the keys of a kind and algorithm: on every node they neither sign nor are published any more.
pub(super) fn delete_all(
    connection: &mut DbConnection,
    kind: OrganizationKind,
    algorithm: Algorithm,
) -> DbResult<usize> {
    let own = signing_keys::table
        .filter(signing_keys::kind.eq(kind.as_str()))
        .filter(signing_keys::algorithm.eq(algorithm.as_str()));
    diesel::delete(own).execute(connection)
}

/// Deletes keys that are not published any more.
pub(super) fn delete_unpublished(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let over = signing_keys::table.filter(signing_keys::published_until.le(now.micros()));
    diesel::delete(over).execute(connection)
}
