//! Counting the rows of `members` and of their devices, and writing what they give.

use super::counts::{MemberCounts, Recount};
use super::store_words::count_stale_words;
use crate::platform::db::keys::{KEYS_PER_MEMBER, OrganizationKey, OrganizationRef};
use crate::platform::db::{DbConnection, DbResult, StatementError, on_backend};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use shared_types::ids::OrganizationId;

#[derive(QueryableByName)]
struct RecountRow {
    #[diesel(sql_type = BigInt)]
    key: OrganizationKey,
    #[diesel(sql_type = Text)]
    organization: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    kept_invited: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    kept_active: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    kept_to_set_up: Option<i64>,
    #[diesel(sql_type = BigInt)]
    invited: i64,
    #[diesel(sql_type = BigInt)]
    active: i64,
    #[diesel(sql_type = BigInt)]
    to_set_up: i64,
    #[diesel(sql_type = BigInt)]
    wrong_counts: i64,
    #[diesel(sql_type = BigInt)]
    stale_members: i64,
}

/// A statement that finds devices by the keys of their members.
fn with_keys(text: &str) -> String {
    text.replace("KEYS_PER_MEMBER", &KEYS_PER_MEMBER.to_string())
}

/// One statement, so that all of it is of one moment.
///
/// A sum is cast, since PostgreSQL makes another type of it.
const RECOUNT: &str = "
    WITH counted AS (
        SELECT members.organization AS organization, members.rule AS rule,
            members.status AS status,
            COALESCE(totp_devices.status, 'none') = 'active' AS has_device, COUNT(*) AS members,
            COUNT(CASE WHEN members.device_status <> COALESCE(totp_devices.status, 'none')
                OR members.was_blocked <> (COALESCE(totp_devices.blocked_until, 0) > 0)
                OR members.to_set_up <> (members.status = 'active'
                    AND COALESCE(totp_devices.status, 'none') <> 'active')
                THEN 1 END) AS stale_members
        FROM members
        LEFT JOIN totp_devices ON totp_devices.key = members.key * KEYS_PER_MEMBER
        GROUP BY members.organization, members.rule, members.status,
            COALESCE(totp_devices.status, 'none') = 'active'
    ), kept_sums AS (
        SELECT organization,
            CAST(SUM(CASE WHEN status = 'invited' THEN members ELSE 0 END) AS BIGINT) AS invited,
            CAST(SUM(CASE WHEN status = 'active' THEN members ELSE 0 END) AS BIGINT) AS active,
            CAST(SUM(CASE WHEN status = 'active' AND NOT has_device THEN members ELSE 0 END)
                AS BIGINT) AS to_set_up
        FROM member_counts GROUP BY organization
    ), counted_sums AS (
        SELECT organization,
            CAST(SUM(CASE WHEN status = 'invited' THEN members ELSE 0 END) AS BIGINT) AS invited,
            CAST(SUM(CASE WHEN status = 'active' THEN members ELSE 0 END) AS BIGINT) AS active,
            CAST(SUM(CASE WHEN status = 'active' AND NOT has_device THEN members ELSE 0 END)
                AS BIGINT) AS to_set_up,
            CAST(SUM(stale_members) AS BIGINT) AS stale_members
        FROM counted GROUP BY organization
    ), differences AS (
        SELECT organization, rule, status, has_device
        FROM (
            SELECT organization, rule, status, has_device, members FROM member_counts
            UNION ALL
            SELECT organization, rule, status, has_device, -members FROM counted
        ) AS both_sides
        GROUP BY organization, rule, status, has_device HAVING SUM(members) <> 0
    )
    SELECT organizations.key AS key, organizations.id AS organization, organizations.name AS name,
        kept_sums.invited AS kept_invited, kept_sums.active AS kept_active,
        kept_sums.to_set_up AS kept_to_set_up,
        COALESCE(counted_sums.invited, 0) AS invited, COALESCE(counted_sums.active, 0) AS active,
        COALESCE(counted_sums.to_set_up, 0) AS to_set_up,
        (SELECT COUNT(*) FROM differences WHERE differences.organization = organizations.key)
            AS wrong_counts,
        COALESCE(counted_sums.stale_members, 0) AS stale_members
    FROM organizations
    LEFT JOIN kept_sums ON kept_sums.organization = organizations.key
    LEFT JOIN counted_sums ON counted_sums.organization = organizations.key
    ORDER BY organizations.key";

pub(super) fn list_recounts(connection: &mut DbConnection) -> DbResult<Vec<Recount>> {
    let rows: Vec<RecountRow> =
        on_backend!(connection, |own| diesel::sql_query(with_keys(RECOUNT))
            .load(own))?;
    let stale_words = count_stale_words(connection)?;
    let recounts = rows.into_iter().map(|row| {
        let stale_words = stale_words.get(&row.key).copied().unwrap_or(0);
        let recount = Recount::try_from(row)?;
        Ok(Recount {
            stale_words,
            ..recount
        })
    });
    recounts.collect()
}

impl TryFrom<RecountRow> for Recount {
    type Error = StatementError;

    fn try_from(row: RecountRow) -> DbResult<Self> {
        let id = row.organization.parse();
        let id = id.map_err(|error| StatementError::DeserializationError(Box::new(error)))?;
        let kept = (row.kept_invited, row.kept_active, row.kept_to_set_up);
        let stored = match kept {
            (Some(invited), Some(active), Some(to_set_up)) => Some(MemberCounts {
                invited,
                active,
                to_set_up,
            }),
            _ => None,
        };
        Ok(Self {
            organization: OrganizationRef {
                key: row.key,
                id: OrganizationId(id),
            },
            name: row.name,
            stored,
            counted: MemberCounts {
                invited: row.invited,
                active: row.active,
                to_set_up: row.to_set_up,
            },
            wrong_counts: row.wrong_counts,
            stale_members: row.stale_members,
            stale_words: 0,
        })
    }
}

/// Keeps everybody else from changing what is counted until the transaction ends. Of a server's
/// tables both are locked whole, in the order in which requests take them: requests wait, as they do
/// for a migration. A transaction that writes counts has written members before. A file has one writer.
pub(super) fn lock(connection: &mut DbConnection) -> DbResult<()> {
    match connection {
        DbConnection::Postgres(own) => {
            own.batch_execute("LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE")
        }
        DbConnection::Sqlite(own) => {
            own.batch_execute("UPDATE member_counts SET members = members WHERE FALSE")
        }
    }
}

/// Writes what each member's row repeats, where it is something else than its device says.
pub(super) fn update_members(connection: &mut DbConnection) -> DbResult<()> {
    connection.batch_execute(&with_keys(
        "UPDATE members SET
            device_status = COALESCE((SELECT totp_devices.status FROM totp_devices
                WHERE totp_devices.key = members.key * KEYS_PER_MEMBER), 'none'),
            was_blocked = EXISTS (SELECT 1 FROM totp_devices
                WHERE totp_devices.key = members.key * KEYS_PER_MEMBER AND totp_devices.blocked_until > 0)
        WHERE device_status <> COALESCE((SELECT totp_devices.status FROM totp_devices
                WHERE totp_devices.key = members.key * KEYS_PER_MEMBER), 'none')
            OR was_blocked <> EXISTS (SELECT 1 FROM totp_devices
                WHERE totp_devices.key = members.key * KEYS_PER_MEMBER AND totp_devices.blocked_until > 0);
        UPDATE members SET to_set_up = (status = 'active' AND device_status <> 'active')
        WHERE to_set_up <> (status = 'active' AND device_status <> 'active');",
    ))
}

/// Writes the counts of every organization anew, from the members' own rows.
pub(super) fn replace_counts(connection: &mut DbConnection) -> DbResult<()> {
    connection.batch_execute(
        "DELETE FROM member_counts;
        INSERT INTO member_counts (organization, rule, status, has_device, members)
        SELECT organization, rule, status, device_status = 'active', COUNT(*)
        FROM members GROUP BY organization, rule, status, device_status = 'active';",
    )
}
