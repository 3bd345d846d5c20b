//! Whether recovery by e-mail is held, why, what ends the hold and what it stops: decided here, and
//! nowhere else. Pure.
//!
//! A mailbox alone must never be enough for everything (NIST SP 800-63B-4 §4.2.2.2): what was reached by
//! way of it opens nothing more until time has passed or a person has looked, as the organization chose.
//! What ends a hold is decided when it begins, so that what the member was told stays true.

use shared_types::limits::RECOVERY_HOLD;
use shared_types::recovery::{HoldCause, RecoveryHold, RecoveryMode};
use shared_types::time::Time;

/// What happened that a hold may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryEvent {
    /// The password was reset by e-mail.
    PasswordReset {
        /// With a code of the member's device.
        has_proven_device: bool,
    },
    /// The address was changed, by the member or by an administrator.
    AddressChanged,
    /// A person said that it was not the member.
    Refused,
}

/// What a hold may stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailboxAct {
    /// To set up a device by e-mail.
    SetUpDevice,
    /// To change the own address.
    ChangeAddress,
    /// To make an API token.
    MakeApiToken,
    /// To reset the password by e-mail.
    ResetPassword,
}

/// The hold that follows, in place of any other; `None`: recovery by e-mail works from now on.
pub fn hold_after(event: RecoveryEvent, mode: RecoveryMode, now: Time) -> Option<RecoveryHold> {
    let cause = match event {
        // Mailbox and device together are all that there is to prove.
        RecoveryEvent::PasswordReset {
            has_proven_device: true,
        } => return None,
        RecoveryEvent::PasswordReset {
            has_proven_device: false,
        } => HoldCause::PasswordReset,
        RecoveryEvent::AddressChanged => HoldCause::AddressChanged,
        RecoveryEvent::Refused => HoldCause::Refused,
    };
    let ends_by_itself = mode == RecoveryMode::Wait && cause != HoldCause::Refused;
    Some(RecoveryHold {
        since: now,
        cause,
        until: ends_by_itself.then(|| now + RECOVERY_HOLD),
    })
}

/// Whether the hold stops this while it runs. The one who reset the password has the mailbox already, so
/// that another reset gives nothing new; after a change of the address it would.
pub fn stops(hold: RecoveryHold, act: MailboxAct) -> bool {
    match act {
        MailboxAct::SetUpDevice | MailboxAct::ChangeAddress | MailboxAct::MakeApiToken => true,
        MailboxAct::ResetPassword => hold.cause != HoldCause::PasswordReset,
    }
}

/// The hold that three columns keep; `None` where there is none.
pub fn of_columns(
    since: Option<i64>,
    cause: Option<String>,
    until: Option<i64>,
) -> Option<RecoveryHold> {
    Some(RecoveryHold {
        since: Time::from_micros(since?),
        // A word that only a newer program knows is the strictest of ours.
        cause: HoldCause::try_from(cause?).unwrap_or(HoldCause::Refused),
        until: until.map(Time::from_micros),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: Time = Time::from_micros(1_795_512_600_000_000);
    const ACTS: [MailboxAct; 4] = [
        MailboxAct::SetUpDevice,
        MailboxAct::ChangeAddress,
        MailboxAct::MakeApiToken,
        MailboxAct::ResetPassword,
    ];
    const EVENTS: [RecoveryEvent; 4] = [
        RecoveryEvent::PasswordReset {
            has_proven_device: true,
        },
        RecoveryEvent::PasswordReset {
            has_proven_device: false,
        },
        RecoveryEvent::AddressChanged,
        RecoveryEvent::Refused,
    ];

    /// What is stopped at a time, of `ACTS`: one letter each.
    fn stopped(event: RecoveryEvent, mode: RecoveryMode, after: Duration) -> String {
        let hold = hold_after(event, mode, NOW).filter(|hold| hold.runs_at(NOW + after));
        let letter = |(act, letter)| match hold {
            Some(hold) if stops(hold, act) => letter,
            _ => '-',
        };
        ACTS.into_iter().zip("DATP".chars()).map(letter).collect()
    }

    /// F3a, F3b, D-09, D-11: every event in every mode, at each side of each boundary.
    #[test]
    fn what_is_held_in_every_mode() {
        let before = RECOVERY_HOLD.saturating_sub(Duration::from_micros(1));
        let years = Duration::from_hours(10 * 365 * 24);
        let times = [Duration::ZERO, before, RECOVERY_HOLD, years];
        let table = EVENTS.map(|event| {
            RecoveryMode::ALL
                .iter()
                .map(move |mode| times.map(|after| stopped(event, *mode, after)))
        });
        let table: Vec<[String; 4]> = table.into_iter().flatten().collect();
        let expected = [
            // A reset with a code: nothing, in both modes.
            ["----", "----", "----", "----"],
            ["----", "----", "----", "----"],
            // A reset without one: all but another reset.
            ["DAT-", "DAT-", "----", "----"],
            ["DAT-", "DAT-", "DAT-", "DAT-"],
            // A change of the address: that too.
            ["DATP", "DATP", "----", "----"],
            ["DATP", "DATP", "DATP", "DATP"],
            // What a person said stands until a person says otherwise.
            ["DATP", "DATP", "DATP", "DATP"],
            ["DATP", "DATP", "DATP", "DATP"],
        ];
        assert_eq!(table, expected);
    }

    /// B6: a hold says since when it runs, why, and when it ends.
    #[test]
    fn a_hold_says_why() {
        for event in EVENTS {
            let cause = match event {
                RecoveryEvent::PasswordReset { .. } => HoldCause::PasswordReset,
                RecoveryEvent::AddressChanged => HoldCause::AddressChanged,
                RecoveryEvent::Refused => HoldCause::Refused,
            };
            for mode in RecoveryMode::ALL {
                let Some(hold) = hold_after(event, *mode, NOW) else {
                    continue;
                };
                assert_eq!((hold.since, hold.cause), (NOW, cause));
                let columns = of_columns(
                    Some(hold.since.micros()),
                    Some(hold.cause.as_str().to_owned()),
                    hold.until.map(Time::micros),
                );
                assert_eq!(columns, Some(hold));
            }
        }
        assert_eq!(of_columns(None, None, None), None);
        let unknown = of_columns(Some(1), Some("later word".to_owned()), None);
        assert_eq!(unknown.map(|hold| hold.cause), Some(HoldCause::Refused));
    }
}
