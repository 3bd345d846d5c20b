//! Devices whose secret another product made and an administrator imported: they prove their member at once, and
//! have to be replaced.

use super::model::{DeviceSummary, member_of, seal_secret};
use super::{former, store, store_imported};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::totp::TotpSecret;
use crate::platform::db::keys::{MemberKey, MemberRef};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::keyring;
use shared_types::ids::DeviceId;
use shared_types::limits::IMPORTED_REMINDER;
use shared_types::time::Time;

/// A secret to import, and until when it has to be replaced.
#[derive(Clone, Debug)]
pub(in crate::people) struct ImportedSecret {
    /// The secret.
    pub(in crate::people) secret: TotpSecret,
    /// Until when.
    pub(in crate::people) replace_by: Time,
}

/// Makes it the member's device, no step spent; gives its id and how it stands, or `None` where there is a device.
/// The caller has locked the member.
pub(in crate::people) fn import_totp(
    connection: &mut DbConnection,
    keys: &KeyRing,
    member: MemberRef,
    imported: &ImportedSecret,
    now: Time,
) -> DbResult<Option<(DeviceId, DeviceSummary)>> {
    if !store::find_devices(connection, member)?.is_empty() {
        return Ok(None);
    }
    let id = DeviceId(new_id(now));
    let secret = seal_secret(keys, member.id, id, &imported.secret);
    keyring::require_known(connection, &secret)?;
    let remind_at = imported.replace_by - IMPORTED_REMINDER;
    let new = store::NewTotpDevice {
        id,
        member: member.key,
        number: former::next_number(connection, member.key)?,
        secret,
        last_step: 0,
        replace_by: Some(imported.replace_by),
        // The mail that tells of the import is reminder enough where there is less time.
        remind_at: Some(remind_at).filter(|at| *at > now),
    };
    store::insert_device(connection, &new, now)?;
    Ok(Some((id, DeviceSummary::ACTIVE)))
}

/// The members who are to be reminded now, with the end of their time; each of them once.
pub(in crate::people) fn due_reminders(
    connection: &mut DbConnection,
    now: Time,
) -> DbResult<Vec<(MemberKey, Time)>> {
    let mut due = Vec::new();
    for (device, replace_by) in store_imported::list_to_remind(connection, now)? {
        if store_imported::consume_reminder(connection, device)? {
            due.push((member_of(device), replace_by));
        }
    }
    Ok(due)
}
