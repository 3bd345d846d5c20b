//! A member's devices, and the delay that wrong codes bring.

use crate::platform::crypto::keys::{KeyRing, OpenError, Purpose};
use crate::platform::crypto::totp::TotpSecret;
use crate::platform::db::keys::{
    BrowserKey, DeviceKey, KEYS_PER_MEMBER, MemberKey, MemberRef, SignInKey,
};
use crate::protection::throttle::code_delay;
use shared_types::ids::{DeviceId, MemberId};
use shared_types::time::Time;
use std::time::Duration;

/// The kinds of devices. A further kind has a table, a row type and a field of [`Devices`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// An authenticator app (RFC 6238).
    Totp,
}

/// The slot of the one authenticator app that a member has today; the first, so that joined statements
/// need not add it.
const TOTP_SLOT: i64 = 0;

/// The key of the device in this slot of the member.
const fn device_key(member: MemberKey, slot: i64) -> DeviceKey {
    DeviceKey::of(
        member
            .number()
            .saturating_mul(KEYS_PER_MEMBER)
            .saturating_add(slot),
    )
}

/// The key of the member's authenticator app.
pub(super) const fn totp_key(member: MemberKey) -> DeviceKey {
    device_key(member, TOTP_SLOT)
}

/// Whose device has this key.
pub(super) const fn member_of(device: DeviceKey) -> MemberKey {
    MemberKey::of(device.number().div_euclid(KEYS_PER_MEMBER))
}

/// The first and the last key that a device of the member may have.
pub(super) const fn keys_of(member: MemberKey) -> (DeviceKey, DeviceKey) {
    (
        device_key(member, 0),
        device_key(member, KEYS_PER_MEMBER - 1),
    )
}

/// Whether a confirmed device can prove its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceStatus {
    /// It can.
    Active,
    /// Not after a hundred wrong codes: it must be replaced.
    Disabled,
}

impl DeviceStatus {
    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// The status that a word of the database says. Any other word than `active` proves nobody.
    pub fn parse(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            _ => Self::Disabled,
        }
    }
}

/// A confirmed authenticator app.
#[derive(Clone, Debug)]
pub struct TotpDevice {
    /// Its row: the member's key and the slot.
    pub key: DeviceKey,
    /// Its id, to which the sealed secret is bound.
    pub id: DeviceId,
    /// Whose it is.
    pub member: MemberRef,
    /// What stands behind the name of its entry in the app where it is not 1.
    pub number: i64,
    /// Whether it can prove its member.
    pub status: DeviceStatus,
    /// The newest time step that was accepted.
    pub last_step: i64,
    /// When it was confirmed.
    pub confirmed_at: Time,
    /// When a code was last accepted.
    pub last_used_at: Option<Time>,
    /// Until when no code is looked at, as it was written down; [`TotpDevice::wait`] is what counts.
    pub blocked_until: Time,
    /// When its owner was last told of wrong codes.
    pub owner_warned_at: Option<Time>,
    /// Until when another one has to be set up: an administrator imported this one, and knows its secret.
    pub replace_by: Option<Time>,
    pub(super) failures: i64,
    pub(super) secret: Vec<u8>,
}

impl TotpDevice {
    /// Whether it can prove its member.
    pub fn is_active(&self) -> bool {
        self.status == DeviceStatus::Active
    }

    /// Whether it was imported, and the time to set up another one is over.
    pub fn must_be_replaced(&self, now: Time) -> bool {
        self.replace_by.is_some_and(|by| by <= now)
    }

    /// Whether it was blocked since its last right code, and may still be.
    pub fn was_blocked(&self) -> bool {
        self.blocked_until > Time::from_micros(0)
    }

    /// How long no code is looked at: never longer than the delay that was given, so that a clock
    /// that ran ahead and was set right locks nobody out.
    pub fn wait(&self, now: Time) -> Duration {
        let given = code_delay(self.failures);
        self.blocked_until.since(now).min(given)
    }

    /// Its secret. It does not open when it was altered, moved, or sealed under another key.
    pub fn open_secret(&self, keys: &KeyRing) -> Result<TotpSecret, OpenError> {
        open_secret(keys, self.member.id, self.id, &self.secret)
    }
}

/// A device that its owner has not confirmed yet. It proves nothing.
#[derive(Clone, Debug)]
pub struct PendingTotpDevice {
    /// Its id, which it keeps.
    pub id: DeviceId,
    /// Whose it will be.
    pub member: MemberRef,
    /// The sign-in that sets it up.
    pub sign_in: SignInKey,
    /// The known browser in which it was prepared.
    pub browser: Option<BrowserKey>,
    /// What stands behind the name of its entry in the app where it is not 1.
    pub number: i64,
    /// When it was prepared.
    pub created_at: Time,
    pub(super) secret: Vec<u8>,
}

impl From<PendingTotpDevice> for FormerTotpDevice {
    fn from(pending: PendingTotpDevice) -> Self {
        Self {
            id: pending.id,
            member: pending.member.key,
            number: pending.number,
            secret: Some(pending.secret),
        }
    }
}

impl From<TotpDevice> for FormerTotpDevice {
    fn from(device: TotpDevice) -> Self {
        Self {
            id: device.id,
            member: device.member.key,
            number: device.number,
            secret: Some(device.secret),
        }
    }
}

impl PendingTotpDevice {
    /// Its secret.
    pub fn open_secret(&self, keys: &KeyRing) -> Result<TotpSecret, OpenError> {
        open_secret(keys, self.member.id, self.id, &self.secret)
    }
}

/// Where a device is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// The sign-in that sets it up.
    pub sign_in: SignInKey,
    /// The known browser that it was started in.
    pub browser: Option<BrowserKey>,
}

/// A secret that stands in somebody's app and is good for nothing any more.
#[derive(Clone, Debug)]
pub(super) struct FormerTotpDevice {
    /// Its id, to which the sealed secret is bound.
    pub(super) id: DeviceId,
    /// Whose it was.
    pub(super) member: MemberKey,
    /// What stood behind the name of its entry.
    pub(super) number: i64,
    /// `None` after a day.
    pub(super) secret: Option<Vec<u8>>,
}

impl FormerTotpDevice {
    /// Its secret, while it is kept and opens.
    pub(super) fn open_secret(&self, keys: &KeyRing, member: MemberId) -> Option<TotpSecret> {
        open_secret(keys, member, self.id, self.secret.as_deref()?).ok()
    }
}

/// A member's confirmed devices, of every kind.
#[derive(Clone, Debug, Default)]
pub struct Devices {
    pub(super) totp: Vec<TotpDevice>,
}

impl Devices {
    /// Those of a member who has at most this authenticator app.
    pub fn of(totp: Option<TotpDevice>) -> Self {
        Self {
            totp: totp.into_iter().collect(),
        }
    }

    /// Whether there is none, of no kind.
    pub fn is_empty(&self) -> bool {
        self.totp.is_empty()
    }

    /// Whether there are devices, and wrong codes switched all of them off.
    pub fn are_switched_off(&self) -> bool {
        !self.is_empty() && !self.any_active()
    }

    /// Whether one of them can prove its member.
    pub fn any_active(&self) -> bool {
        self.totp.iter().any(TotpDevice::is_active)
    }

    /// The authenticator app.
    pub fn totp(&self) -> Option<&TotpDevice> {
        self.totp
            .iter()
            .find(|one| one.key == totp_key(one.member.key))
    }

    /// Whether a mail told their owner of wrong codes between these times. A warning of a clock that
    /// ran ahead counts no more than none.
    pub fn owner_was_warned_between(&self, start: Time, now: Time) -> bool {
        let mut warnings = self.totp.iter().filter_map(|one| one.owner_warned_at);
        warnings.any(|at| (start..=now).contains(&at))
    }
}

/// What the row of a member repeats of its devices, so that lists of members are read in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::people) struct DeviceSummary {
    /// `None` when there is no device.
    pub(in crate::people) status: Option<DeviceStatus>,
    /// Whether it was blocked since its last right code.
    pub(in crate::people) was_blocked: bool,
}

impl DeviceSummary {
    /// No device.
    pub(super) const NONE: Self = Self {
        status: None,
        was_blocked: false,
    };
    /// A device that can prove its member.
    pub(super) const ACTIVE: Self = Self {
        status: Some(DeviceStatus::Active),
        was_blocked: false,
    };
    /// The same, blocked.
    pub(super) const BLOCKED: Self = Self {
        was_blocked: true,
        ..Self::ACTIVE
    };
}

/// Whether the delays of a device hold for who sends a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::people) enum Delays {
    /// For strangers.
    Hold,
    /// A known browser has delays of its own, and makes none for strangers; so have programs.
    DoNotHold,
}

impl Delays {
    /// The latest end of a delay that leaves a try open.
    pub(super) fn latest_end(self, now: Time) -> Time {
        match self {
            Self::Hold => now,
            Self::DoNotHold => Time::from_micros(i64::MAX),
        }
    }
}

/// A wrong code that was counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::people) struct CountedFailure {
    /// How many there are in a row.
    pub(in crate::people) failures: i64,
    /// How the device stands, if that is another way than before.
    pub(in crate::people) change: Option<DeviceSummary>,
}

/// A step of a code that is right and unused as far as was read. Nothing is spent yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshStep {
    /// The row of the device that showed the code.
    pub device: DeviceKey,
    /// Its id: a device that took its place has the same row.
    pub id: DeviceId,
    /// The RFC 6238 time step.
    pub step: i64,
}

/// A secret is bound to its member and device, so that a moved row opens nothing (C-01).
pub(super) fn seal_secret(
    keys: &KeyRing,
    member: MemberId,
    device: DeviceId,
    secret: &TotpSecret,
) -> Vec<u8> {
    let (member, device) = (member.to_string(), device.to_string());
    keys.seal(Purpose::Totp, &[&member, &device], secret)
}

pub(super) fn open_secret(
    keys: &KeyRing,
    member: MemberId,
    device: DeviceId,
    sealed: &[u8],
) -> Result<TotpSecret, OpenError> {
    let (member, device) = (member.to_string(), device.to_string());
    keys.open(Purpose::Totp, &[&member, &device], sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// a warning that was written while the clock ran ahead silences no other notice.
    #[test]
    fn a_warning_of_the_future_counts_no_more_than_none() {
        let now = Time::from_micros(1_000_000_000_000);
        let (start, hour) = (now - Duration::from_mins(20), Duration::from_hours(1));
        let member = MemberRef {
            key: MemberKey::of(1),
            id: MemberId(Uuid::nil()),
        };
        let warned = |at: Option<Time>| {
            let device = TotpDevice {
                key: totp_key(member.key),
                id: DeviceId(Uuid::nil()),
                member,
                number: 1,
                status: DeviceStatus::Active,
                last_step: 0,
                confirmed_at: start,
                last_used_at: None,
                blocked_until: Time::from_micros(0),
                owner_warned_at: at,
                replace_by: None,
                failures: 0,
                secret: Vec::new(),
            };
            Devices::of(Some(device)).owner_was_warned_between(start, now)
        };
        assert!(warned(Some(start)) && warned(Some(now)));
        assert!(!warned(None) && !warned(Some(start - hour)) && !warned(Some(now + hour)));
    }

    /// No member's devices have a key of another's.
    #[test]
    fn a_member_has_eight_keys_of_devices() {
        let (first, last) = keys_of(MemberKey::of(5));
        assert_eq!((first, last), (DeviceKey::of(40), DeviceKey::of(47)));
        assert_eq!(keys_of(MemberKey::of(6)).0, DeviceKey::of(48));
        assert_eq!(totp_key(MemberKey::of(5)), first);
        assert_eq!(
            (member_of(first), member_of(last)),
            (MemberKey::of(5), MemberKey::of(5))
        );
    }
}
