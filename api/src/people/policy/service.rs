//! Reading, previewing and changing the policy.

use super::store;
use crate::people::demand::{Demand, MemberRules, demand};
use crate::people::sessions::{Session, SessionError};
use crate::platform::context::Context;
use crate::platform::db::{self, DbConnection, DbError, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::ids::OrganizationId;
use shared_types::policy::{PolicyPreview, PolicyView, PutPolicyRequest};
use shared_types::time::Time;

/// Why the policy was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Somebody changed it since it was read.
    #[error("the policy was changed since it was read")]
    Stale,
    /// Who requires a second step of others does it first.
    #[error("the administrator has not done the second step")]
    EnrollYourselfFirst,
    /// The session does not allow it.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The policy of a new organization: optional.
pub fn create_default(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<()> {
    store::insert_policy(connection, organization, now)
}

/// The rules that apply to every member of this organization now.
pub fn find(connection: &mut DbConnection, organization: OrganizationId) -> DbResult<MemberRules> {
    let found = store::find_rules(connection, &[organization])?.pop();
    found
        .map(|(_, rules)| rules)
        .ok_or(StatementError::NotFound)
}

/// The rules of these organizations now, in no order.
pub fn find_all(
    connection: &mut DbConnection,
    organizations: &[OrganizationId],
) -> DbResult<Vec<(OrganizationId, MemberRules)>> {
    store::find_rules(connection, organizations)
}

pub(super) async fn get_policy(
    context: &Context,
    session: Session,
) -> Result<PolicyView, PolicyError> {
    let organization = session.organization;
    Ok(context
        .db
        .read(move |connection| store::find_policy(connection, organization))
        .await?)
}

pub(super) async fn preview_policy(
    context: &Context,
    session: Session,
) -> Result<PolicyPreview, PolicyError> {
    let now = context.clock.now();
    let organization = session.organization;
    Ok(context
        .db
        .read(move |connection| store::find_preview(connection, organization, now))
        .await?)
}

pub(super) async fn put_policy(
    context: &Context,
    origin: Origin,
    session: Session,
    request: PutPolicyRequest,
) -> Result<PolicyView, PolicyError> {
    let now = context.clock.now();
    session.require_fresh(now)?;
    // A session of level 2 was made with a code, so its member has a device (a removed one would
    // have ended the session).
    let rules = MemberRules {
        two_step: request.two_step,
    };
    if demand(rules, now) == Demand::Now && session.aal < 2 {
        return Err(PolicyError::EnrollYourselfFirst);
    }
    let changed = context
        .db
        .write(move |connection| change(connection, &origin, &session, &request, now))
        .await?;
    changed.ok_or(PolicyError::Stale)
}

fn change(
    connection: &mut DbConnection,
    origin: &Origin,
    session: &Session,
    request: &PutPolicyRequest,
    now: Time,
) -> DbResult<Option<PolicyView>> {
    let organization = session.organization;
    db::lock(connection, &organization.to_string())?;
    let before = store::find_policy(connection, organization)?;
    if !store::consume_version(connection, session, request, now)? {
        return Ok(None);
    }
    let after = store::find_policy(connection, organization)?;
    let event = Event {
        subject: None,
        ..Event::own(organization, session.member, Action::PolicyChanged)
    };
    let details =
        json!({ "before": before.two_step, "after": after.two_step, "version": after.version });
    audit::record(connection, now, origin, &event.details(details))?;
    Ok(Some(after))
}
