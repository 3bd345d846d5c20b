//! The mails to the administrators about a change of the policy.

use super::asked::Wanted;
use crate::messages::mail::{ChangedBy, Notice, PolicyAsks, PolicyNotice};
use crate::people::members;
use crate::people::policy::Current;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbResult};
use crate::protection::access::{Actor, Authorized, PolicyWrite};
use shared_types::policy::PolicyView;

/// What was changed.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) before: &'a Current,
    pub(super) asked: &'a Wanted,
    pub(super) after: &'a PolicyView,
}

/// Tells every administrator what the policy asks for now.
pub(super) fn tell(
    connection: &mut DbConnection,
    context: &Context,
    caller: &Authorized<PolicyWrite>,
    change: Change<'_>,
) -> DbResult<()> {
    let Change {
        before,
        asked,
        after,
    } = change;
    let by = match &caller.actor {
        Actor::Member(session) => members::find(connection, session.member.key)?
            .map(|member| ChangedBy::Person(member.display_name)),
        Actor::Client(token) => Some(ChangedBy::Token(token.name.clone())),
        Actor::Host | Actor::System => None,
    };
    let plan = asked.plan.words();
    let asks = match (asked.plan.requires_of_everybody(), &plan.required_from) {
        (false, _) => PolicyAsks::Nothing,
        (true, None) => PolicyAsks::Now,
        (true, Some(from)) if from.at <= context.clock.now() => PolicyAsks::Now,
        (true, Some(from)) => PolicyAsks::From {
            from: from.clone(),
            skips: plan.skips,
        },
    };
    let notice = Notice::Policy(PolicyNotice {
        by,
        asks,
        groups: plan.stricter_groups(),
        recovery: (after.recovery != before.view.recovery).then_some(after.recovery),
        reason: asked.reason.clone(),
    });
    let organization = caller.organization.key;
    members::tell_administrators(connection, context, organization, &caller.origin, &notice)
}
