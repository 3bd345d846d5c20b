//! One question about one member: the code, and the counters of the program that asks.

use super::fields::{CheckedRequest, Operation};
use crate::people::devices::{self, DeviceKind};
use crate::people::members::Member;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Authorized, Holder as _, VerificationsWrite};
use crate::protection::throttle::{
    self, FIXED_CODES, PROGRAM_FAILING, PROGRAM_FAILING_FOR_MEMBER, STATION_FAILING, Verdict,
};
use crate::record::audit::{self, Action, Ending};
use crate::second_step::proofs::{self, AskedBy, CodeAttempt, Presenter, ProofKind, ProofOutcome};
use shared_types::ids::VerificationId;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use shared_types::verifications::VerificationResult;
use std::time::Duration;

/// The counters of the program that asks.
pub(super) struct Counters {
    station: Option<String>,
    program: String,
}

impl Counters {
    pub(super) fn of(context: &Context, program: &str, operation: &Operation) -> Self {
        let station = operation.station.as_deref();
        Self {
            station: station
                .map(|station| throttle::station_failing(&context.keys, program, station)),
            program: throttle::program_failing(program),
        }
    }

    /// For each of them, whether neither the program nor its station has to wait: read together, since each desk has a
    /// station of its own.
    pub(super) fn may_ask(
        connection: &mut DbConnection,
        all: &[Self],
        now: Time,
    ) -> DbResult<Vec<bool>> {
        let stations = all.iter().filter_map(|one| one.station.clone()).collect();
        let stations = throttle::find_allowed(connection, stations, &STATION_FAILING, now)?;
        let programs = all.iter().map(|one| one.program.clone()).collect();
        let programs = throttle::find_allowed(connection, programs, &PROGRAM_FAILING, now)?;
        let may_ask = all.iter().map(|one| {
            let station = one.station.as_ref();
            programs.contains(&one.program) && station.is_none_or(|name| stations.contains(name))
        });
        Ok(may_ask.collect())
    }

    /// Whether the program, or its station, has to wait. Nothing is locked: right answers of one program do
    /// not wait for each other.
    pub(super) fn peek_of_program(
        &self,
        connection: &mut DbConnection,
        now: Time,
    ) -> DbResult<Verdict> {
        if let Some(station) = &self.station {
            let verdict = throttle::may_take(connection, station, &STATION_FAILING, now)?;
            if verdict != Verdict::Allowed {
                return Ok(verdict);
            }
        }
        throttle::may_take(connection, &self.program, &PROGRAM_FAILING, now)
    }

    /// Counts a wrong answer.
    pub(super) fn count(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        throttle::take(connection, &self.program, &PROGRAM_FAILING, now)?;
        if let Some(station) = &self.station {
            throttle::take(connection, station, &STATION_FAILING, now)?;
        }
        Ok(())
    }
}

/// One question about one member.
pub(super) struct Question<'a> {
    pub(super) id: VerificationId,
    pub(super) caller: &'a Authorized<VerificationsWrite>,
    pub(super) member: &'a Member,
    pub(super) asked: &'a CheckedRequest,
    pub(super) counters: &'a Counters,
    /// What the member is told that asked.
    pub(super) name: &'a str,
    /// The counter of the program for this member.
    pub(super) for_member: String,
}

/// What came out.
pub(super) struct QuestionOutcome {
    pub(super) result: VerificationResult,
    pub(super) next_code_in_seconds: Option<u32>,
    pub(super) wait: Option<Duration>,
}

impl QuestionOutcome {
    const fn of(result: VerificationResult) -> Self {
        Self {
            result,
            next_code_in_seconds: None,
            wait: None,
        }
    }

    fn throttled(wait: Duration) -> Self {
        Self {
            wait: Some(wait),
            ..Self::of(VerificationResult::Throttled)
        }
    }
}

impl Question<'_> {
    /// Looks at the code; `None` when the stored secret does not open.
    pub(super) fn look(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<Option<QuestionOutcome>> {
        // The member is locked: of tries at the same time none passes the limit (L-02).
        let for_member = &self.for_member;
        let limit = &PROGRAM_FAILING_FOR_MEMBER;
        if let Verdict::Wait(wait) = throttle::may_take(connection, for_member, limit, now)? {
            self.record(connection, context, Ending::throttled(), Some(wait))?;
            return Ok(Some(QuestionOutcome::throttled(wait)));
        }
        // An answer that is no guess is not counted: while people are still being enrolled no program has to wait.
        if self.member.status != MemberStatus::Active {
            self.record(connection, context, Ending::failure("not_active"), None)?;
            return Ok(Some(QuestionOutcome::of(VerificationResult::NotEnrolled)));
        }
        if let Verdict::Wait(wait) = self.take_fixed_code(connection, now)? {
            self.record(connection, context, Ending::throttled(), Some(wait))?;
            return Ok(Some(QuestionOutcome::throttled(wait)));
        }
        let outcome = self.check(connection, context)?;
        let is_counted = match outcome {
            ProofOutcome::Wrong { .. }
            | ProofOutcome::AlreadyUsed { .. }
            | ProofOutcome::Unreadable => true,
            ProofOutcome::Accepted | ProofOutcome::NoDevice | ProofOutcome::Throttled { .. } => {
                false
            }
        };
        if is_counted {
            self.count(connection, now)?;
        }
        Ok(outcome_of(outcome))
    }

    /// Counts a fixed code of a test organization: each answer is kept, and no step is spent that would limit them.
    fn take_fixed_code(&self, connection: &mut DbConnection, now: Time) -> DbResult<Verdict> {
        if self.member.kind.fixed_code(&self.asked.code).is_none() {
            return Ok(Verdict::Allowed);
        }
        let name = throttle::fixed_codes(self.member.organization.id);
        throttle::take(connection, &name, &FIXED_CODES, now)
    }

    /// Counts a wrong code, for the member and the program.
    fn count(&self, connection: &mut DbConnection, now: Time) -> DbResult<()> {
        throttle::take(
            connection,
            &self.for_member,
            &PROGRAM_FAILING_FOR_MEMBER,
            now,
        )?;
        self.counters.count(connection, now)
    }

    fn check(&self, connection: &mut DbConnection, context: &Context) -> DbResult<ProofOutcome> {
        let devices = devices::find_devices(connection, self.member.reference())?;
        let attempt = CodeAttempt {
            origin: &self.caller.origin,
            flow: None,
            ends_sign_in: false,
            member: self.member,
            devices: &devices,
            presenter: Presenter::Program(self.asked_by()),
            kind: ProofKind::Device(DeviceKind::Totp),
            code: &self.asked.code,
        };
        proofs::check_code(connection, context, attempt)
    }

    fn asked_by(&self) -> AskedBy<'_> {
        AskedBy {
            actor: self.caller.actor.recorded(),
            name: self.name,
            verification: self.id,
            challenge: self.asked.challenge,
        }
    }

    /// An answer without a look at the code.
    fn record(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        ending: Ending,
        wait: Option<Duration>,
    ) -> DbResult<()> {
        let event = self.caller.event(Action::VerificationAnswered);
        let event = event
            .about(self.member.id)
            .ending(ending)
            .details(self.asked_by().details(wait.is_none()));
        audit::record_decision(connection, context, &self.caller.origin, &event, wait)
    }
}

const fn outcome_of(outcome: ProofOutcome) -> Option<QuestionOutcome> {
    Some(match outcome {
        ProofOutcome::Accepted => QuestionOutcome::of(VerificationResult::Accepted),
        ProofOutcome::Wrong {
            next_code_in_seconds,
            ..
        } => QuestionOutcome {
            next_code_in_seconds: Some(next_code_in_seconds),
            ..QuestionOutcome::of(VerificationResult::Rejected)
        },
        ProofOutcome::AlreadyUsed {
            next_code_in_seconds,
        } => QuestionOutcome {
            next_code_in_seconds: Some(next_code_in_seconds),
            ..QuestionOutcome::of(VerificationResult::AlreadyUsed)
        },
        ProofOutcome::NoDevice => QuestionOutcome::of(VerificationResult::NotEnrolled),
        ProofOutcome::Throttled { wait } => QuestionOutcome {
            wait: Some(wait),
            ..QuestionOutcome::of(VerificationResult::Throttled)
        },
        ProofOutcome::Unreadable => return None,
    })
}
