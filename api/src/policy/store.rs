//! The table `policies`, and the counts of a preview.

use crate::db::schema::{devices, members, policies, sessions};
use crate::db::{DbConnection, DbResult, load_all, on_backend};
use crate::session::Session;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::limits::SESSION_IDLE;
use shared_types::policy::{PolicyPreview, PolicyView, PutPolicyRequest, TwoStepPolicy};
use shared_types::time::Time;

/// Names shown in a preview.
const FIRST_AFFECTED: i64 = 5;

#[derive(Queryable)]
struct PolicyRow {
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    version: i64,
    #[diesel(deserialize_as = i64)]
    updated_at: Time,
    updated_by: Option<String>,
}

pub(super) fn insert_policy(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<()> {
    diesel::insert_into(policies::table)
        .values((
            policies::organization_id.eq(organization.to_string()),
            policies::two_step.eq(TwoStepPolicy::default().as_str()),
            policies::version.eq(1),
            policies::updated_at.eq(now.micros()),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn find_policy(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<PolicyView> {
    let policy = policies::table
        .find(organization.to_string())
        .left_join(members::table.on(policies::updated_by.eq(members::id.nullable())))
        .select((
            policies::two_step,
            policies::version,
            policies::updated_at,
            members::display_name.nullable(),
        ));
    let row = on_backend!(connection, |own| policy.get_result::<PolicyRow>(own))?;
    Ok(PolicyView {
        two_step: row.two_step,
        version: row.version,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

#[derive(Queryable)]
struct AskedRow {
    #[diesel(deserialize_as = String)]
    organization: OrganizationId,
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
}

/// What these organizations ask, in no order.
pub(super) fn find_two_step(
    connection: &mut DbConnection,
    organizations: &[OrganizationId],
) -> DbResult<Vec<(OrganizationId, TwoStepPolicy)>> {
    let asked = policies::table.select((policies::organization_id, policies::two_step));
    let ids = organizations.iter().map(ToString::to_string).collect();
    let rows: Vec<AskedRow> = load_all!(connection, asked, policies::organization_id, ids)?;
    let pairs = rows.into_iter().map(|row| (row.organization, row.two_step));
    Ok(pairs.collect())
}

/// Changes the policy only if it still has the version that was read. One row or none.
pub(super) fn consume_version(
    connection: &mut DbConnection,
    session: &Session,
    request: &PutPolicyRequest,
    now: Time,
) -> DbResult<bool> {
    let as_read = policies::table
        .find(session.organization.to_string())
        .filter(policies::version.eq(request.version));
    let changed = diesel::update(as_read)
        .set((
            policies::two_step.eq(request.two_step.as_str()),
            policies::version.eq(policies::version + 1),
            policies::updated_at.eq(now.micros()),
            policies::updated_by.eq(session.member.to_string()),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

pub(super) fn count_members(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<PolicyPreview> {
    let of_organization =
        || members::table.filter(members::organization_id.eq(organization.to_string()));
    let active = || of_organization().filter(members::status.eq("active"));
    let works = || {
        exists(
            devices::table
                .filter(devices::member_id.eq(members::id))
                .filter(devices::status.eq("active")),
        )
    };
    let set_up = active().filter(works()).count().get_result(connection)?;
    let active_count: i64 = active().count().get_result(connection)?;
    Ok(PolicyPreview {
        active: active_count,
        set_up,
        not_set_up: active_count - set_up,
        invited: of_organization()
            .filter(members::status.eq("invited"))
            .count()
            .get_result(connection)?,
        sessions_without_code: count_sessions_without_code(connection, organization, now)?,
        first_affected: active()
            .filter(not(works()))
            .order((members::sort_name, members::id))
            .limit(FIRST_AFFECTED)
            .select(members::display_name)
            .load(connection)?,
    })
}

fn count_sessions_without_code(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<i64> {
    sessions::table
        .inner_join(members::table.on(members::id.eq(sessions::member_id)))
        .filter(members::organization_id.eq(organization.to_string()))
        .filter(sessions::epoch.eq(members::epoch))
        .filter(sessions::aal.eq(1))
        .filter(sessions::expires_at.gt(now.micros()))
        .filter(sessions::last_used_at.gt((now - SESSION_IDLE).micros()))
        .count()
        .get_result(connection)
}
