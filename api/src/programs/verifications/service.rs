//! Answering whether a member holds the device: the code, the counters of the program, and the evidence.

use super::counters::Counters;
use super::fields::{Asked, Named, Operation};
use super::refusals::{ShowError, VerifyError};
use super::store::{self, NewVerification};
use crate::people::devices::{self, DeviceKind};
use crate::people::members::{self, Member};
use crate::people::{organizations, sessions};
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Actor, Authorized, Holder as _, VerificationsWrite};
use crate::protection::signing::{self, Level, Method, Receipt, Signer};
use crate::protection::throttle::{self, PROGRAM_FAILING_FOR_MEMBER, Verdict};
use crate::record::audit::{self, Action, Ending};
use crate::second_step::proofs::{self, AskedBy, CodeAttempt, Presenter, ProofKind, ProofOutcome};
use serde_json::json;
use shared_types::ids::{OrganizationId, VerificationId};
use shared_types::members::{MemberStatus, Role};
use shared_types::organizations::OrganizationKind;
use shared_types::secret::Secret;
use shared_types::time::Time;
use shared_types::verifications::{
    VerificationResult, VerificationView, VerifyAnswer, VerifyRequest,
};
use std::time::Duration;
use uuid::Uuid;

/// An answer, and what the organization is for in which it was given.
struct Answered {
    answer: VerifyAnswer,
    kind: OrganizationKind,
}

pub(super) async fn verify(
    context: &Context,
    caller: Authorized<VerificationsWrite>,
    request: VerifyRequest,
) -> Result<VerifyAnswer, VerifyError> {
    let asked = Asked::of(request).map_err(VerifyError::Invalid)?;
    // Before the code is spent: without a key there would be no receipt for it. The signature itself is made
    // outside of the change, for which others wait.
    let signer = signing::prepare_for(context, asked.operation.audience.as_ref()).await?;
    let (own, operation) = (context.clone(), asked.operation.clone());
    let organization = caller.organization.id;
    let write = move |connection: &mut DbConnection| answer(connection, &own, &caller, &asked);
    let Answered { answer, kind } = context.db.write(write).await??;
    let signer = match signer {
        Some(signer) if answer.result == VerificationResult::Accepted => {
            Some(signer.of(context, kind).await?)
        }
        Some(_) | None => None,
    };
    let receipt =
        signer.and_then(|signer| sign(context, &signer, organization, &answer, &operation));
    Ok(VerifyAnswer { receipt, ..answer })
}

/// The receipt of a yes.
fn sign(
    context: &Context,
    signer: &Signer,
    organization: OrganizationId,
    answer: &VerifyAnswer,
    operation: &Operation,
) -> Option<Secret> {
    let id = answer
        .id
        .filter(|_| answer.result == VerificationResult::Accepted)?;
    let now = context.clock.now();
    let receipt = Receipt {
        audience: operation.audience.as_ref()?,
        subject: answer.member,
        organization,
        jti: id.0,
        methods: &[Method::Code],
        level: Level::One,
        authenticated_at: now,
        purpose: operation.purpose.as_deref(),
        target: operation.target.as_deref(),
        target_hash: operation.target_hash.as_deref(),
    };
    Some(signer.sign(&receipt, now))
}

/// Everything of one question in one transaction: right, member, counters, code, evidence.
fn answer(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<VerificationsWrite>,
    asked: &Asked,
) -> DbResult<Result<Answered, VerifyError>> {
    let now = context.clock.now();
    let program = caller.actor.recorded().to_string();
    let counters = Counters::of(context, &program, &asked.operation);
    // Before the member is locked: nobody waits for a program that has to wait itself.
    if let Verdict::Wait(wait) = counters.peek_of_program(connection, now)? {
        let event = caller
            .event(Action::VerificationAnswered)
            .ending(Ending::throttled());
        audit::record_decision(connection, context, &caller.origin, &event, Some(wait))?;
        return Ok(Err(VerifyError::Throttled(wait)));
    }
    let member = find_member(connection, caller, &asked.named)?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    let Some(member) = member else {
        // Who asks for addresses that nobody has is told so, and not often.
        counters.count(connection, now)?;
        let event = caller.event(Action::VerificationAnswered);
        let event = event.ending(Ending::failure("no_such_member"));
        caller.record(connection, now, &event)?;
        return Ok(Err(VerifyError::NotFound));
    };
    if !may_ask_about(&caller.actor, &member) {
        return Ok(Err(VerifyError::Forbidden));
    }
    let name = name_of(connection, &caller.actor)?;
    let id = VerificationId(Uuid::now_v7());
    let question = Question {
        id,
        caller: &caller,
        member: &member,
        asked,
        counters: &counters,
        name: &name,
        for_member: throttle::program_failing_for_member(member.id, &program),
    };
    let Some(found) = question.look(connection, context, now)? else {
        return Ok(Err(VerifyError::Unreadable));
    };
    // Of what was not looked at nothing is kept: a program that repeats it fills no disk.
    let is_kept = found.wait.is_none();
    if is_kept {
        let new = NewVerification {
            id,
            organization: caller.organization.key,
            member: member.id,
            asked_by: program,
            result: found.result,
            operation: &asked.operation,
        };
        store::insert(connection, &new, now)?;
    }
    let answer = VerifyAnswer {
        id: is_kept.then_some(id),
        result: found.result,
        member: member.id,
        receipt: None,
        next_code_in_seconds: found.next_code_in_seconds,
        retry_after_seconds: found.wait.map(|wait| wait.as_secs().max(1)),
    };
    let kind = member.kind.word();
    Ok(Ok(Answered { answer, kind }))
}

/// The member of the caller's organization, locked for the change.
fn find_member(
    connection: &mut DbConnection,
    caller: &Authorized<VerificationsWrite>,
    named: &Named,
) -> DbResult<Option<Member>> {
    let organization = caller.organization.key;
    match named {
        Named::Id(id) => members::find_by_id_for_change(connection, organization, *id),
        Named::Address(email) => {
            let organization = organizations::short_name_of(connection, organization)?;
            match members::find_by_address(connection, &organization, email)? {
                Some(member) => members::find_for_change(connection, member.key),
                None => Ok(None),
            }
        }
    }
}

/// Programs ask about everybody, members of the helpdesk about those whom they may help: a code of an
/// administrator that somebody was talked into reading out proves nothing to them.
fn may_ask_about(actor: &Actor, member: &Member) -> bool {
    match actor {
        Actor::Member(session) => session.role == Role::Admin || member.role < session.role,
        Actor::Client(_) | Actor::Host | Actor::System => true,
    }
}

/// What the member is told that asked.
fn name_of(connection: &mut DbConnection, actor: &Actor) -> DbResult<String> {
    Ok(match actor {
        Actor::Client(token) => token.name.clone(),
        Actor::Member(session) => {
            let asker = members::find(connection, session.member.key)?;
            asker.map(|member| member.display_name).unwrap_or_default()
        }
        Actor::Host | Actor::System => String::new(),
    })
}

/// One question about one member.
struct Question<'a> {
    id: VerificationId,
    caller: &'a Authorized<VerificationsWrite>,
    member: &'a Member,
    asked: &'a Asked,
    counters: &'a Counters,
    /// What the member is told that asked.
    name: &'a str,
    /// The counter of the program for this member.
    for_member: String,
}

/// What came out.
struct Found {
    result: VerificationResult,
    next_code_in_seconds: Option<u32>,
    wait: Option<Duration>,
}

impl Found {
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
    fn look(
        &self,
        connection: &mut DbConnection,
        context: &Context,
        now: Time,
    ) -> DbResult<Option<Found>> {
        // The member is locked: of tries at the same time none passes the limit (L-02).
        let for_member = &self.for_member;
        let limit = &PROGRAM_FAILING_FOR_MEMBER;
        if let Verdict::Wait(wait) = throttle::may_take(connection, for_member, limit, now)? {
            self.record(connection, context, Ending::throttled(), Some(wait))?;
            return Ok(Some(Found::throttled(wait)));
        }
        if self.member.status != MemberStatus::Active {
            self.count(connection, now)?;
            self.record(connection, context, Ending::failure("not_active"), None)?;
            return Ok(Some(Found::of(VerificationResult::NotEnrolled)));
        }
        let outcome = self.check(connection, context)?;
        let is_counted = match outcome {
            ProofOutcome::Wrong { .. }
            | ProofOutcome::AlreadyUsed { .. }
            | ProofOutcome::NoDevice
            | ProofOutcome::Unreadable => true,
            ProofOutcome::Accepted | ProofOutcome::Throttled { .. } => false,
        };
        if is_counted {
            self.count(connection, now)?;
        }
        Ok(found(outcome))
    }

    /// Counts an answer that is no yes, for the member and the program.
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
            presenter: Presenter::Program(AskedBy {
                actor: self.caller.actor.recorded(),
                name: self.name,
                verification: self.id,
            }),
            kind: ProofKind::Device(DeviceKind::Totp),
            code: &self.asked.code,
        };
        proofs::check_code(connection, context, attempt)
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
            .details(json!({ "verification": self.id }));
        audit::record_decision(connection, context, &self.caller.origin, &event, wait)
    }
}

const fn found(outcome: ProofOutcome) -> Option<Found> {
    Some(match outcome {
        ProofOutcome::Accepted => Found::of(VerificationResult::Accepted),
        ProofOutcome::Wrong {
            next_code_in_seconds,
            ..
        } => Found {
            next_code_in_seconds: Some(next_code_in_seconds),
            ..Found::of(VerificationResult::Rejected)
        },
        ProofOutcome::AlreadyUsed {
            next_code_in_seconds,
        } => Found {
            next_code_in_seconds: Some(next_code_in_seconds),
            ..Found::of(VerificationResult::AlreadyUsed)
        },
        ProofOutcome::NoDevice => Found::of(VerificationResult::NotEnrolled),
        ProofOutcome::Throttled { wait } => Found {
            wait: Some(wait),
            ..Found::of(VerificationResult::Throttled)
        },
        ProofOutcome::Unreadable => return None,
    })
}

/// An answer that was given.
pub(super) async fn show(
    context: &Context,
    caller: Authorized<VerificationsWrite>,
    id: VerificationId,
) -> Result<VerificationView, ShowError> {
    let find =
        move |connection: &mut DbConnection| store::find(connection, caller.organization.key, id);
    context.db.read(find).await?.ok_or(ShowError::NotFound)
}

/// Drops some answers of an organization that is no more; how many.
pub fn forget_some(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<usize> {
    store::delete_some_of(connection, organization)
}

/// Drops answers that are older than the record is kept; how many.
pub fn sweep(connection: &mut DbConnection, context: &Context, now: Time) -> DbResult<usize> {
    store::delete_before(connection, now - context.audit_retention)
}
