//! The table `audit_events`: inserted into, never changed.

use super::model::Event;
use crate::db::schema::audit_events as columns;
use crate::db::{DbConnection, DbResult};
use crate::http::RequestMeta;
use diesel::prelude::*;
use shared_types::time::Time;
use uuid::Uuid;

pub(super) fn insert_event(
    connection: &mut DbConnection,
    now: Time,
    meta: &RequestMeta,
    event: &Event,
) -> DbResult<()> {
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(Uuid::now_v7().to_string()),
            columns::organization_id.eq(event.organization.map(|id| id.to_string())),
            columns::at.eq(now.micros()),
            columns::actor.eq(event.actor.to_string()),
            columns::action.eq(event.action.as_str()),
            columns::outcome.eq(event.outcome.as_str()),
            columns::subject.eq(event.subject.map(|id| id.to_string())),
            columns::details.eq(event.details.to_string()),
            columns::network.eq(&meta.network),
            columns::request_id.eq(&meta.request_id),
        ))
        .execute(connection)?;
    Ok(())
}
