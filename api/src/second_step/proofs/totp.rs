//! A code of an authenticator app (RFC 6238). The result follows the row count of one conditional
//! UPDATE.

use super::model::{CodeAttempt, Presenter, ProofOutcome};
use crate::people::browsers::KnownBrowser;
use crate::people::devices::{self, Devices, FreshStep, TotpDevice};
use crate::people::members::{self, CodeProof, CodeSource, Member};
use crate::people::organizations::{FixedCode, Moment};
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::keys::OpenError;
use crate::platform::crypto::totp::{self, Match};
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::throttle::{self, PROGRAMS_FAILING_FOR_MEMBER, Verdict, code_delay};
use shared_types::ids::MemberId;
use shared_types::time::Time;
use std::time::Duration;

/// The step of a code that is right and unused as far as was read; nothing is spent yet. `None` where
/// wrong codes are to be forgiven, of the device or of the browser, or where the device has to be replaced: that
/// is more than one statement does.
pub fn fresh_step(
    context: &Context,
    devices: &Devices,
    browser: Option<KnownBrowser>,
    code: &Code,
    moment: Moment,
) -> Option<FreshStep> {
    // A test organization's time may be ahead: then what decides by the true time looks again.
    let is_overdue = |device: &&TotpDevice| device.must_be_replaced(moment.time());
    let device = active(devices).filter(|device| !device.was_blocked() && !is_overdue(device))?;
    if browser.is_some_and(|browser| !browser.is_clean()) {
        return None;
    }
    match look(context, device, code, moment) {
        Ok(Match::Fresh(step)) => Some(FreshStep {
            device: device.key,
            id: device.id,
            step,
        }),
        Ok(Match::Used | Match::Wrong) | Err(OpenError) => None,
    }
}

/// Checks a code, spends its step, counts a failure.
pub(super) fn check(
    connection: &mut DbConnection,
    context: &Context,
    attempt: CodeAttempt<'_>,
    now: Time,
) -> DbResult<ProofOutcome> {
    let CodeAttempt { member, code, .. } = attempt;
    let Some(device) = active(attempt.devices) else {
        return Ok(ProofOutcome::NoDevice);
    };
    // A secret that others know proves nobody to a program once its time is over; the member is led to another one.
    if matches!(attempt.presenter, Presenter::Program(_)) && device.must_be_replaced(now) {
        return Ok(ProofOutcome::NoDevice);
    }
    let source = attempt.presenter.source();
    let wait = match source {
        CodeSource::Browser(browser) => browser.wait(now),
        CodeSource::Stranger => device.wait(now),
        CodeSource::Program => wait_of_programs(connection, member.id, now)?,
    };
    if source == CodeSource::Stranger && device.blocked_until > now + wait {
        // The clock was set back since. Written down, or the wait would begin anew at every look.
        devices::shorten_delay(connection, device.key, now + wait)?;
    }
    if wait > Duration::ZERO {
        return Ok(ProofOutcome::Throttled { wait });
    }
    let moment = member.kind.moment(now);
    match member.kind.fixed_code(code) {
        Some(FixedCode::Right) => return accept_fixed(connection, member, device, source, now),
        Some(FixedCode::Used) => return Ok(already_used(device, moment)),
        None => {}
    }
    match look(context, device, code, moment) {
        Ok(Match::Fresh(step)) => {
            accept(connection, member, device, CodeProof { step, source }, now)
        }
        Ok(Match::Used) => Ok(already_used(device, moment)),
        Ok(Match::Wrong) => refuse(connection, context, attempt, device, now),
        Err(OpenError) => Ok(ProofOutcome::Unreadable),
    }
}

fn active(devices: &Devices) -> Option<&TotpDevice> {
    devices.totp().filter(|device| device.is_active())
}

/// What the code is, without spending anything.
fn look(
    context: &Context,
    device: &TotpDevice,
    code: &Code,
    moment: Moment,
) -> Result<Match, OpenError> {
    let secret = device.open_secret(&context.keys)?;
    let window = context.code_window;
    Ok(totp::match_code(
        &secret,
        code,
        window,
        moment.time(),
        device.last_step,
    ))
}

fn accept(
    connection: &mut DbConnection,
    member: &Member,
    device: &TotpDevice,
    proof: CodeProof,
    now: Time,
) -> DbResult<ProofOutcome> {
    if !members::spend_step(connection, member, device, proof, now)? {
        // Somebody was faster: with this very code, or with the wrong ones that now delay us.
        return lost_race(connection, member, device, proof.source, now);
    }
    Ok(ProofOutcome::Accepted)
}

/// The fixed code of a test organization: nothing is spent, and what wrong codes brought about ends as with any
/// right one.
fn accept_fixed(
    connection: &mut DbConnection,
    member: &Member,
    device: &TotpDevice,
    source: CodeSource,
    now: Time,
) -> DbResult<ProofOutcome> {
    if !members::note_fixed_code(connection, member, device, source, now)? {
        return lost_race(connection, member, device, source, now);
    }
    Ok(ProofOutcome::Accepted)
}

fn refuse(
    connection: &mut DbConnection,
    context: &Context,
    attempt: CodeAttempt<'_>,
    device: &TotpDevice,
    now: Time,
) -> DbResult<ProofOutcome> {
    let member = attempt.member;
    let counted = match attempt.presenter {
        Presenter::Member(browser) => {
            members::record_wrong_code(connection, member, device, browser, now)?
        }
        Presenter::Program(_) => Some(count_of_programs(connection, member.id, now)?),
    };
    let Some(failures) = counted else {
        return lost_race(connection, member, device, attempt.presenter.source(), now);
    };
    let at = member.kind.moment(now).time();
    let next_code_in_seconds = totp::next_code_in_seconds(at, totp::step_at(at));
    // Named in a flow only, where the password was right before.
    let is_of_former = attempt.flow.is_some()
        && devices::is_code_of_former(connection, context, member.reference(), attempt.code, at)?;
    Ok(ProofOutcome::Wrong {
        failures,
        next_code_in_seconds,
        delay: match attempt.presenter {
            Presenter::Member(Some(browser)) => browser.delay_after_wrong_code(),
            Presenter::Member(None) => code_delay(failures),
            Presenter::Program(_) => Duration::ZERO,
        },
        is_of_former,
    })
}

/// How long no program is answered about the member. Wrong codes of programs delay programs alone: a broken one
/// keeps nobody from signing in, and switches no device off.
fn wait_of_programs(
    connection: &mut DbConnection,
    member: MemberId,
    now: Time,
) -> DbResult<Duration> {
    let name = throttle::programs_failing_for_member(member);
    let verdict = throttle::may_take(connection, &name, &PROGRAMS_FAILING_FOR_MEMBER, now)?;
    Ok(match verdict {
        Verdict::Allowed => Duration::ZERO,
        Verdict::Wait(wait) => wait,
    })
}

/// Counts a wrong code that a program asked about; how many there were within the day. The member is locked: of
/// tries at the same time none passes the limit.
fn count_of_programs(connection: &mut DbConnection, member: MemberId, now: Time) -> DbResult<i64> {
    let name = throttle::programs_failing_for_member(member);
    let limits = &PROGRAMS_FAILING_FOR_MEMBER;
    let (_, count) = throttle::take_counted(connection, &name, limits, now)?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Why a guarded UPDATE changed nothing: looked at anew, since the device changed after it was read.
fn lost_race(
    connection: &mut DbConnection,
    member: &Member,
    read: &TotpDevice,
    source: CodeSource,
    now: Time,
) -> DbResult<ProofOutcome> {
    let fresh = devices::find_devices(connection, read.member)?;
    Ok(match active(&fresh).filter(|device| device.id == read.id) {
        // Disabled, removed or replaced.
        None => ProofOutcome::NoDevice,
        Some(device) if source != CodeSource::Program && device.wait(now) > Duration::ZERO => {
            ProofOutcome::Throttled {
                wait: device.wait(now),
            }
        }
        Some(device) => already_used(device, member.kind.moment(now)),
    })
}

fn already_used(device: &TotpDevice, moment: Moment) -> ProofOutcome {
    let next_code_in_seconds = totp::next_code_in_seconds(moment.time(), device.last_step);
    ProofOutcome::AlreadyUsed {
        next_code_in_seconds,
    }
}
