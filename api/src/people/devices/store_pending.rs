//! The table `pending_totp_devices`.

use super::model::PendingTotpDevice;
use crate::platform::db::schema::pending_totp_devices as columns;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::{DeviceId, FlowId, MemberId};
use shared_types::time::Time;

#[derive(Queryable)]
struct PendingRow {
    #[diesel(deserialize_as = String)]
    id: DeviceId,
    #[diesel(deserialize_as = String)]
    member: MemberId,
    #[diesel(deserialize_as = String)]
    flow: FlowId,
    secret: Vec<u8>,
}

pub(super) fn find_pending(
    connection: &mut DbConnection,
    flow: FlowId,
) -> DbResult<Option<PendingTotpDevice>> {
    let row = columns::table
        .filter(columns::flow_id.eq(flow.to_string()))
        .select((
            columns::id,
            columns::member_id,
            columns::flow_id,
            columns::secret,
        ))
        .get_result::<PendingRow>(connection)
        .optional()?;
    Ok(row.map(|row| PendingTotpDevice {
        id: row.id,
        member: row.member,
        flow: row.flow,
        secret: row.secret,
    }))
}

pub(super) fn insert_pending(
    connection: &mut DbConnection,
    new: &PendingTotpDevice,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(new.id.to_string()),
            columns::member_id.eq(new.member.to_string()),
            columns::flow_id.eq(new.flow.to_string()),
            columns::secret.eq(&new.secret),
            columns::created_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Takes the device out, to be confirmed. One row or none.
pub(super) fn consume_pending(connection: &mut DbConnection, id: DeviceId) -> DbResult<bool> {
    let pending = columns::table.find(id.to_string());
    Ok(diesel::delete(pending).execute(connection)? == 1)
}
