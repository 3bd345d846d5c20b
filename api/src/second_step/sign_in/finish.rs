//! The end of a sign-in: its flow becomes a session.

use crate::people::browsers;
use crate::people::sign_ins::{self, Transition};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use crate::second_step::flow::{self, FlowAnswer, OpenFlow};
use serde_json::json;
use shared_types::limits::SESSION_LIFETIME;
use shared_types::secret::Secret;
use shared_types::sessions::{SessionGrant, Transport};
use shared_types::sign_in::{FlowView, Step};
use shared_types::time::Time;

/// A flow that owes nothing more.
#[derive(Clone, Copy)]
pub(super) struct Finish<'a> {
    pub(super) open: &'a OpenFlow,
    pub(super) origin: &'a Origin,
    /// 1: the password alone. 2: the password and a code.
    pub(super) aal: u8,
}

/// Ends one flow with its session, inside a change in which the flow was loaded.
pub(super) fn finish(
    connection: &mut DbConnection,
    finish: Finish<'_>,
    now: Time,
) -> DbResult<FlowAnswer> {
    let transition = Transition {
        key: finish.open.flow.key,
        epoch: finish.open.flow.epoch,
        aal: finish.aal,
    };
    let token = sign_ins::finish(connection, transition, now)?;
    // It was loaded in this change, under the lock of its member: it is there.
    let token = token.ok_or(StatementError::NotFound)?;
    audit::record(connection, now, finish.origin, &finish.event())?;
    finish.answer(connection, token, now)
}

impl Finish<'_> {
    /// The one row of a finished sign-in.
    pub(super) fn event(&self) -> Event {
        let OpenFlow { flow, member, .. } = self.open;
        Event::own(member.organization.id, member.id, Action::SignInFinished)
            .details(json!({ "aal": self.aal, "transport": flow.transport }))
            .in_flow(flow.id)
    }

    /// The answer that carries the session. A browser that signs in by cookie is known from now on.
    pub(super) fn answer(
        &self,
        connection: &mut DbConnection,
        token: Secret,
        now: Time,
    ) -> DbResult<FlowAnswer> {
        let OpenFlow { flow, member, .. } = self.open;
        let browser_token = match flow.transport {
            Transport::Cookie => Some(browsers::create(connection, member.key, now)?.1),
            Transport::Bearer => None,
        };
        let grant = SessionGrant {
            token: Some(token),
            aal: self.aal,
            expires_at: now + SESSION_LIFETIME,
        };
        let view = FlowView {
            step: Step::Done,
            session: Some(grant),
            next_code_in_seconds: None,
            ..flow::view(connection, self.open, now)?
        };
        Ok(FlowAnswer::of(view, flow.transport).with_browser(browser_token))
    }
}
