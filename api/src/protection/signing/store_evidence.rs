//! The table `evidence_keys`: inserted into and retired, never deleted from.

use super::model::{Algorithm, KeyTimes, KeyUse, StoredKey};
use crate::platform::db::schema::evidence_keys;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

#[derive(Queryable)]
struct Row {
    kid: String,
    public_key: String,
    private_key: Vec<u8>,
    created_at: i64,
    retired_at: Option<i64>,
}

impl From<Row> for StoredKey {
    fn from(row: Row) -> Self {
        let created_at = Time::from_micros(row.created_at);
        Self {
            r#use: KeyUse::DailyHeads,
            kid: row.kid,
            algorithm: Algorithm::EdDsa,
            public_key: row.public_key,
            private_key: row.private_key,
            times: KeyTimes {
                retired_at: row.retired_at.map(Time::from_micros),
                ..KeyTimes::new(created_at, created_at)
            },
        }
    }
}

/// All keys, in the order in which they were made: the key set has the same bytes each time.
pub(super) fn list(connection: &mut DbConnection) -> DbResult<Vec<StoredKey>> {
    let rows = evidence_keys::table
        .order((evidence_keys::created_at, evidence_keys::kid))
        .load::<Row>(connection)?;
    Ok(rows.into_iter().map(StoredKey::from).collect())
}

pub(super) fn insert(connection: &mut DbConnection, key: &StoredKey) -> DbResult<()> {
    diesel::insert_into(evidence_keys::table)
        .values((
            evidence_keys::kid.eq(&key.kid),
            evidence_keys::public_key.eq(&key.public_key),
            evidence_keys::private_key.eq(&key.private_key),
            evidence_keys::created_at.eq(key.times.created_at.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Every key signs nothing from now on.
pub(super) fn retire_all(connection: &mut DbConnection, now: Time) -> DbResult<()> {
    diesel::update(evidence_keys::table.filter(evidence_keys::retired_at.is_null()))
        .set(evidence_keys::retired_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// Whether the key may still sign.
pub(super) fn is_current(connection: &mut DbConnection, kid: &str) -> DbResult<bool> {
    let own = evidence_keys::table
        .find(kid)
        .filter(evidence_keys::retired_at.is_null());
    diesel::select(diesel::dsl::exists(own)).get_result(connection)
}
