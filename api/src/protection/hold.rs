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
    /// To give access to others: API tokens, webhooks, test organizations, devices of an import.
    GiveAccessAway,
    /// To reset the password by e-mail.
    ResetPassword,
}

/// The hold that follows, in place of the one that runs; `None`: recovery by e-mail works from now on. No
/// event makes a hold that runs weaker, but for the proof of all that there is to prove: not its cause, and
/// not its end.
pub fn hold_after(
    running: Option<RecoveryHold>,
    event: RecoveryEvent,
    mode: RecoveryMode,
    now: Time,
) -> Option<RecoveryHold> {
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
    let begun = RecoveryHold {
        since: now,
        cause,
        until: ends_by_itself.then(|| now + RECOVERY_HOLD),
    };
    let Some(running) = running else {
        return Some(begun);
    };
    let stricter = if strictness(running.cause) > strictness(cause) {
        running
    } else {
        begun
    };
    Some(RecoveryHold {
        until: running
            .until
            .zip(begun.until)
            .map(|(one, other)| one.max(other)),
        ..stricter
    })
}

/// Which of two causes stands where both are true: the one that stops more, and is ended by less.
const fn strictness(cause: HoldCause) -> u8 {
    match cause {
        HoldCause::PasswordReset => 0,
        HoldCause::AddressChanged => 1,
        HoldCause::Refused => 2,
    }
}

/// Whether the hold stops this while it runs. The one who reset the password has the mailbox already, so
/// that another reset gives nothing new; after a change of the address it would.
pub fn stops(hold: RecoveryHold, act: MailboxAct) -> bool {
    match act {
        MailboxAct::SetUpDevice | MailboxAct::ChangeAddress | MailboxAct::GiveAccessAway => true,
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
        MailboxAct::GiveAccessAway,
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
        let hold = hold_after(None, event, mode, NOW).filter(|hold| hold.runs_at(NOW + after));
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

    /// F3b: what happens while a hold runs makes it no weaker: who was refused as a thief does not wait for
    /// the end of a later hold, and a change of the mode ends nothing early.
    #[test]
    fn no_event_makes_a_hold_weaker() {
        let later = NOW + Duration::from_hours(1);
        let all = EVENTS.into_iter().flat_map(|event| {
            let modes = RecoveryMode::ALL.iter();
            modes.map(move |mode| (event, *mode))
        });
        for (first, mode) in all.clone() {
            let Some(running) = hold_after(None, first, mode, NOW) else {
                continue;
            };
            for (event, mode) in all.clone() {
                let Some(hold) = hold_after(Some(running), event, mode, later) else {
                    assert_eq!(event, EVENTS[0], "only the proof of all ends a hold");
                    continue;
                };
                let fresh = hold_after(None, event, mode, later).expect("a hold");
                let case = format!("{running:?}, then {event:?} in {mode:?}");
                for act in ACTS {
                    assert!(stops(hold, act) || !stops(running, act), "{case}: {act:?}");
                    assert!(stops(hold, act) || !stops(fresh, act), "{case}: {act:?}");
                }
                for one in [running, fresh] {
                    assert!(hold.until.is_none() || hold.until >= one.until, "{case}");
                    assert!(one.until.is_some() || hold.until.is_none(), "{case}");
                    assert!(strictness(hold.cause) >= strictness(one.cause), "{case}");
                }
                let is_old = hold.cause == running.cause && fresh.cause != running.cause;
                assert_eq!(hold.since == NOW, is_old, "{case}");
            }
        }
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
                let Some(hold) = hold_after(None, event, *mode, NOW) else {
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
