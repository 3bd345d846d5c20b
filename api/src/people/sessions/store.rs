//! Sessions as they are read: rows of `sign_ins` in the state `session`.

use super::model::{Account, FoundSession};
use crate::people::devices::{DeviceStatus, StoredState};
use crate::people::sign_ins::State;
use crate::platform::crypto::token::PresentedToken;
use crate::platform::db::keys::{
    BrowserKey, KEYS_PER_MEMBER, MemberKey, MemberRef, OrganizationKey, OrganizationRef, SignInKey,
    SignInRef,
};
use crate::platform::db::schema::{members, organizations, rules, sign_ins, totp_devices};
use crate::platform::db::{DbConnection, DbResult, load_all};
use crate::protection::access::MemberSession;
use crate::protection::demand::{Demand, MemberRules, Rule};
use crate::protection::hold;
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::{MemberStatus, Role};
use shared_types::organizations::{OrganizationKind, ShortName};
use shared_types::policy::TwoStepPolicy;
use shared_types::recovery::RecoveryHold;
use shared_types::sessions::{SessionView, Transport};
use shared_types::time::Time;
use std::collections::HashMap;

#[derive(Queryable)]
struct SignInRow {
    key: SignInKey,
    public_id: Vec<u8>,
    verifier: Vec<u8>,
    epoch: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    aal: i64,
    finished_at: Option<i64>,
    last_used_at: Option<i64>,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
    fresh_until: Option<i64>,
    browser: Option<BrowserKey>,
}

#[derive(Queryable)]
struct MemberRow {
    key: MemberKey,
    #[diesel(deserialize_as = String)]
    id: MemberId,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    #[diesel(deserialize_as = String)]
    role: Role,
    epoch: i64,
    email: String,
    display_name: String,
    locale: Option<String>,
    hold: HoldColumns,
    directory_id: Option<String>,
    exempt_until: Option<i64>,
    skips_used: i64,
    rule: RuleRow,
}

/// What says whether recovery is held.
const HOLD: (
    members::hold_since,
    members::hold_cause,
    members::hold_until,
) = (
    members::hold_since,
    members::hold_cause,
    members::hold_until,
);

#[derive(Queryable)]
struct RuleRow {
    #[diesel(deserialize_as = String)]
    two_step: TwoStepPolicy,
    required_from: Option<i64>,
    skips: i64,
}

#[derive(Queryable)]
struct HoldColumns {
    since: Option<i64>,
    cause: Option<String>,
    until: Option<i64>,
}

impl From<HoldColumns> for Option<RecoveryHold> {
    fn from(columns: HoldColumns) -> Self {
        hold::of_columns(columns.since, columns.cause, columns.until)
    }
}

#[derive(Queryable)]
struct OrganizationRow {
    key: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: OrganizationId,
    name: String,
    #[diesel(deserialize_as = String)]
    short_name: ShortName,
    is_first: bool,
    kind: String,
}

type Row = (SignInRow, MemberRow, OrganizationRow, Option<DeviceRow>);

#[derive(Queryable)]
struct DeviceRow {
    status: String,
    #[diesel(deserialize_as = i64)]
    confirmed_at: Time,
    last_used_at: Option<i64>,
    failures: i64,
    #[diesel(deserialize_as = i64)]
    blocked_until: Time,
    replace_by: Option<i64>,
}

/// A session as its row holds it, with the verifier of the token that opens it.
#[derive(Clone)]
pub(super) struct StoredSession {
    verifier: Vec<u8>,
    found: FoundSession,
}

impl StoredSession {
    /// The session, opened by something else than its token.
    pub(super) fn into_found(self) -> FoundSession {
        self.found
    }

    /// The session, if this token opens it; what is not there takes the same time.
    pub(super) fn opened_by(
        stored: Option<Self>,
        presented: &PresentedToken,
    ) -> Option<FoundSession> {
        let verifier = stored.as_ref().map(|stored| stored.verifier.as_slice());
        let is_opened = presented.matches(verifier);
        stored.filter(|_| is_opened).map(|stored| stored.found)
    }
}

/// The session with this key, if there is one.
pub(super) fn find_session_by_key(
    connection: &mut DbConnection,
    key: SignInKey,
) -> DbResult<Option<FoundSession>> {
    let stored = find_sessions(connection, &[key])?.pop().flatten();
    Ok(stored.map(|stored| stored.found))
}

/// At the place of each key its session, if there is one.
///
/// A server locks tables in the order of the query. Changes meet members before sign-ins; the other
/// way round a migration that takes both would stand in a deadlock with this.
pub(super) fn find_sessions(
    connection: &mut DbConnection,
    keys: &[SignInKey],
) -> DbResult<Vec<Option<StoredSession>>> {
    let session = members::table
        .inner_join(sign_ins::table.on(sign_ins::member.eq(members::key)))
        .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
        .inner_join(rules::table.on(rules::key.eq(members::rule)))
        .left_join(totp_devices::table.on(totp_devices::key.eq(members::key * KEYS_PER_MEMBER)))
        .filter(sign_ins::state.eq(State::Session.as_str()))
        .select((
            (
                sign_ins::key,
                sign_ins::public_id,
                sign_ins::verifier,
                sign_ins::epoch,
                sign_ins::transport,
                sign_ins::aal,
                sign_ins::finished_at,
                sign_ins::last_used_at,
                sign_ins::expires_at,
                sign_ins::fresh_until,
                sign_ins::browser,
            ),
            (
                members::key,
                members::id,
                members::status,
                members::role,
                members::epoch,
                members::email,
                members::display_name,
                members::locale,
                HOLD,
                members::directory_id,
                members::exempt_until,
                members::skips_used,
                (rules::two_step, rules::required_from, rules::skips),
            ),
            (
                organizations::key,
                organizations::id,
                organizations::name,
                organizations::short_name,
                organizations::is_first,
                organizations::kind,
            ),
            (
                totp_devices::status,
                totp_devices::confirmed_at,
                totp_devices::last_used_at,
                totp_devices::failures,
                totp_devices::blocked_until,
                totp_devices::replace_by,
            )
                .nullable(),
        ));
    let rows: DbResult<Vec<Row>> = load_all!(connection, session, sign_ins::key, keys.to_vec());
    let stored = rows?.into_iter().map(StoredSession::from);
    let stored: HashMap<_, _> = stored.map(|one| (one.found.session.key, one)).collect();
    Ok(keys.iter().map(|key| stored.get(key).cloned()).collect())
}

impl From<Row> for StoredSession {
    fn from(row: Row) -> Self {
        Self {
            verifier: row.0.verifier.clone(),
            found: FoundSession::from(row),
        }
    }
}

impl From<Row> for FoundSession {
    fn from((sign_in, member, organization, device): Row) -> Self {
        let RuleRow {
            two_step,
            required_from,
            skips,
        } = member.rule;
        let rules = MemberRules {
            rule: Rule::of_columns(two_step, required_from, skips),
            role: member.role,
            exempt_until: member.exempt_until.map(Time::from_micros),
            skips_used: member.skips_used,
        };
        // What a session always has; a row without it has never been used and is over.
        let or_never = |at: Option<i64>| Time::from_micros(at.unwrap_or(0));
        Self {
            session: MemberSession {
                key: sign_in.key,
                id: SignInRef::of_row(sign_in.key, &sign_in.public_id).session(),
                member: MemberRef {
                    key: member.key,
                    id: member.id,
                },
                role: member.role,
                epoch: sign_in.epoch,
                transport: sign_in.transport,
                aal: aal(sign_in.aal),
                created_at: or_never(sign_in.finished_at),
                last_used_at: or_never(sign_in.last_used_at),
                expires_at: sign_in.expires_at,
                fresh_until: or_never(sign_in.fresh_until),
                browser: sign_in.browser,
                // Decided when it is known to count, at that time.
                demand: Demand::None,
                is_held: false,
            },
            member_status: member.status,
            member_epoch: member.epoch,
            rules,
            organization: OrganizationRef {
                key: organization.key,
                id: organization.id,
            },
            account: Account {
                email: member.email,
                display_name: member.display_name,
                locale: member.locale.and_then(|tag| Locale::try_from(tag).ok()),
                organization_name: organization.name,
                organization_short_name: organization.short_name,
                is_in_first_organization: organization.is_first,
                organization_kind: OrganizationKind::try_from(organization.kind)
                    .unwrap_or_default(),
                recovery_hold: member.hold.into(),
                is_of_directory: member.directory_id.is_some(),
                device: device.map(StoredState::from),
            },
        }
    }
}

impl From<DeviceRow> for StoredState {
    fn from(row: DeviceRow) -> Self {
        Self {
            status: DeviceStatus::parse(&row.status),
            confirmed_at: row.confirmed_at,
            last_used_at: row.last_used_at.map(Time::from_micros),
            failures: row.failures,
            blocked_until: row.blocked_until,
            replace_by: row.replace_by.map(Time::from_micros),
        }
    }
}

fn aal(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(1)
}

#[derive(Queryable)]
struct ListedRow {
    key: SignInKey,
    public_id: Vec<u8>,
    aal: i64,
    #[diesel(deserialize_as = String)]
    transport: Transport,
    label: String,
    network: String,
    finished_at: Option<i64>,
    last_used_at: Option<i64>,
    #[diesel(deserialize_as = i64)]
    expires_at: Time,
}

/// The member's sessions that still count, newest first.
pub(super) fn list_live_sessions(
    connection: &mut DbConnection,
    session: &MemberSession,
    idle_since: Time,
    now: Time,
) -> DbResult<Vec<SessionView>> {
    let rows = sign_ins::table
        .filter(sign_ins::member.eq(session.member.key))
        .filter(sign_ins::state.eq(State::Session.as_str()))
        .filter(sign_ins::epoch.eq(session.epoch))
        .filter(sign_ins::expires_at.gt(now.micros()))
        .filter(sign_ins::last_used_at.gt(idle_since.micros()))
        .order(sign_ins::key.desc())
        .select((
            sign_ins::key,
            sign_ins::public_id,
            sign_ins::aal,
            sign_ins::transport,
            sign_ins::label,
            sign_ins::network,
            sign_ins::finished_at,
            sign_ins::last_used_at,
            sign_ins::expires_at,
        ))
        .load::<ListedRow>(connection)?;
    Ok(rows
        .into_iter()
        .map(|row| into_view(row, session.key))
        .collect())
}

fn into_view(row: ListedRow, current: SignInKey) -> SessionView {
    let or_never = |at: Option<i64>| Time::from_micros(at.unwrap_or(0));
    SessionView {
        id: SignInRef::of_row(row.key, &row.public_id).session(),
        current: row.key == current,
        aal: aal(row.aal),
        transport: row.transport,
        label: row.label,
        network: row.network,
        created_at: or_never(row.finished_at),
        last_used_at: or_never(row.last_used_at),
        expires_at: row.expires_at,
    }
}
