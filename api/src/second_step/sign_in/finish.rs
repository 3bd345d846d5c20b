//! The end of a sign-in: its flow becomes a session.

use crate::people::browsers::{self, NewBrowser};
use crate::people::sign_ins::{self, Transition};
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Event, SignIn, SignInProof};
use crate::second_step::flow::{self, FlowAnswer, OpenFlow, SignedIn};
use shared_types::ids::SessionId;
use shared_types::limits::SESSION_LIFETIME;
use shared_types::secret::Secret;
use shared_types::sessions::{SessionGrant, Transport};
use shared_types::time::Time;

/// A flow that owes nothing more.
#[derive(Clone, Copy)]
pub(super) struct Finish<'a> {
    pub(super) open: &'a OpenFlow,
    pub(super) origin: &'a Origin,
    /// What was proven.
    pub(super) proof: SignInProof,
}

/// Ends one flow with its session, inside a change in which the flow was loaded. A browser that signs
/// in by cookie is known from now on.
pub(super) fn finish(
    connection: &mut DbConnection,
    Finish {
        open,
        origin,
        proof,
    }: Finish<'_>,
    now: Time,
) -> DbResult<FlowAnswer> {
    let browser = new_browser(open, origin, now);
    let transition = Transition {
        key: open.flow.key,
        epoch: open.flow.epoch,
        aal: proof.aal(),
        browser: browser.as_ref().map(NewBrowser::key),
    };
    let token = sign_ins::finish(connection, transition, now)?;
    // It was loaded in this change, under the lock of its member: it is there.
    let token = token.ok_or(StatementError::NotFound)?;
    audit::record(connection, now, origin, &finished(open, proof))?;
    if let Some(browser) = &browser {
        browsers::remember(connection, browser, open.member.key, now)?;
    }
    let browser = browser.map(|new| new.token.secret);
    Ok(done(open, proof, token, now).with_browser(browser))
}

/// The browser that is to be known: one that signs in by cookie, and is not known yet.
pub(super) fn new_browser(open: &OpenFlow, origin: &Origin, now: Time) -> Option<NewBrowser> {
    match open.flow.transport {
        Transport::Cookie if open.flow.browser.is_none() => Some(NewBrowser::of(origin, now)),
        Transport::Cookie | Transport::Bearer => None,
    }
}

/// The one row of a finished sign-in.
pub(super) fn finished(open: &OpenFlow, proof: SignInProof) -> Event {
    let OpenFlow { flow, member, .. } = open;
    Event::signed_in(SignIn {
        organization: member.organization.id,
        member: member.id,
        flow: flow.id,
        transport: flow.transport,
        proof,
    })
}

/// The answer that carries the session.
pub(super) fn done(open: &OpenFlow, proof: SignInProof, token: Secret, now: Time) -> FlowAnswer {
    let grant = SessionGrant {
        // One name from the right password on.
        id: SessionId(open.flow.id.0),
        token: Some(token),
        aal: proof.aal(),
        expires_at: now + SESSION_LIFETIME,
    };
    FlowAnswer {
        signed_in: Some(SignedIn {
            member: open.member.id,
            organization: open.member.organization.id,
            kind: open.member.kind.word(),
            proof,
            at: now,
        }),
        ..FlowAnswer::of(flow::done_view(open, grant), open.flow.transport)
    }
}
