//! Accepts the right codes of many members in one change. All other codes are checked one by one,
//! which handles every other case.
//!
//! A code is compared before its change: on SQLite on the thread of the request, on PostgreSQL for
//! the whole batch, in one statement. What was read decides nothing: the change names all of it in its
//! conditions.

use super::finish::{done, finished, new_browser};
use super::store::{self, Decision};
use crate::platform::context::Context;
use crate::platform::crypto::code::Code;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{Batcher, DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::SignInProof;
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, OpenFlow};
use crate::second_step::proofs;
use shared_types::secret::Secret;
use shared_types::sign_in::Step;
use shared_types::time::Time;
use std::collections::HashSet;
use std::sync::Arc;

/// One member's code.
#[derive(Clone)]
pub(super) struct CodeSubmission {
    pub(super) origin: Origin,
    pub(super) credential: FlowCredential,
    pub(super) code: Code,
}

/// A code on its way into a batch.
struct Ask {
    submission: CodeSubmission,
    /// The code with its flow, where both were read before the batch.
    right: Option<Arc<RightCode>>,
}

/// A right code whose time step was not used, as far as was read.
struct RightCode {
    open: OpenFlow,
    decision: Decision,
    /// The token of the session that the decision makes.
    token: Secret,
}

/// Collects right codes into batches. Cloning it shares the queue.
#[derive(Clone)]
pub struct CodeChecks {
    context: Context,
    batches: Batcher<Ask, FlowAnswer>,
}

impl CodeChecks {
    /// Codes are checked with the time and the keys of `context`.
    pub fn new(context: &Context) -> Self {
        let own = context.clone();
        let body =
            move |connection: &mut DbConnection, asks: &[Ask]| accept(connection, &own, asks);
        Self {
            batches: Batcher::new(&context.db, body),
            context: context.clone(),
        }
    }

    /// The session, when the code is right; `None` when nothing was changed.
    pub(super) async fn accept(
        &self,
        submission: CodeSubmission,
    ) -> Result<Option<FlowAnswer>, DbError> {
        let context = &self.context;
        let read = |connection: &mut DbConnection| {
            let now = context.clock.now();
            let open = flow::load(connection, &submission.credential, now)?.ok();
            Ok(open.and_then(|open| right_code(context, &submission, open, now)))
        };
        match context.db.look_up_here(read) {
            Some(right) => match right? {
                Some(right) => self.accept_here(submission.origin, right).await,
                // Wrong, used, or no code at all: one change says which, and records it.
                None => Ok(None),
            },
            None => {
                self.batches
                    .submit(Ask {
                        submission,
                        right: None,
                    })
                    .await
            }
        }
    }

    async fn accept_here(
        &self,
        origin: Origin,
        right: RightCode,
    ) -> Result<Option<FlowAnswer>, DbError> {
        let clock = self.context.clock.clone();
        let write = move |connection: &mut DbConnection| {
            let now = clock.now();
            let decided = store::consume_codes(connection, &[(&origin, &right.decision)], now)?;
            Ok((!decided.is_empty()).then(|| right.answer(now)))
        };
        self.context.db.write_unguarded(write).await
    }
}

fn right_code(
    context: &Context,
    submission: &CodeSubmission,
    open: OpenFlow,
    now: Time,
) -> Option<RightCode> {
    if open.step != Step::Code {
        return None;
    }
    let browser = open.flow.browser;
    let moment = open.member.kind.moment(now);
    let fresh = proofs::fresh_step(context, &open.devices, browser, &submission.code, moment)?;
    let sign_in = open.flow.key;
    let token = token::renew(TokenKind::Session, sign_in.number());
    let decision = Decision {
        sign_in,
        verifier: *submission.credential.token.verifier(),
        epoch: open.flow.epoch,
        fresh,
        renewed: token.verifier,
        member: open.member.key,
        known_browser: browser.map(|browser| browser.key),
        browser: new_browser(&open, &submission.origin, now),
        event: finished(&open, SignInProof::Code),
    };
    Some(RightCode {
        open,
        decision,
        token: token.secret,
    })
}

fn accept(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[Ask],
) -> DbResult<Vec<Option<FlowAnswer>>> {
    let now = context.clock.now();
    let mut right = right_codes(connection, context, asks, now)?;
    keep_one_a_member(&mut right);
    let origins = asks.iter().map(|ask| &ask.submission.origin);
    let decisions = origins.zip(&right);
    let decisions: Vec<_> = decisions
        .filter_map(|(origin, one)| Some((origin, &one.as_ref()?.decision)))
        .collect();
    let decided = store::consume_codes(connection, &decisions, now)?;
    let decided: HashSet<_> = decided.into_iter().collect();
    let answers = right.iter().map(|one| {
        // The others were used by another request: the single check finds out by which.
        let one = one.as_ref();
        let one = one.filter(|one| decided.contains(&one.decision.sign_in))?;
        Some(one.answer(now))
    });
    Ok(answers.collect())
}

/// At each place the code, if it is right: as it was read before, or read now for all of them.
fn right_codes(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[Ask],
    now: Time,
) -> DbResult<Vec<Option<Arc<RightCode>>>> {
    if asks.iter().all(|ask| ask.right.is_some()) {
        return Ok(asks.iter().map(|ask| ask.right.clone()).collect());
    }
    let submissions = asks.iter().map(|ask| &ask.submission);
    let credentials: Vec<_> = submissions.map(|one| &one.credential).collect();
    let open = flow::load_together(connection, &credentials, now)?;
    let right = asks.iter().zip(open).map(|(ask, open)| {
        let right = open.and_then(|open| right_code(context, &ask.submission, open, now));
        right.map(Arc::new)
    });
    Ok(right.collect())
}

/// What was read of a member is good for one change.
fn keep_one_a_member(right: &mut [Option<Arc<RightCode>>]) {
    let mut members = HashSet::new();
    for one in right {
        if one
            .as_ref()
            .is_some_and(|one| !members.insert(one.open.member.key))
        {
            *one = None;
        }
    }
}

impl RightCode {
    fn answer(&self, now: Time) -> FlowAnswer {
        let browser = self.decision.browser.as_ref();
        let browser = browser.map(|new| new.token.secret.clone());
        done(&self.open, SignInProof::Code, self.token.clone(), now).with_browser(browser)
    }
}
