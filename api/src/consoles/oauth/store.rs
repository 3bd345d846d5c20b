//! The table `authorization_codes`.

use super::model::{NewCode, StoredCode};
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::keys::{ClientKey, SignInKey, uuid_of};
use crate::platform::db::schema::authorization_codes;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::limits::OAUTH_ROWS_PER_SWEEP;
use diesel::dsl::max;
use diesel::prelude::*;
use shared_types::ids::MemberId;
use shared_types::time::Time;

#[derive(Queryable)]
struct Row {
    key: i64,
    verifier: Vec<u8>,
    client: ClientKey,
    sign_in: SignInKey,
    member: Vec<u8>,
    redirect_uri: String,
    code_challenge: Option<String>,
    nonce: Option<String>,
    scope: String,
    claims: Option<String>,
    authenticated_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl From<Row> for StoredCode {
    fn from(row: Row) -> Self {
        let wanted = row
            .claims
            .and_then(|claims| serde_json::from_str(&claims).ok());
        Self {
            key: row.key,
            client: row.client,
            sign_in: row.sign_in,
            member: MemberId(uuid_of(&row.member)),
            redirect_uri: row.redirect_uri,
            code_challenge: row.code_challenge,
            nonce: row.nonce,
            scope: row.scope,
            wanted: wanted.unwrap_or_default(),
            authenticated_at: Time::from_micros(row.authenticated_at),
            expires_at: Time::from_micros(row.expires_at),
            is_used: row.used_at.is_some(),
        }
    }
}

pub(super) fn insert(connection: &mut DbConnection, new: &NewCode<'_>, now: Time) -> DbResult<()> {
    let wanted = serde_json::to_string(new.wanted).expect("plain values serialise");
    diesel::insert_into(authorization_codes::table)
        .values((
            authorization_codes::key.eq(new.token.selector),
            authorization_codes::verifier.eq(new.token.verifier.as_bytes()),
            authorization_codes::client.eq(new.client),
            authorization_codes::sign_in.eq(new.sign_in),
            authorization_codes::member.eq(&new.member.0.as_bytes()[..]),
            authorization_codes::redirect_uri.eq(new.redirect_uri),
            authorization_codes::code_challenge.eq(new.code_challenge),
            authorization_codes::nonce.eq(new.nonce),
            authorization_codes::scope.eq(new.scope),
            authorization_codes::claims.eq(wanted),
            authorization_codes::authenticated_at.eq(new.authenticated_at.micros()),
            authorization_codes::created_at.eq(now.micros()),
            authorization_codes::expires_at.eq(new.expires_at.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// The code that was presented, used or not.
pub(super) fn find_presented(
    connection: &mut DbConnection,
    presented: &PresentedToken,
) -> DbResult<Option<StoredCode>> {
    let row: Option<Row> = authorization_codes::table
        .find(presented.selector)
        .select((
            authorization_codes::key,
            authorization_codes::verifier,
            authorization_codes::client,
            authorization_codes::sign_in,
            authorization_codes::member,
            authorization_codes::redirect_uri,
            authorization_codes::code_challenge,
            authorization_codes::nonce,
            authorization_codes::scope,
            authorization_codes::claims,
            authorization_codes::authenticated_at,
            authorization_codes::expires_at,
            authorization_codes::used_at,
        ))
        .get_result(connection)
        .optional()?;
    let is_right = presented.matches(row.as_ref().map(|row| row.verifier.as_slice()));
    Ok(row.filter(|_| is_right).map(StoredCode::from))
}

/// When the newest code was made with which this session went to this console, or to any.
pub(super) fn find_newest(
    connection: &mut DbConnection,
    sign_in: SignInKey,
    client: Option<ClientKey>,
) -> DbResult<Option<Time>> {
    let of_session = authorization_codes::table
        .filter(authorization_codes::sign_in.eq(sign_in))
        .select(max(authorization_codes::created_at));
    let newest: Option<i64> = match client {
        Some(client) => of_session
            .filter(authorization_codes::client.eq(client))
            .get_result(connection)?,
        None => of_session.get_result(connection)?,
    };
    Ok(newest.map(Time::from_micros))
}

/// How many codes were made for this session since then.
pub(super) fn count_since(
    connection: &mut DbConnection,
    sign_in: SignInKey,
    since: Time,
) -> DbResult<i64> {
    authorization_codes::table
        .filter(authorization_codes::sign_in.eq(sign_in))
        .filter(authorization_codes::created_at.gt(since.micros()))
        .count()
        .get_result(connection)
}

/// Uses the code; of several who do so at once one does.
pub(super) fn consume(connection: &mut DbConnection, key: i64, now: Time) -> DbResult<bool> {
    let unused = authorization_codes::table
        .find(key)
        .filter(authorization_codes::used_at.is_null())
        .filter(authorization_codes::expires_at.gt(now.micros()));
    let used = diesel::update(unused)
        .set(authorization_codes::used_at.eq(now.micros()))
        .execute(connection)?;
    Ok(used == 1)
}

/// Deletes those with a smaller key, which begins with the time; so many in one statement.
pub(super) fn delete_before(connection: &mut DbConnection, key: i64) -> DbResult<usize> {
    let old: Vec<i64> = authorization_codes::table
        .filter(authorization_codes::key.lt(key))
        .order(authorization_codes::key)
        .limit(OAUTH_ROWS_PER_SWEEP)
        .select(authorization_codes::key)
        .load(connection)?;
    diesel::delete(authorization_codes::table.filter(authorization_codes::key.eq_any(old)))
        .execute(connection)
}
