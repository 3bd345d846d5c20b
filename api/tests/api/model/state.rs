//! The reference model: the rules for one member, written a second time without a database.

use crate::support::Phone;
use shared_types::time::Time;
use std::time::Duration;
use twostep::platform::clock::Clock;

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// Who holds a credential. The thieves hold one thing each at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Owner,
    PasswordThief,
    MailboxThief,
}

impl Who {
    pub(super) fn reads_mail(self) -> bool {
        self != Self::PasswordThief
    }
}

/// A refusal: status and code.
pub(super) type Refusal = (u16, &'static str);
pub(super) const ENDED: Refusal = (401, "flow_expired");
pub(super) const WRONG_STEP: Refusal = (409, "wrong_step");
pub(super) const HELD: Refusal = (403, "recovery_hold");
pub(super) const THROTTLED: Refusal = (429, "throttled");
pub(super) const WRONG: Refusal = (401, "invalid_code");
pub(super) const USED: Refusal = (401, "already_used");
pub(super) const TOO_LATE: Refusal = (401, "code_expired");
pub(super) const USED_UP: Refusal = (401, "too_many_tries");
pub(super) const NO_SESSION: Refusal = (401, "unauthenticated");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Email,
    Enroll,
    Code,
    Done,
}

impl Step {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Enroll => "enroll",
            Self::Code => "code",
            Self::Done => "done",
        }
    }
}

/// What a code is worth at a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Fresh(i64),
    Used,
    Wrong,
}

/// The confirmed device.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) phone: Phone,
    pub(super) who: Who,
    pub(super) last_step: i64,
    pub(super) failures: i64,
    pub(super) blocked_until: i64,
    pub(super) is_disabled: bool,
}

impl Device {
    pub(super) fn new(phone: Phone, who: Who, last_step: i64) -> Self {
        Self {
            phone,
            who,
            last_step,
            failures: 0,
            blocked_until: 0,
            is_disabled: false,
        }
    }
}

/// A device that was shown and not confirmed.
pub(super) type Pending = Option<Phone>;

/// The newest e-mailed code of a flow.
pub(super) struct Mailed {
    pub(super) code: String,
    pub(super) sent_at: i64,
    pub(super) tries: i64,
}

pub(super) struct Flow {
    pub(super) token: String,
    pub(super) who: Who,
    pub(super) epoch: i64,
    pub(super) ends_at: i64,
    pub(super) replaces: bool,
    pub(super) is_proven: bool,
    pub(super) mailed: Option<Mailed>,
    pub(super) pending: Pending,
    pub(super) failures: i64,
    pub(super) spent_codes: i64,
    pub(super) is_over: bool,
    /// Until then another start of a new device has no row of its own.
    pub(super) start_told_until: i64,
}

pub(super) struct Session {
    pub(super) token: String,
    pub(super) who: Who,
    pub(super) epoch: i64,
    pub(super) aal: u8,
    pub(super) last_used: i64,
    pub(super) ends_at: i64,
    pub(super) fresh_until: i64,
}

/// The member, the policy, and every limit.
pub(super) struct Member {
    pub(super) clock: Clock,
    pub(super) epoch: i64,
    pub(super) is_active: bool,
    pub(super) is_required: bool,
    pub(super) held_until: i64,
    pub(super) device: Option<Device>,
    pub(super) sent: Vec<i64>,
    pub(super) failed: Vec<i64>,
    pub(super) asked: Vec<i64>,
}

impl Member {
    pub(super) fn now(&self) -> i64 {
        self.clock.now().seconds()
    }

    /// The five rules of `next`. `None` is a dead flow.
    pub(super) fn step(&self, flow: &Flow) -> Option<Step> {
        let is_late = self.now() >= flow.ends_at;
        if !self.is_active || is_late || flow.epoch != self.epoch || flow.is_over {
            return None;
        }
        let active = self.device.as_ref().map(|device| !device.is_disabled);
        Some(match (active, flow.replaces) {
            (Some(true), false) => Step::Code,
            (None, false) if !self.is_required => Step::Done,
            _ if flow.is_proven => Step::Enroll,
            _ => Step::Email,
        })
    }

    /// Whether a flow route that serves `step` is open to this flow.
    pub(super) fn admit(&self, flow: &Flow, step: Step) -> Result<(), Refusal> {
        let is_held = self.now() < self.held_until;
        match self.step(flow) {
            None => Err(ENDED),
            Some(other) if other != step => Err(WRONG_STEP),
            Some(Step::Email | Step::Enroll) if is_held => Err(HELD),
            Some(_) => Ok(()),
        }
    }

    /// Whether a session still counts, whatever the policy asks.
    pub(super) fn is_live(&self, session: &Session) -> bool {
        let now = self.now();
        let is_in_time = now < session.ends_at && now < session.last_used + 30 * MINUTE;
        self.is_active && is_in_time && session.epoch == self.epoch
    }

    pub(super) fn owes_a_step(&self, session: &Session) -> bool {
        self.is_required && session.aal < 2
    }

    /// The codes of three steps count, each once and never behind a later one.
    pub(super) fn worth(&self, phone: &Phone, code: &str, last_step: i64) -> Worth {
        let now = self.now() / 30;
        let shown = |step: &i64| phone.code_after(&self.clock, step - now) == code;
        let matching: Vec<i64> = (now - 1..=now + 1).filter(shown).collect();
        match matching.iter().find(|step| **step > last_step) {
            Some(step) => Worth::Fresh(*step),
            None if matching.is_empty() => Worth::Wrong,
            None => Worth::Used,
        }
    }

    /// What the member's device makes of a code: the step that is spent, or the refusal.
    pub(super) fn check_code(&mut self, code: &str) -> Result<i64, Refusal> {
        let now = self.now();
        let active = self.device.as_ref().filter(|device| !device.is_disabled);
        let Some(device) = active else {
            return Err((409, "conflict"));
        };
        if now < device.blocked_until {
            return Err(THROTTLED);
        }
        let worth = self.worth(&device.phone, code, device.last_step);
        let device = self.device.as_mut().expect("it was there");
        match worth {
            Worth::Fresh(step) => {
                (device.last_step, device.failures) = (step, 0);
                Ok(step)
            }
            Worth::Used => Err(USED),
            Worth::Wrong => {
                device.failures += 1;
                if device.failures % 5 == 0 {
                    let doubled = 30 << (device.failures / 5 - 1).min(7);
                    device.blocked_until = now + doubled.min(HOUR);
                }
                device.is_disabled |= device.failures >= 100;
                Err(WRONG)
            }
        }
    }

    /// Takes one of the mails that may be sent: one a minute, five an hour, ten a day.
    pub(super) fn take_mail(&mut self) -> bool {
        let now = self.now();
        take(&mut self.sent, now)
    }

    /// The same for links to a new password.
    pub(super) fn take_link(&mut self) -> bool {
        let now = self.now();
        take(&mut self.asked, now)
    }

    pub(super) fn may_guess_mail(&self) -> bool {
        within(&self.failed, self.now(), DAY) < 10
    }

    pub(super) fn advance(&self, seconds: i64) {
        self.clock
            .advance(Duration::from_secs(seconds.unsigned_abs()));
    }
}

fn take(events: &mut Vec<i64>, now: i64) -> bool {
    let is_free = [(MINUTE, 1), (HOUR, 5), (DAY, 10)]
        .iter()
        .all(|(window, most)| within(events, now, *window) < *most);
    if is_free {
        events.push(now);
    }
    is_free
}

pub(super) fn within(events: &[i64], now: i64, window: i64) -> usize {
    events.iter().filter(|at| now - *at < window).count()
}

/// A time in whole seconds.
pub(super) fn at(seconds: i64) -> Time {
    Time::from_micros(seconds * 1_000_000)
}
