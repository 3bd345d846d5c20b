//! Right codes of many members at the same moment. Whoever is not plainly right goes the ordinary
//! way, which knows every other case.

use super::finish::{Finish, finish_all};
use crate::people::devices::{self, FreshStep};
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError, DbResult, Together};
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
pub(super) struct CodeAsk {
    pub(super) origin: Origin,
    pub(super) credential: FlowCredential,
    pub(super) code: String,
}

/// Where the codes of members meet. Cloning it shares the line.
#[derive(Clone)]
pub struct CodeChecks(Together<CodeAsk, FlowAnswer>);

impl CodeChecks {
    /// Codes are checked with the time and the keys of `context`.
    pub fn new(context: &Context) -> Self {
        let own = context.clone();
        let body =
            move |connection: &mut DbConnection, asks: &[CodeAsk]| accept(connection, &own, asks);
        Self(Together::new(&context.db, body))
    }

    /// The session, when the code is right; `None` when nothing was done.
    pub(super) async fn accept(&self, ask: CodeAsk) -> Result<Option<FlowAnswer>, DbError> {
        self.0.ask(ask).await
    }
}

/// A right code that was not spent yet.
struct Right<'a> {
    place: usize,
    ask: &'a CodeAsk,
    open: &'a OpenFlow,
    fresh: FreshStep,
}

fn accept(
    connection: &mut DbConnection,
    context: &Context,
    asks: &[CodeAsk],
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
    // Somebody was faster: the ordinary way finds out with what.
    right.retain(|one| spent.contains(&one.fresh.device));
    record(connection, &right, now)?;
    let finishes: Vec<_> = right.iter().map(Right::finish).collect();
    for (one, answer) in right.iter().zip(finish_all(connection, &finishes, now)?) {
        answers[one.place] = Some(answer);
    }
    Ok(answers)
}

/// At most one for each member: what was read of the member stands for one change.
fn right_ones<'a>(
    context: &Context,
    asks: &'a [CodeAsk],
    open: &'a [Option<OpenFlow>],
    now: Time,
) -> Vec<Right<'a>> {
    let mut members = HashSet::new();
    let right = asks.iter().zip(open).enumerate();
    let right = right.filter_map(|(place, (ask, open))| {
        let open = open.as_ref().filter(|open| open.step == Step::Code)?;
        let fresh = proofs::fresh_step(context, &open.devices, &ask.code, now)?;
        members.insert(open.member.id).then_some(Right {
            place,
            ask,
            open,
            fresh,
        })
    });
    right.collect()
}

fn record(connection: &mut DbConnection, right: &[Right<'_>], now: Time) -> DbResult<()> {
    let event = |one: &Right<'_>| proofs::accepted(&one.open.member, one.open.flow.id);
    let events: Vec<_> = right.iter().map(event).collect();
    let events: Vec<_> = right
        .iter()
        .map(|one| &one.ask.origin)
        .zip(&events)
        .collect();
    audit::record_all(connection, now, &events)
}

impl<'a> Right<'a> {
    fn finish(&self) -> Finish<'a> {
        Finish {
            open: self.open,
            origin: &self.ask.origin,
            aal: 2,
        }
    }
}
