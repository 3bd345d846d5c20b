//! Accepts the right codes of many members in one batch. All other codes are checked one by one,
//! which handles every other case.

use super::finish::{Finish, finish_all};
use crate::people::devices::{self, FreshStep};
use crate::platform::context::Context;
use crate::platform::db::{Batcher, DbConnection, DbError, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit;
use crate::second_step::flow::{self, FlowAnswer, FlowCredential, OpenFlow};
use crate::second_step::proofs;
use shared_types::ids::DeviceId;
use shared_types::sign_in::Step;
use shared_types::time::Time;
use std::collections::HashSet;

/// One member's code.
#[derive(Clone)]
pub(super) struct CodeSubmission {
    pub(super) origin: Origin,
    pub(super) credential: FlowCredential,
    pub(super) code: String,
}

/// Collects submitted codes into batches. Cloning it shares the queue.
#[derive(Clone)]
pub struct CodeChecks(Batcher<CodeSubmission, FlowAnswer>);

impl CodeChecks {
    /// Codes are checked with the time and the keys of `context`.
    pub fn new(context: &Context) -> Self {
        let own = context.clone();
        let body = move |connection: &mut DbConnection, asks: &[CodeSubmission]| {
            accept(connection, &own, asks)
        };
        Self(Batcher::new(&context.db, body))
    }

    /// The session, when the code is right; `None` when nothing was changed.
    pub(super) async fn accept(&self, ask: CodeSubmission) -> Result<Option<FlowAnswer>, DbError> {
        self.0.submit(ask).await
    }
}

/// A right code whose time step was not used yet.
struct RightCode<'a> {
    place: usize,
    ask: &'a CodeSubmission,
    open: &'a OpenFlow,
    fresh: FreshStep,
}

fn accept(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[CodeSubmission],
) -> DbResult<Vec<Option<FlowAnswer>>> {
    let now = context.clock.now();
    let credentials: Vec<_> = asks.iter().map(|ask| &ask.credential).collect();
    let open = flow::load_together(connection, &credentials, now)?;
    let mut answers: Vec<_> = asks.iter().map(|_| None).collect();
    let mut right = right_ones(context, asks, &open, now);
    if right.is_empty() {
        return Ok(answers);
    }
    let fresh: Vec<_> = right.iter().map(|one| one.fresh).collect();
    let spent = devices::spend_steps(connection, &fresh, now)?;
    let spent: HashSet<DeviceId> = spent.into_iter().collect();
    // The others were used by a concurrent request: the single check finds out by which.
    right.retain(|one| spent.contains(&one.fresh.device));
    record(connection, &right, now)?;
    let finishes: Vec<_> = right.iter().map(RightCode::finish).collect();
    for (one, answer) in right.iter().zip(finish_all(connection, &finishes, now)?) {
        answers[one.place] = Some(answer);
    }
    Ok(answers)
}

/// At most one for each member: the state that was read is valid for one change only.
fn right_ones<'a>(
    context: &Context,
    asks: &'a [CodeSubmission],
    open: &'a [Option<OpenFlow>],
    now: Time,
) -> Vec<RightCode<'a>> {
    let mut members = HashSet::new();
    let right = asks.iter().zip(open).enumerate();
    let right = right.filter_map(|(place, (ask, open))| {
        let open = open.as_ref().filter(|open| open.step == Step::Code)?;
        let fresh = proofs::fresh_step(context, &open.devices, &ask.code, now)?;
        members.insert(open.member.id).then_some(RightCode {
            place,
            ask,
            open,
            fresh,
        })
    });
    right.collect()
}

fn record(connection: &mut DbConnection, right: &[RightCode<'_>], now: Time) -> DbResult<()> {
    let event = |one: &RightCode<'_>| proofs::accepted(&one.open.member, one.open.flow.id);
    let events: Vec<_> = right.iter().map(event).collect();
    let events: Vec<_> = right
        .iter()
        .map(|one| &one.ask.origin)
        .zip(&events)
        .collect();
    audit::record_all(connection, now, &events)
}

impl<'a> RightCode<'a> {
    fn finish(&self) -> Finish<'a> {
        Finish {
            open: self.open,
            origin: &self.ask.origin,
            aal: 2,
        }
    }
}
