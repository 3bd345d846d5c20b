//! Answering whether a member holds the device: the code, the counters of the program, and the evidence.

use super::answered::{Answered, Yes, sign};
use super::batch::{Ask, RightCodes};
use super::fields::{CheckedRequest, Operation};
use super::question::{Counters, Question};
use super::refusals::{ShowError, VerifyError};
use super::store::{self, NewVerification};
use crate::people::members::{self, Member, Named};
use crate::people::{organizations, sessions};
use crate::platform::clock::wait_seconds;
use crate::platform::context::Context;
use crate::platform::db::keys::OrganizationKey;
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Actor, Authorized, Holder as _, VerificationsWrite};
use crate::protection::signing;
use crate::protection::throttle::{self, Verdict};
use crate::record::audit::{self, Action, Ending};
use shared_types::ids::VerificationId;
use shared_types::members::Role;
use shared_types::time::Time;
use shared_types::verifications::{
    VerificationResult, VerificationView, VerifyAnswer, VerifyRequest,
};
use std::sync::Arc;

pub(super) async fn verify(
    context: &Context,
    right_codes: &RightCodes,
    caller: Authorized<VerificationsWrite>,
    request: VerifyRequest,
) -> Result<VerifyAnswer, VerifyError> {
    let asked = CheckedRequest::of(request).map_err(VerifyError::Invalid)?;
    // Before the code is spent: without a key there would be no receipt for it. The signature itself is made
    // outside of the change, for which others wait.
    let signer = signing::prepare_for(context, asked.operation.audience.as_ref()).await?;
    let question = Arc::new(Ask { caller, asked });
    let answered = match right_codes.accept(&question).await? {
        Some(answered) => answered,
        None => decide(context, &question).await?,
    };
    let Answered { answer, kind, at } = answered;
    let yes = answer
        .id
        .filter(|_| answer.result == VerificationResult::Accepted)
        .map(|id| Yes {
            id,
            organization: question.caller.organization.id,
            member: answer.member,
            at,
            asked_by: question.caller.actor.recorded(),
            challenge: None,
        });
    let receipt = match signer.zip(yes) {
        Some((signer, yes)) => {
            let signer = signer.of(context, kind).await?;
            sign(context, &signer, &yes, &question.asked.operation)
        }
        None => None,
    };
    Ok(VerifyAnswer { receipt, ..answer })
}

/// One question by itself: whatever the code is.
async fn decide(context: &Context, question: &Arc<Ask>) -> Result<Answered, VerifyError> {
    let (own, question) = (context.clone(), Arc::clone(question));
    let write = move |connection: &mut DbConnection| {
        answer(connection, &own, &question.caller, &question.asked)
    };
    context.db.write(write).await?
}

/// A member whom a program may ask about, locked, and who asks as of now.
pub struct Opened {
    /// Who asks.
    pub caller: Authorized<VerificationsWrite>,
    /// About whom.
    pub member: Member,
    counters: Counters,
}

/// Whom a program asks about, and in which act.
pub struct About<'a> {
    /// The member.
    pub named: &'a Named,
    /// For what.
    pub operation: &'a Operation,
    /// What a refusal is recorded as.
    pub action: Action,
}

/// Finds the member whom a program asks about. That the program has to wait is recorded, and that nobody has the address
/// is counted too.
pub fn open(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<VerificationsWrite>,
    about: &About<'_>,
) -> DbResult<Result<Opened, VerifyError>> {
    let now = context.clock.now();
    let program = caller.actor.recorded().to_string();
    let counters = Counters::of(context, &program, about.operation);
    // Before the member is locked: nobody waits for a program that has to wait itself.
    if let Verdict::Wait(wait) = counters.peek_of_program(connection, now)? {
        let event = caller.event(about.action).ending(Ending::throttled());
        audit::record_decision(connection, context, &caller.origin, &event, Some(wait))?;
        return Ok(Err(VerifyError::Throttled(wait)));
    }
    let member = find_member(connection, caller, about.named)?;
    let caller = match sessions::recheck_right(connection, caller, now)? {
        Ok(caller) => caller,
        Err(lost) => return Ok(Err(lost.into())),
    };
    let Some(member) = member else {
        // Who asks for addresses that nobody has is told so, and not often.
        counters.count(connection, now)?;
        let event = caller.event(about.action);
        let event = event.ending(Ending::failure("no_such_member"));
        caller.record(connection, now, &event)?;
        return Ok(Err(VerifyError::NotFound));
    };
    if !may_ask_about(&caller.actor, &member) {
        return Ok(Err(VerifyError::Forbidden));
    }
    Ok(Ok(Opened {
        caller,
        member,
        counters,
    }))
}

/// Everything of one question in one transaction: right, member, counters, code, evidence.
pub fn answer(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<VerificationsWrite>,
    asked: &CheckedRequest,
) -> DbResult<Result<Answered, VerifyError>> {
    let now = context.clock.now();
    let about = About {
        named: &asked.named,
        operation: &asked.operation,
        action: Action::VerificationAnswered,
    };
    let opened = open(connection, context, caller, &about)?;
    let Opened {
        caller,
        member,
        counters,
    } = match opened {
        Ok(opened) => opened,
        Err(refused) => return Ok(Err(refused)),
    };
    let program = caller.actor.recorded().to_string();
    let name = name_of(connection, &caller.actor)?;
    let id = VerificationId(new_id(now));
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
            asked_by: &program,
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
        retry_after_seconds: found.wait.map(|wait| wait_seconds(wait).into()),
    };
    let kind = member.kind.word();
    Ok(Ok(Answered {
        answer,
        kind,
        at: now,
    }))
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
