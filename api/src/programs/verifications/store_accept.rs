//! The deciding statements of a right code that a program asks about: its time step is spent, the answer is kept, and
//! the record says so, all or nothing.

use super::fields::Operation;
use super::store::{self, NewVerification};
use crate::people::devices::{
    DeviceColumns, Devices, FreshStep, bind_device, device_as_read, devices_as_read,
};
use crate::people::members::{Member, MemberColumns, Named};
use crate::platform::db::keys::{ApiTokenKey, KEYS_PER_MEMBER, MemberKey, OrganizationKey};
use crate::platform::db::schema::{members, organizations, rules, totp_devices};
use crate::platform::db::{self, DbConnection, DbResult, on_backend};
use crate::platform::origin::Origin;
use crate::protection::signing::Audience;
use crate::record::audit::{self, Event, NewRow, audit_columns, audit_values, bind_rows};
use diesel::PgConnection;
use diesel::prelude::*;
use shared_types::ids::{MemberId, VerificationId};
use shared_types::limits::CODE_TRIES_PER_DEVICE;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;

/// A right code, as it was read, and what is kept of it.
pub struct Decision {
    /// Its id.
    pub id: VerificationId,
    /// The token that asks, which was made or taken over with a second step.
    pub token: ApiTokenKey,
    /// Whose code it is.
    pub member: MemberKey,
    /// The member's id.
    pub member_id: MemberId,
    /// The step that the code spends.
    pub fresh: FreshStep,
    /// Who asks, as the record has it.
    pub asked_by: String,
    /// The counter of wrong codes of the program for the member, which counts none.
    pub for_member: String,
    /// The counter of wrong codes of all programs for the member, which counts none.
    pub of_programs: String,
    /// The row of the record.
    pub event: Event,
    /// What the organization is for.
    pub kind: OrganizationKind,
}

/// A decision with what is kept of it.
pub struct Accepted<'a> {
    /// Where the question came from.
    pub origin: &'a Origin,
    /// What is kept.
    pub kept: NewVerification<'a>,
    /// What decides.
    pub decision: &'a Decision,
}

/// Whom a program asks about, and where.
#[derive(Clone, Copy)]
pub struct Whom<'a> {
    /// Where the program acts.
    pub organization: OrganizationKey,
    /// Who is meant.
    pub named: &'a Named,
}

/// A member with the devices.
pub struct MemberWithDevices {
    pub(super) member: Member,
    pub(super) devices: Devices,
}

type Row = (MemberColumns, Option<DeviceColumns>);

/// The statement, found by a condition.
macro_rules! members_where {
    ($condition:expr) => {
        members::table
            .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
            .inner_join(rules::table.on(rules::key.eq(members::rule)))
            .left_join(totp_devices::table.on(totp_devices::key.eq(members::key * KEYS_PER_MEMBER)))
            .filter($condition)
            .select((
                MemberColumns::as_select(),
                Option::<DeviceColumns>::as_select(),
            ))
    };
}

impl Whom<'_> {
    fn is(self, member: &Member) -> bool {
        let is_named = match self.named {
            Named::Id(id) => member.id == *id,
            Named::Address(address) => member.email_normal == address.normal(),
        };
        is_named && member.organization.key == self.organization
    }
}

impl From<Row> for MemberWithDevices {
    fn from((member, device): Row) -> Self {
        let member = Member::from(member);
        let device = device.map(|device| device.into_device(member.reference()));
        Self {
            devices: Devices::of(device),
            member,
        }
    }
}

/// The members, each at the place of who asks first: of others who ask about the same one nothing is found. On
/// PostgreSQL those of a batch are found together.
pub fn find_members_once(
    connection: &mut DbConnection,
    whom: &[Whom<'_>],
) -> DbResult<Vec<Option<MemberWithDevices>>> {
    let mut rows: Vec<MemberWithDevices> = match connection {
        DbConnection::Postgres(own) => find_together(own, whom)?,
        one_by_one @ DbConnection::Sqlite(_) => {
            let rows = whom.iter().map(|whom| find_one(one_by_one, *whom));
            let rows: Vec<_> = rows.collect::<DbResult<_>>()?;
            rows.into_iter()
                .flatten()
                .map(MemberWithDevices::from)
                .collect()
        }
    };
    let found = whom.iter().map(|whom| {
        let place = rows.iter().position(|found| whom.is(&found.member))?;
        Some(rows.swap_remove(place))
    });
    Ok(found.collect())
}

fn find_one(connection: &mut DbConnection, whom: Whom<'_>) -> DbResult<Option<Row>> {
    let there = members::organization.eq(whom.organization);
    let row = match whom.named {
        Named::Id(id) => on_backend!(connection, |own| members_where!(
            there.and(members::id.eq(id.to_string()))
        )
        .get_result(own)),
        Named::Address(address) => on_backend!(connection, |own| members_where!(
            there.and(members::email_normal.eq(address.normal()))
        )
        .get_result(own)),
    };
    row.optional()
}

fn find_together(
    connection: &mut PgConnection,
    whom: &[Whom<'_>],
) -> DbResult<Vec<MemberWithDevices>> {
    let there = || members::organization.eq_any(whom.iter().map(|whom| whom.organization));
    let (mut ids, mut addresses) = (Vec::new(), Vec::new());
    for whom in whom {
        match whom.named {
            Named::Id(id) => ids.push(id.to_string()),
            Named::Address(address) => addresses.push(address.normal()),
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    if !ids.is_empty() {
        let named = members_where!(there().and(members::id.eq_any(ids)));
        rows.extend(named.load::<Row>(connection)?);
    }
    if !addresses.is_empty() {
        let named = members_where!(there().and(members::email_normal.eq_any(addresses)));
        rows.extend(named.load::<Row>(connection)?);
    }
    // Somebody may be named by id and by address.
    let mut found: Vec<MemberWithDevices> = rows.into_iter().map(MemberWithDevices::from).collect();
    found.sort_unstable_by_key(|found| found.member.key);
    found.dedup_by_key(|found| found.member.key);
    Ok(found)
}

/// Spends the step, keeps the answer and records it, if all is as it was read.
fn consume_one(
    connection: &mut DbConnection,
    accepted: &Accepted<'_>,
    now: Time,
) -> DbResult<bool> {
    let is_spent = consume_step(connection, accepted.decision, now)?;
    if is_spent {
        store::insert(connection, &accepted.kept, now)?;
        audit::record(connection, now, accepted.origin, &accepted.decision.event)?;
    }
    Ok(is_spent)
}

/// One row or none.
fn consume_step(connection: &mut DbConnection, decision: &Decision, now: Time) -> DbResult<bool> {
    let Decision { fresh, .. } = decision;
    let sql = db::static_sql(concat!(
        "UPDATE totp_devices SET last_step = ?, last_used_at = ? WHERE ",
        device_as_read!(),
        " AND EXISTS (SELECT 1 FROM members WHERE key = ? AND status = 'active') \
         AND EXISTS (SELECT 1 FROM api_tokens JOIN members ON members.key = api_tokens.owner \
         WHERE api_tokens.key = ? AND api_tokens.aal >= 2 \
         AND api_tokens.suspended_at IS NULL AND api_tokens.expires_at > ? \
         AND members.status = 'active' AND members.role = 'admin') \
         AND NOT EXISTS (SELECT 1 FROM limits WHERE name IN (?, ?))",
    ));
    let sql = sql.number(fresh.step).number(now.micros());
    let changed = bind_device(sql, fresh)
        .number(decision.member.number())
        .number(decision.token.number())
        .number(now.micros())
        .text(&decision.for_member)
        .text(&decision.of_programs)
        .run(connection)?;
    Ok(changed == 1)
}

/// The same for many members in one statement.
const TOGETHER: &str = concat!(
    "WITH asked AS MATERIALIZED ( \
        SELECT unnest(?::bigint[]) AS device, unnest(?::text[]) AS device_id, \
            unnest(?::bigint[]) AS step, unnest(?::bigint[]) AS most_failures, \
            unnest(?::bigint[]) AS member, unnest(?::bigint[]) AS token, \
            unnest(?::text[]) AS for_member, \
            unnest(?::text[]) AS of_programs, unnest(?::bytea[]) AS verification, \
            unnest(?::bigint[]) AS organization_key, unnest(?::text[]) AS asked_by, \
            unnest(?::text[]) AS audience, unnest(?::text[]) AS purpose, \
            unnest(?::text[]) AS target, unnest(?::text[]) AS target_hash, \
            unnest(?::text[]) AS station, ",
    audit_values!(),
    "), spent AS ( \
        UPDATE totp_devices SET last_step = asked.step, last_used_at = asked.at \
        FROM asked JOIN members ON members.key = asked.member \
            JOIN api_tokens ON api_tokens.key = asked.token \
            JOIN members AS owners ON owners.key = api_tokens.owner \
        WHERE ",
    devices_as_read!(),
    " AND members.status = 'active' \
            AND api_tokens.aal >= 2 \
            AND api_tokens.suspended_at IS NULL AND api_tokens.expires_at > asked.at \
            AND owners.status = 'active' AND owners.role = 'admin' \
            AND NOT EXISTS (SELECT 1 FROM limits WHERE name = asked.for_member) \
            AND NOT EXISTS (SELECT 1 FROM limits WHERE name = asked.of_programs) \
        RETURNING asked.* \
    ), kept AS ( \
        INSERT INTO verifications (id, organization, member, asked_by, result, answered_at, \
            audience, purpose, target, target_hash, station) \
        SELECT verification, organization_key, subject, asked_by, 'accepted', at, audience, purpose, \
            target, target_hash, station FROM spent \
    ), recorded AS ( \
        INSERT INTO audit_events (",
    audit_columns!(),
    ") SELECT ",
    audit_columns!(),
    " FROM spent \
    ) SELECT member FROM spent"
);

/// Spends the steps of those for which all is as it was read; gives these members. On SQLite one by one.
pub fn consume_steps(
    connection: &mut DbConnection,
    accepted: &[Accepted<'_>],
    now: Time,
) -> DbResult<Vec<MemberKey>> {
    match connection {
        _ if accepted.is_empty() => Ok(Vec::new()),
        DbConnection::Postgres(own) => consume_together(own, accepted, now),
        one_by_one @ DbConnection::Sqlite(_) => {
            let mut spent = Vec::new();
            for one in accepted {
                if consume_one(one_by_one, one, now)? {
                    spent.push(one.decision.member);
                }
            }
            Ok(spent)
        }
    }
}

/// In the order of the devices' keys, so that two nodes lock the rows in one order.
fn consume_together(
    connection: &mut PgConnection,
    accepted: &[Accepted<'_>],
    now: Time,
) -> DbResult<Vec<MemberKey>> {
    let mut ordered: Vec<_> = accepted.iter().collect();
    ordered.sort_unstable_by_key(|one| one.decision.fresh.device);
    let all = || ordered.iter().map(|one| one.decision);
    let operations = || ordered.iter().map(|one| one.kept.operation);
    let text =
        |of: fn(&Operation) -> &Option<String>| operations().map(move |one| of(one).as_deref());
    let ids: Vec<String> = all().map(|one| one.fresh.id.to_string()).collect();
    let rows: Vec<NewRow<'_>> = ordered
        .iter()
        .map(|one| NewRow::new(one.origin, &one.decision.event))
        .collect();
    let sql = db::array_sql(TOGETHER)
        .numbers(all().map(|one| one.fresh.device.number()))
        .texts(ids.iter().map(|id| Some(id.as_str())))
        .numbers(all().map(|one| one.fresh.step))
        .numbers(all().map(|_| CODE_TRIES_PER_DEVICE))
        .numbers(all().map(|one| one.member.number()))
        .numbers(all().map(|one| one.token.number()))
        .texts(all().map(|one| Some(one.for_member.as_str())))
        .texts(all().map(|one| Some(one.of_programs.as_str())))
        .bytes(all().map(|one| Some(&one.id.0.as_bytes()[..])))
        .numbers(ordered.iter().map(|one| one.kept.organization.number()))
        .texts(all().map(|one| Some(one.asked_by.as_str())))
        .texts(operations().map(|one| one.audience.as_ref().map(Audience::as_str)))
        .texts(text(|one| &one.purpose))
        .texts(text(|one| &one.target))
        .texts(text(|one| &one.target_hash))
        .texts(text(|one| &one.station));
    let spent = bind_rows(sql, now, &rows).load_numbers(connection)?;
    let spent: Vec<MemberKey> = spent.into_iter().map(MemberKey::of).collect();
    for one in ordered {
        if spent.contains(&one.decision.member) {
            audit::log_after_commit(now, one.origin, &one.decision.event);
        }
    }
    Ok(spent)
}
