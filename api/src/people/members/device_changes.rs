//! The only way in which other features change how a member's device stands: the member's row and the
//! counts of its organization follow in the same change.
//!
//! Right codes of devices that were never blocked are not among them: `devices::spend_step` changes
//! nothing that a member's row repeats, so the way of every sign-in costs no more statements.

use super::model::Member;
use super::store_counted;
use crate::people::browsers::{self, KnownBrowser};
use crate::people::devices::{
    self, Delays, FreshStep, ImportedSecret, PendingTotpDevice, TotpDevice,
};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::ids::DeviceId;
use shared_types::time::Time;

/// Spends a fresh step of the member's device; `false` when the device changed after it was read. What
/// strangers' wrong codes delay does not delay a known browser.
pub fn spend_step(
    connection: &mut DbConnection,
    member: &Member,
    device: &TotpDevice,
    proof: CodeProof,
    now: Time,
) -> DbResult<bool> {
    let fresh = FreshStep {
        device: device.key,
        id: device.id,
        step: proof.step,
    };
    let spent = match proof.source {
        CodeSource::Stranger if !device.was_blocked() => {
            return devices::spend_step(connection, fresh, now);
        }
        CodeSource::Program => return devices::spend_step_for_program(connection, fresh, now),
        CodeSource::Stranger => {
            devices::spend_step_after_block(connection, fresh, Delays::Hold, now)?
        }
        CodeSource::Browser(browser) => {
            browsers::forgive_codes(connection, browser)?;
            devices::spend_step_after_block(connection, fresh, Delays::DoNotHold, now)?
        }
    };
    match spent {
        // Nothing that the member's row repeats has changed.
        Some(_) if !device.was_blocked() => Ok(true),
        Some(summary) => {
            store_counted::update_device_summary(connection, member, summary).map(|()| true)
        }
        None => Ok(false),
    }
}

/// Where a code comes from: each of them has tries and delays of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// Anybody.
    Stranger,
    /// A browser that the member has signed in with before.
    Browser(KnownBrowser),
    /// A program, or a member of the helpdesk, that asks about the member.
    Program,
}

impl CodeSource {
    /// The browser that sends it, if it is known.
    pub fn of(browser: Option<KnownBrowser>) -> Self {
        browser.map_or(Self::Stranger, Self::Browser)
    }
}

/// A right code: its time step, and where it came from.
#[derive(Clone, Copy, Debug)]
pub struct CodeProof {
    /// The RFC 6238 time step.
    pub step: i64,
    /// Who sent it.
    pub source: CodeSource,
}

/// Counts a wrong code of the member's device, with the delay or the end of the device that follows;
/// gives how many there are in a row, or `None` when no try was open. The delay is for the known browser
/// that it came from, or for strangers.
pub fn record_wrong_code(
    connection: &mut DbConnection,
    member: &Member,
    device: &TotpDevice,
    browser: Option<KnownBrowser>,
    now: Time,
) -> DbResult<Option<i64>> {
    let counted = match browser {
        None => devices::count_wrong_code(connection, device, Delays::Hold, now)?,
        Some(browser) => {
            browsers::count_wrong_code(connection, browser, now)?;
            devices::count_wrong_code(connection, device, Delays::DoNotHold, now)?
        }
    };
    if let Some(summary) = counted.and_then(|counted| counted.change) {
        store_counted::update_device_summary(connection, member, summary)?;
    }
    Ok(counted.map(|counted| counted.failures))
}

/// Makes a pending device the member's device, in the place of an older one, the step of its first
/// code spent; says whether there was an older one.
pub fn confirm_device(
    connection: &mut DbConnection,
    member: &Member,
    pending: &PendingTotpDevice,
    step: i64,
    now: Time,
) -> DbResult<bool> {
    let replaces = devices::remove_devices(connection, member.reference(), now)?.is_some();
    let summary = devices::confirm_totp(connection, pending, step, now)?;
    store_counted::update_device_summary(connection, member, summary)?;
    Ok(replaces)
}

/// Makes an imported secret the device of a member who has none; gives its id, or `None` where there is one.
pub(in crate::people) fn import_device(
    connection: &mut DbConnection,
    keys: &KeyRing,
    member: &Member,
    imported: &ImportedSecret,
    now: Time,
) -> DbResult<Option<DeviceId>> {
    let made = devices::import_totp(connection, keys, member.reference(), imported, now)?;
    let Some((device, summary)) = made else {
        return Ok(None);
    };
    store_counted::update_device_summary(connection, member, summary)?;
    Ok(Some(device))
}

/// Removes every device of the member; says whether there was one.
pub fn remove_devices(connection: &mut DbConnection, member: &Member, now: Time) -> DbResult<bool> {
    let removed = devices::remove_devices(connection, member.reference(), now)?;
    if let Some(summary) = removed {
        store_counted::update_device_summary(connection, member, summary)?;
    }
    Ok(removed.is_some())
}

/// Ends the delays after wrong codes; says whether there was one.
pub(super) fn unlock_devices(
    connection: &mut DbConnection,
    member: &Member,
    now: Time,
) -> DbResult<bool> {
    let unlocked = devices::unlock_devices(connection, member.key, now)?;
    if let Some(summary) = unlocked {
        store_counted::update_device_summary(connection, member, summary)?;
    }
    Ok(unlocked.is_some())
}
