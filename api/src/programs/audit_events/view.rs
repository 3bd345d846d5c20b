//! Rows of the record as they are shown: with names, and with what their seals prove.

use crate::people::{api_tokens, members};
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{DbConnection, DbResult};
use crate::record::audit::{Actor, ActorKind, Outcome, StoredEvent};
use crate::record::chain::{self, Proof};
use shared_types::audit_events::{
    AuditActorKind, AuditActorView, AuditEventView, AuditMemberView, AuditOutcome, AuditSeal,
};
use shared_types::ids::{ApiTokenId, MemberId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Rows of one organization, in their order.
pub(super) fn views(
    connection: &mut DbConnection,
    keys: &KeyRing,
    organization: OrganizationRef,
    events: Vec<StoredEvent>,
) -> DbResult<Vec<AuditEventView>> {
    let proofs = chain::prove(connection, keys, organization.id, &events)?;
    let names = find_names(connection, organization, &events)?;
    let all = events.into_iter().zip(proofs);
    Ok(all
        .map(|(event, proof)| view(event, proof, &names))
        .collect())
}

/// The names of all members and programs of these rows that are still there.
fn find_names(
    connection: &mut DbConnection,
    organization: OrganizationRef,
    events: &[StoredEvent],
) -> DbResult<HashMap<Uuid, String>> {
    let actors = events.iter().filter_map(|event| match event.actor {
        Actor::Member(id) => Some(id),
        Actor::Client(_) | Actor::Anonymous | Actor::System => None,
    });
    let subjects = events.iter().filter_map(|event| event.subject);
    let people: BTreeSet<MemberId> = actors.chain(subjects).collect();
    let found = members::find_names(connection, organization.key, people)?;
    let mut names: HashMap<Uuid, String> = found.map(|(id, name)| (id.0, name)).collect();
    let programs = events.iter().filter_map(|event| match event.actor {
        Actor::Client(id) => Some(id),
        Actor::Member(_) | Actor::Anonymous | Actor::System => None,
    });
    let programs: BTreeSet<ApiTokenId> = programs.collect();
    let found = api_tokens::find_names(connection, organization.key, programs)?;
    names.extend(found.map(|(id, name)| (id.0, name)));
    Ok(names)
}

fn view(event: StoredEvent, proof: Proof, names: &HashMap<Uuid, String>) -> AuditEventView {
    let name = |id: Uuid| names.get(&id).cloned();
    let id = event.actor.id();
    let details = event.details.as_deref();
    AuditEventView {
        id: event.position,
        at: event.at,
        actor: AuditActorView {
            kind: kind(event.actor.kind()),
            id,
            name: id.and_then(name),
        },
        action: event.action.as_str().to_owned(),
        outcome: outcome(event.outcome),
        result: event.result,
        member: event.subject.map(|id| AuditMemberView {
            id,
            name: name(id.0),
        }),
        flow: event.flow,
        details: details
            .and_then(|details| serde_json::from_str(details).ok())
            .unwrap_or_default(),
        network: event.network,
        request_id: event.request_id,
        seal: match proof {
            Proof::Proved => AuditSeal::Proved,
            Proof::Waiting => AuditSeal::Waiting,
            Proof::Broken => AuditSeal::Broken,
        },
    }
}

const fn kind(kind: ActorKind) -> AuditActorKind {
    match kind {
        ActorKind::Anonymous => AuditActorKind::Anonymous,
        ActorKind::System => AuditActorKind::System,
        ActorKind::Member => AuditActorKind::Member,
        ActorKind::Client => AuditActorKind::Client,
    }
}

const fn outcome(outcome: Outcome) -> AuditOutcome {
    match outcome {
        Outcome::Success => AuditOutcome::Success,
        Outcome::Failure => AuditOutcome::Failure,
        Outcome::Throttled => AuditOutcome::Throttled,
    }
}
