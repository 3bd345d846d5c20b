//! Accepts the right codes that API tokens ask about. Every other question is answered one by one, which handles
//! every other case.
//!
//! A code is compared before its change: on SQLite on the thread of the request, on PostgreSQL for a whole batch.
//! What was read decides nothing: the change names it in its conditions (`second_step/sign_in` does the same), but for
//! the counters of program and station. Right codes count for neither, so those only have to hold wrong ones off, and
//! each of these is counted under a lock.

use super::answered::Answered;
use super::fields::CheckedRequest;
use super::question::Counters;
use super::store::NewVerification;
use super::store_accept::{self, Accepted, Decision, MemberWithDevices, Whom};
use crate::platform::context::Context;
use crate::platform::db::keys::ApiTokenKey;
use crate::platform::db::{Batcher, DbConnection, DbError, DbResult};
use crate::platform::new_id::new_id;
use crate::protection::access::{Actor, Authorized, Holder as _, VerificationsWrite};
use crate::protection::throttle;
use crate::second_step::proofs::{self, AskedBy};
use shared_types::ids::VerificationId;
use shared_types::members::MemberStatus;
use shared_types::time::Time;
use shared_types::verifications::{VerificationResult, VerifyAnswer};
use std::collections::HashSet;
use std::sync::Arc;

/// A question of an API token.
pub(super) struct Ask {
    pub(super) caller: Authorized<VerificationsWrite>,
    pub(super) asked: CheckedRequest,
}

/// What the change and the record name of the token that asks.
struct Token<'a> {
    key: ApiTokenKey,
    name: &'a str,
}

/// Collects right codes into batches. Cloning it shares the queue.
#[derive(Clone)]
pub struct RightCodes {
    context: Context,
    batches: Batcher<Arc<Ask>, Answered>,
}

impl RightCodes {
    /// Codes are checked with the time and the keys of `context`.
    pub fn new(context: &Context) -> Self {
        let own = context.clone();
        let body =
            move |connection: &mut DbConnection, asks: &[Arc<Ask>]| accept(connection, &own, asks);
        Self {
            batches: Batcher::new(&context.db, body),
            context: context.clone(),
        }
    }

    /// The answer, when the code is right; `None` when nothing was changed.
    pub(super) async fn accept(&self, question: &Arc<Ask>) -> Result<Option<Answered>, DbError> {
        if question.token().is_none() {
            return Ok(None);
        }
        let context = &self.context;
        let read = |connection: &mut DbConnection| {
            let now = context.clock.now();
            let asks = std::slice::from_ref(question);
            let decisions = right_codes(connection, context, asks, now)?;
            Ok(decisions.into_iter().next().flatten())
        };
        match context.db.look_up_here(read) {
            Some(right) => match right? {
                Some(decision) => self.accept_here(Arc::clone(question), decision).await,
                // Wrong, used, or no code at all: one change says which, and records it.
                None => Ok(None),
            },
            None => self.batches.submit(Arc::clone(question)).await,
        }
    }

    async fn accept_here(
        &self,
        question: Arc<Ask>,
        decision: Decision,
    ) -> Result<Option<Answered>, DbError> {
        let clock = self.context.clock.clone();
        let write = move |connection: &mut DbConnection| {
            let now = clock.now();
            let spent =
                store_accept::consume_steps(connection, &[question.accepted(&decision)], now)?;
            Ok((!spent.is_empty()).then(|| decision.answered(now)))
        };
        self.context.db.write_unguarded(write).await
    }
}

impl Ask {
    /// The token, where one asks that needs no look at the rules of its owner.
    fn token(&self) -> Option<Token<'_>> {
        match &self.caller.actor {
            Actor::Client(token) if token.aal >= 2 => Some(Token {
                key: token.key,
                name: &token.name,
            }),
            Actor::Client(_) | Actor::Member(_) | Actor::Host | Actor::System => None,
        }
    }

    fn counters(&self, context: &Context) -> Counters {
        let program = self.caller.actor.recorded().to_string();
        Counters::of(context, &program, &self.asked.operation)
    }

    fn accepted<'a>(&'a self, decision: &'a Decision) -> Accepted<'a> {
        Accepted {
            origin: &self.caller.origin,
            kept: NewVerification {
                id: decision.id,
                organization: self.caller.organization.key,
                member: decision.member_id,
                asked_by: &decision.asked_by,
                result: VerificationResult::Accepted,
                operation: &self.asked.operation,
            },
            decision,
        }
    }
}

impl Decision {
    fn answered(&self, now: Time) -> Answered {
        Answered {
            answer: VerifyAnswer {
                id: Some(self.id),
                result: VerificationResult::Accepted,
                member: self.member_id,
                receipt: None,
                next_code_in_seconds: None,
                retry_after_seconds: None,
            },
            kind: self.kind,
            at: now,
        }
    }
}

/// On PostgreSQL: what is right of a batch, in one change.
fn accept(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[Arc<Ask>],
) -> DbResult<Vec<Option<Answered>>> {
    let now = context.clock.now();
    let decisions = right_codes(connection, context, asks, now)?;
    let rows: Vec<_> = asks
        .iter()
        .zip(&decisions)
        .filter_map(|(ask, decision)| Some(ask.accepted(decision.as_ref()?)))
        .collect();
    let spent = store_accept::consume_steps(connection, &rows, now)?;
    let spent: HashSet<_> = spent.into_iter().collect();
    let answers = decisions.iter().map(|one| {
        let one = one.as_ref().filter(|one| spent.contains(&one.member))?;
        Some(one.answered(now))
    });
    Ok(answers.collect())
}

/// At each place the code, if it is right and unused as far as was read. Of questions about one member one is looked
/// at: of tries at the same time none passes the limit (L-02).
fn right_codes(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[Arc<Ask>],
    now: Time,
) -> DbResult<Vec<Option<Decision>>> {
    let whom = asks.iter().map(|ask| Whom {
        organization: ask.caller.organization.key,
        named: &ask.asked.named,
    });
    let found = store_accept::find_members_once(connection, &whom.collect::<Vec<_>>())?;
    let counters: Vec<Counters> = asks.iter().map(|ask| ask.counters(context)).collect();
    let may_ask = Counters::may_ask(connection, &counters, now)?;
    let decisions = asks.iter().zip(found).zip(may_ask);
    let decisions = decisions
        .map(|((ask, found), may_ask)| decide(context, ask, found.filter(|_| may_ask)?, now));
    Ok(decisions.collect())
}

fn decide(
    context: &Context,
    ask: &Ask,
    MemberWithDevices { member, devices }: MemberWithDevices,
    now: Time,
) -> Option<Decision> {
    let token = ask.token()?;
    let asked_by = ask.caller.actor.recorded().to_string();
    let code = &ask.asked.code;
    let moment = member.kind.moment(now);
    // A fixed code spends nothing: the single question knows.
    let is_plain = member.status == MemberStatus::Active && member.kind.fixed_code(code).is_none();
    if !is_plain {
        return None;
    }
    let fresh = proofs::fresh_step(context, &devices, None, code, moment)?;
    let id = VerificationId(new_id(now));
    let event = proofs::accepted_for(
        &member,
        AskedBy {
            actor: ask.caller.actor.recorded(),
            name: token.name,
            verification: id,
            challenge: None,
        },
    );
    Some(Decision {
        id,
        token: token.key,
        member: member.key,
        member_id: member.id,
        fresh,
        for_member: throttle::program_failing_for_member(member.id, &asked_by),
        of_programs: throttle::programs_failing_for_member(member.id),
        asked_by,
        event,
        kind: member.kind.word(),
    })
}
