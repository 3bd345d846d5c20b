//! Secrets that stand in somebody's app and are good for nothing any more: kept for a day, so that a code of
//! one is named for what it is. No code of one is ever accepted.

use super::model::FormerTotpDevice;
use super::store_former;
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::totp::{self, Match};
use crate::platform::db::keys::{MemberKey, MemberRef};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::keyring;
use shared_types::limits::{FORMER_SECRET_LIFETIME, FORMER_SECRETS_KEPT};
use shared_types::time::Time;

/// Whether a wrong code is one of a secret of this member that was voided or replaced within a day. Asked
/// only once the code was found to be wrong: the way of a right one costs nothing more.
pub fn is_code_of_former(
    connection: &mut DbConnection,
    context: &Context,
    member: MemberRef,
    code: &Code,
    now: Time,
) -> DbResult<bool> {
    let mut is_former = false;
    // Each is compared, in constant time, whatever the others were (T-10).
    for former in store_former::list_former(connection, member.key)? {
        let Some(secret) = former.open_secret(&context.keys, member.id) else {
            continue;
        };
        is_former |= totp::match_code(&secret, code, context.code_window, now, 0) != Match::Wrong;
    }
    Ok(is_former)
}

/// The number of the member's next entry: an entry of a lower one may stand in the app.
pub(super) fn next_number(connection: &mut DbConnection, member: MemberKey) -> DbResult<i64> {
    Ok(store_former::highest_number(connection, member)?.saturating_add(1))
}

/// Keeps what a pending device or a device leaves in the app. The row is copied: a secret whose key was
/// removed meanwhile could not be opened by anybody, so its number alone is kept.
pub(super) fn keep(
    connection: &mut DbConnection,
    former: FormerTotpDevice,
    now: Time,
) -> DbResult<()> {
    let sealed = former.secret.as_deref().unwrap_or_default();
    let is_known = keyring::hold_if_known(connection, sealed)?;
    let former = FormerTotpDevice {
        secret: former.secret.filter(|_| is_known),
        ..former
    };
    store_former::insert_former(connection, &former, now)?;
    let all = store_former::list_former(connection, former.member)?;
    for older in all.into_iter().skip(FORMER_SECRETS_KEPT) {
        store_former::delete_former(connection, older.id)?;
    }
    Ok(())
}

/// Forgets the secrets that were kept for a day.
pub fn sweep_former(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    store_former::update_forgotten(connection, now - FORMER_SECRET_LIFETIME)
}
