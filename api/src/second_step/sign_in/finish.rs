//! The end of a sign-in: the session is made, the flow is over.

use super::unfinished;
use crate::people::browsers;
use crate::people::sessions::{self, NewSession};
use crate::platform::db::{DbConnection, DbResult};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use crate::second_step::flow::{self, FlowAnswer, OpenFlow};
use serde_json::json;
use shared_types::ids::MemberId;
use shared_types::secret::Secret;
use shared_types::sessions::{SessionGrant, Transport};
use shared_types::sign_in::{FlowView, Step};
use shared_types::time::Time;
use std::collections::HashMap;

/// A flow that owes nothing more.
pub(super) struct Finish<'a> {
    pub(super) open: &'a OpenFlow,
    pub(super) origin: &'a Origin,
    /// 1: the password alone. 2: the password and a code.
    pub(super) aal: u8,
}

/// Ends one flow with its session.
pub(super) fn finish(
    connection: &mut DbConnection,
    finish: Finish<'_>,
    now: Time,
) -> DbResult<FlowAnswer> {
    let answers = finish_all(connection, &[finish], now)?;
    Ok(answers.into_iter().next().expect("one answer for each"))
}

/// Ends flows of different members, each with its session; an answer for each, in their order.
pub(super) fn finish_all(
    connection: &mut DbConnection,
    finishes: &[Finish<'_>],
    now: Time,
) -> DbResult<Vec<FlowAnswer>> {
    let new: Vec<NewSession<'_>> = finishes.iter().map(Finish::new_session).collect();
    let grants = sessions::create_all(connection, &new, now)?;
    let places: Vec<_> = finishes.iter().map(|f| (&f.open.flow, f.origin)).collect();
    unfinished::forget(connection, &places)?;
    let flows: Vec<_> = places.iter().map(|(flow, _)| flow.id).collect();
    flow::end_all(connection, &flows)?;
    let events: Vec<Event> = finishes.iter().map(Finish::event).collect();
    let events: Vec<_> = finishes.iter().map(|f| f.origin).zip(&events).collect();
    audit::record_all(connection, now, &events)?;
    let mut browsers = remember_browsers(connection, finishes, now)?;
    let mut answers = Vec::with_capacity(finishes.len());
    for (finish, grant) in finishes.iter().zip(grants) {
        let browser_token = browsers.remove(&finish.open.member.id);
        answers.push(answer(connection, finish, grant, now)?.with_browser(browser_token));
    }
    Ok(answers)
}

impl<'a> Finish<'a> {
    fn new_session(&self) -> NewSession<'a> {
        NewSession {
            member: self.open.member.id,
            epoch: self.open.member.epoch,
            transport: self.open.flow.transport,
            aal: self.aal,
            origin: self.origin,
        }
    }

    fn event(&self) -> Event {
        let OpenFlow { flow, member, .. } = self.open;
        Event::own(member.organization, member.id, Action::SessionCreated)
            .details(json!({ "aal": self.aal, "transport": flow.transport }))
            .in_flow(flow.id)
    }
}

/// Browsers that sign in by cookie are known from now on.
fn remember_browsers(
    connection: &mut DbConnection,
    finishes: &[Finish<'_>],
    now: Time,
) -> DbResult<HashMap<MemberId, Secret>> {
    let of_browsers = finishes
        .iter()
        .filter(|finish| finish.open.flow.transport == Transport::Cookie);
    let members: Vec<MemberId> = of_browsers.map(|finish| finish.open.member.id).collect();
    let tokens = browsers::create_all(connection, &members, now)?;
    Ok(members.into_iter().zip(tokens).collect())
}

fn answer(
    connection: &mut DbConnection,
    finish: &Finish<'_>,
    grant: SessionGrant,
    now: Time,
) -> DbResult<FlowAnswer> {
    let view = FlowView {
        step: Step::Done,
        session: Some(grant),
        next_code_in_seconds: None,
        ..flow::view(connection, finish.open, now)?
    };
    Ok(FlowAnswer::of(view, finish.open.flow.transport))
}
