//! The table `sign_ins`, as those ask who help a member: the sign-ins that are under way.

use super::model::{OpenSignIn, State};
use crate::platform::db::keys::MemberKey;
use crate::platform::db::schema::sign_ins;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::time::Time;

/// The flows of a member that are not over, the newest first; those of another epoch are.
pub fn list_open(
    connection: &mut DbConnection,
    member: MemberKey,
    epoch: i64,
    now: Time,
) -> DbResult<Vec<OpenSignIn>> {
    let rows: Vec<(i64, i64, bool, Option<i64>, String)> = sign_ins::table
        .filter(sign_ins::member.eq(member))
        .filter(sign_ins::state.eq(State::Flow.as_str()))
        .filter(sign_ins::epoch.eq(epoch))
        .filter(sign_ins::expires_at.gt(now.micros()))
        .order(sign_ins::key.desc())
        .select((
            sign_ins::started_at,
            sign_ins::expires_at,
            sign_ins::replaces_device,
            sign_ins::email_at,
            sign_ins::network,
        ))
        .load(connection)?;
    let open = rows.into_iter().map(|row| OpenSignIn {
        started_at: Time::from_micros(row.0),
        expires_at: Time::from_micros(row.1),
        replaces_device: row.2,
        email_at: row.3.map(Time::from_micros),
        network: row.4,
    });
    Ok(open.collect())
}
