//! The table `console_logins`.

use super::model::Login;
use crate::platform::db::keys::{ClientKey, SignInKey, uuid_of};
use crate::platform::db::schema::console_logins;
use crate::platform::db::{DbConnection, DbResult, load_all, on_backend};
use diesel::prelude::*;
use shared_types::ids::{MemberId, SessionId};

const COLUMNS: (
    console_logins::sign_in,
    console_logins::client,
    console_logins::member,
    console_logins::session,
) = (
    console_logins::sign_in,
    console_logins::client,
    console_logins::member,
    console_logins::session,
);

#[derive(Queryable)]
struct Row {
    sign_in: SignInKey,
    client: ClientKey,
    member: Vec<u8>,
    session: Vec<u8>,
}

impl From<Row> for Login {
    fn from(row: Row) -> Self {
        Self {
            sign_in: row.sign_in,
            client: row.client,
            member: MemberId(uuid_of(&row.member)),
            session: SessionId(uuid_of(&row.session)),
        }
    }
}

/// Once for each session and console.
pub(super) fn insert(connection: &mut DbConnection, login: &Login) -> DbResult<()> {
    let row = (
        console_logins::sign_in.eq(login.sign_in),
        console_logins::client.eq(login.client),
        console_logins::member.eq(&login.member.0.as_bytes()[..]),
        console_logins::session.eq(&login.session.0.as_bytes()[..]),
    );
    on_backend!(connection, |own| diesel::insert_into(console_logins::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(own))
    .map(drop)
}

pub(super) fn is_any(connection: &mut DbConnection) -> DbResult<bool> {
    let first: Option<SignInKey> = console_logins::table
        .select(console_logins::sign_in)
        .limit(1)
        .get_result(connection)
        .optional()?;
    Ok(first.is_some())
}

/// Those of these members.
pub(super) fn list_of_members(
    connection: &mut DbConnection,
    members: impl Iterator<Item = MemberId>,
) -> DbResult<Vec<Login>> {
    let members = members.map(|member| member.0.as_bytes().to_vec()).collect();
    let rows = console_logins::table.select(COLUMNS);
    let rows: DbResult<Vec<Row>> = load_all!(connection, rows, console_logins::member, members);
    Ok(rows?.into_iter().map(Login::from).collect())
}

/// Those of these sessions.
pub(super) fn list_of(
    connection: &mut DbConnection,
    sessions: &[SignInKey],
) -> DbResult<Vec<Login>> {
    let rows = console_logins::table.select(COLUMNS);
    let keys = sessions.to_vec();
    let rows: DbResult<Vec<Row>> = load_all!(connection, rows, console_logins::sign_in, keys);
    Ok(rows?.into_iter().map(Login::from).collect())
}

/// Sessions after this one, each once, in the order of their keys.
pub(super) fn list_sessions(
    connection: &mut DbConnection,
    after: SignInKey,
    limit: i64,
) -> DbResult<Vec<SignInKey>> {
    console_logins::table
        .filter(console_logins::sign_in.gt(after))
        .select(console_logins::sign_in)
        .distinct()
        .order(console_logins::sign_in)
        .limit(limit)
        .load(connection)
}

/// Whether it was there: of several who find out at once that a session has ended, one tells its console.
pub(super) fn delete(connection: &mut DbConnection, login: &Login) -> DbResult<bool> {
    let deleted = diesel::delete(console_logins::table.find((login.sign_in, login.client)))
        .execute(connection)?;
    Ok(deleted == 1)
}
