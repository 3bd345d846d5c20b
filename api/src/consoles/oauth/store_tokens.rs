//! The table `access_tokens`.

use super::model::{NewAccessToken, StoredAccessToken};
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::keys::{ClientKey, SignInKey};
use crate::platform::db::schema::access_tokens;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::OAUTH_ROWS_PER_SWEEP;
use diesel::prelude::*;
use shared_types::time::Time;

#[derive(Queryable)]
struct Row {
    key: i64,
    verifier: Vec<u8>,
    client: ClientKey,
    sign_in: SignInKey,
    scope: String,
    claims: Option<String>,
    expires_at: i64,
}

impl From<Row> for StoredAccessToken {
    fn from(row: Row) -> Self {
        let wanted = row
            .claims
            .and_then(|claims| serde_json::from_str(&claims).ok());
        Self {
            key: row.key,
            client: row.client,
            sign_in: row.sign_in,
            scope: row.scope,
            wanted: wanted.unwrap_or_default(),
            expires_at: Time::from_micros(row.expires_at),
        }
    }
}

pub(super) fn insert(connection: &mut DbConnection, new: &NewAccessToken<'_>) -> DbResult<()> {
    let code = new.code;
    let wanted = serde_json::to_string(&code.wanted).expect("plain values serialise");
    diesel::insert_into(access_tokens::table)
        .values((
            access_tokens::key.eq(new.token.selector),
            access_tokens::verifier.eq(new.token.verifier.as_bytes()),
            access_tokens::client.eq(code.client),
            access_tokens::code.eq(code.key),
            access_tokens::sign_in.eq(code.sign_in),
            access_tokens::scope.eq(&code.scope),
            access_tokens::claims.eq(wanted),
            access_tokens::expires_at.eq(new.expires_at.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// The token that was presented, while it is good by itself.
pub(super) fn find_presented(
    connection: &mut DbConnection,
    presented: &PresentedToken,
    now: Time,
) -> DbResult<Option<StoredAccessToken>> {
    let row: Option<Row> = access_tokens::table
        .find(presented.selector)
        .filter(access_tokens::expires_at.gt(now.micros()))
        .filter(access_tokens::revoked_at.is_null())
        .select((
            access_tokens::key,
            access_tokens::verifier,
            access_tokens::client,
            access_tokens::sign_in,
            access_tokens::scope,
            access_tokens::claims,
            access_tokens::expires_at,
        ))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right).map(StoredAccessToken::from))
}

/// Revokes what was made of a code; how many there were.
pub(super) fn revoke_of_code(
    connection: &mut DbConnection,
    code: i64,
    now: Time,
) -> DbResult<usize> {
    let own = access_tokens::table
        .filter(access_tokens::code.eq(code))
        .filter(access_tokens::revoked_at.is_null());
    diesel::update(own)
        .set(access_tokens::revoked_at.eq(now.micros()))
        .execute(connection)
}

pub(super) fn revoke(connection: &mut DbConnection, key: i64, now: Time) -> DbResult<()> {
    diesel::update(access_tokens::table.find(key))
        .set(access_tokens::revoked_at.eq(now.micros()))
        .execute(connection)
        .map(drop)
}

/// Deletes those with a smaller key, which begins with the time; so many in one statement.
pub(super) fn delete_before(connection: &mut DbConnection, key: i64) -> DbResult<usize> {
    let old: Vec<i64> = access_tokens::table
        .filter(access_tokens::key.lt(key))
        .order(access_tokens::key)
        .limit(OAUTH_ROWS_PER_SWEEP)
        .select(access_tokens::key)
        .load(connection)?;
    diesel::delete(access_tokens::table.filter(access_tokens::key.eq_any(old))).execute(connection)
}
