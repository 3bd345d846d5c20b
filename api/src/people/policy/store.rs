//! The table `policies`, and the counts of a preview.

use crate::platform::db::schema::{member_counts, members, policies, sessions};
use crate::platform::db::{DbConnection, DbResult, load_all, on_backend};
use crate::protection::demand::MemberRules;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{SESSION_IDLE, SESSIONS_COUNTED};
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
struct RulesRow {
    #[diesel(deserialize_as = String)]
    organization: OrganizationId,
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
}

/// The rules of these organizations, in no order.
pub(super) fn find_rules(
    connection: &mut DbConnection,
    organizations: &[OrganizationId],
) -> DbResult<Vec<(OrganizationId, MemberRules)>> {
    let rules = policies::table.select((policies::organization_id, policies::two_step));
    let ids = organizations.iter().map(ToString::to_string).collect();
    let rows: Vec<RulesRow> = load_all!(connection, rules, policies::organization_id, ids)?;
    let rules = |row: RulesRow| {
        let two_step = row.two_step;
        (row.organization, MemberRules { two_step })
    };
    Ok(rows.into_iter().map(rules).collect())
}

/// A change of the policy.
pub(super) struct Change<'a> {
    pub(super) organization: OrganizationId,
    /// The member who answers for it.
    pub(super) by: Option<MemberId>,
    pub(super) request: &'a PutPolicyRequest,
}

/// Changes the policy only if it still has the version that was read. One row or none.
pub(super) fn consume_version(
    connection: &mut DbConnection,
    change: &Change<'_>,
    now: Time,
) -> DbResult<bool> {
    let as_read = policies::table
        .find(change.organization.to_string())
        .filter(policies::version.eq(change.request.version));
    let changed = diesel::update(as_read)
        .set((
            policies::two_step.eq(change.request.two_step.as_str()),
            policies::version.eq(policies::version + 1),
            policies::updated_at.eq(now.micros()),
            policies::updated_by.eq(change.by.map(|member| member.to_string())),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

#[derive(Queryable)]
struct CountsRow {
    invited: i64,
    active: i64,
    to_set_up: i64,
}

/// Costs the same in every organization: `members` keeps the counts, and an index holds the first
/// names. "Required" asks every member at once, so it reaches all who have to set up a device.
pub(super) fn find_preview(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<PolicyPreview> {
    let counts = member_counts::table
        .find(organization.to_string())
        .select((
            member_counts::invited,
            member_counts::active,
            member_counts::to_set_up,
        ))
        .get_result::<CountsRow>(connection)?;
    let sessions = count_sessions_without_code(connection, organization, now)?;
    Ok(PolicyPreview {
        active: counts.active,
        set_up: counts.active - counts.to_set_up,
        not_set_up: counts.to_set_up,
        invited: counts.invited,
        sessions_without_code: sessions.min(SESSIONS_COUNTED),
        has_more_sessions_without_code: sessions > SESSIONS_COUNTED,
        first_affected: list_first_affected(connection, organization)?,
    })
}

fn list_first_affected(
    connection: &mut DbConnection,
    organization: OrganizationId,
) -> DbResult<Vec<String>> {
    members::table
        .filter(members::organization_id.eq(organization.to_string()))
        .filter(members::to_set_up.eq(true))
        .order((members::sort_name, members::id))
        .limit(FIRST_AFFECTED)
        .select(members::display_name)
        .load(connection)
}

/// At most one more than are counted.
fn count_sessions_without_code(
    connection: &mut DbConnection,
    organization: OrganizationId,
    now: Time,
) -> DbResult<i64> {
    // Not a join: SQLite would begin with the members, and read all of them.
    let epoch_of_member = members::table
        .find(sessions::member_id)
        .filter(members::organization_id.eq(organization.to_string()))
        .select(members::epoch)
        .single_value();
    let found: Vec<i64> = sessions::table
        // Not bound: only a written value shows that the index of these sessions fits.
        .filter(sql::<Bool>("sessions.aal = 1"))
        .filter(sessions::last_used_at.gt((now - SESSION_IDLE).micros()))
        .filter(sessions::expires_at.gt(now.micros()))
        .filter(sessions::epoch.nullable().eq(epoch_of_member))
        .limit(SESSIONS_COUNTED + 1)
        .select(sessions::aal)
        .load(connection)?;
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}
