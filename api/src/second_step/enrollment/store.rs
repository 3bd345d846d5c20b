//! Writing `email_codes` and pending `devices`.

use crate::platform::db::schema::{devices, email_codes};
use crate::platform::db::{DbConnection, DbResult};
use crate::second_step::flow::EmailCode;
use diesel::prelude::*;
use shared_types::ids::{DeviceId, FlowId, MemberId};
use shared_types::limits::EMAIL_CODE_TRIES;
use shared_types::time::Time;

/// Puts a code in the place of the flow's older one.
pub(super) fn replace_email_code(
    connection: &mut DbConnection,
    flow: FlowId,
    code: &EmailCode,
) -> DbResult<()> {
    diesel::delete(email_codes::table.find(flow.to_string())).execute(connection)?;
    diesel::insert_into(email_codes::table)
        .values((
            email_codes::flow_id.eq(flow.to_string()),
            email_codes::mac.eq(&code.mac),
            email_codes::reference.eq(&code.reference),
            email_codes::sent_at.eq(code.sent_at.micros()),
            email_codes::expires_at.eq(code.expires_at.micros()),
            email_codes::tries.eq(code.tries),
        ))
        .execute(connection)?;
    Ok(())
}

/// Spends the right code, while tries and time are left. One row or none.
pub(super) fn consume_email_code(
    connection: &mut DbConnection,
    flow: FlowId,
    mac: &[u8],
    now: Time,
) -> DbResult<bool> {
    let open = email_codes::table
        .find(flow.to_string())
        .filter(email_codes::mac.eq(mac))
        .filter(email_codes::tries.lt(EMAIL_CODE_TRIES))
        .filter(email_codes::expires_at.gt(now.micros()));
    Ok(diesel::delete(open).execute(connection)? == 1)
}

/// Counts a wrong try. One row or none.
pub(super) fn consume_email_try(connection: &mut DbConnection, flow: FlowId) -> DbResult<bool> {
    let open = email_codes::table
        .find(flow.to_string())
        .filter(email_codes::tries.lt(EMAIL_CODE_TRIES));
    let changed = diesel::update(open)
        .set(email_codes::tries.eq(email_codes::tries + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

/// The flow's pending device with its sealed secret.
pub(super) fn find_pending(
    connection: &mut DbConnection,
    flow: FlowId,
) -> DbResult<Option<(DeviceId, Vec<u8>)>> {
    let row = devices::table
        .filter(devices::flow_id.eq(flow.to_string()))
        .filter(devices::status.eq("pending"))
        .select((devices::id, devices::secret))
        .get_result::<(String, Vec<u8>)>(connection)
        .optional()?;
    Ok(row.and_then(|(id, secret)| id.parse().ok().map(|id| (id, secret))))
}

pub(super) fn insert_pending(
    connection: &mut DbConnection,
    (id, member, flow): (DeviceId, MemberId, FlowId),
    secret: &[u8],
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(devices::table)
        .values((
            devices::id.eq(id.to_string()),
            devices::member_id.eq(member.to_string()),
            devices::flow_id.eq(flow.to_string()),
            devices::kind.eq("totp"),
            devices::status.eq("pending"),
            devices::secret.eq(secret),
            devices::created_at.eq(now.micros()),
            devices::last_step.eq(0),
            devices::failures.eq(0),
            devices::blocked_until.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}
