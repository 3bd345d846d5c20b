//! The tables `members` and `passwords`, one row at a time.

use super::email::EmailAddress;
use super::language::{BrowserLanguage, Language};
use super::model::{Member, sort_name};
use super::store_words;
use crate::people::organizations::Kind;
use crate::platform::db::keys::{MemberKey, OrganizationKey, OrganizationRef, RuleKey};
use crate::platform::db::schema::{members, organizations, passwords, rules};
use crate::platform::db::{self, DbConnection, DbResult, on_backend};
use crate::protection::demand::{MemberRules, Rule};
use crate::protection::hold;
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::members::{MemberStatus, Role};
use shared_types::organizations::ShortName;
use shared_types::policy::TwoStepPolicy;
use shared_types::time::Time;

/// The columns of a member, for a statement that joins `members`, `organizations` and `rules`.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = members)]
pub struct MemberColumns {
    key: MemberKey,
    #[diesel(deserialize_as = String)]
    id: MemberId,
    organization: OrganizationKey,
    #[diesel(deserialize_as = String, select_expression = organizations::id)]
    organization_id: OrganizationId,
    #[diesel(select_expression = organizations::name)]
    organization_name: String,
    #[diesel(deserialize_as = String, select_expression = organizations::short_name)]
    organization_short_name: ShortName,
    #[diesel(select_expression = organizations::is_first)]
    is_in_first_organization: bool,
    #[diesel(select_expression = organizations::kind)]
    organization_kind: String,
    #[diesel(select_expression = organizations::clock_ahead)]
    clock_ahead: i64,
    rule: RuleKey,
    #[diesel(deserialize_as = String, select_expression = rules::two_step)]
    two_step: TwoStepPolicy,
    #[diesel(select_expression = rules::required_from)]
    required_from: Option<i64>,
    #[diesel(select_expression = rules::skips)]
    skips: i64,
    exempt_until: Option<i64>,
    skips_used: i64,
    version: i64,
    email: String,
    email_normal: String,
    display_name: String,
    #[diesel(deserialize_as = String)]
    role: Role,
    #[diesel(deserialize_as = String)]
    status: MemberStatus,
    locale: Option<String>,
    browser_locale: Option<String>,
    time_zone: Option<String>,
    #[diesel(select_expression = organizations::locale)]
    organization_locale: Option<String>,
    #[diesel(select_expression = organizations::time_zone)]
    organization_time_zone: Option<String>,
    epoch: i64,
    directory_id: Option<String>,
    email_verified: bool,
    hold_since: Option<i64>,
    hold_cause: Option<String>,
    hold_until: Option<i64>,
}

impl From<MemberColumns> for Member {
    fn from(row: MemberColumns) -> Self {
        Self {
            key: row.key,
            id: row.id,
            organization: OrganizationRef {
                key: row.organization,
                id: row.organization_id,
            },
            organization_name: row.organization_name,
            organization_short_name: row.organization_short_name,
            is_in_first_organization: row.is_in_first_organization,
            kind: Kind::of_columns(&row.organization_kind, row.clock_ahead),
            rule: row.rule,
            rules: MemberRules {
                rule: Rule::of_columns(row.two_step, row.required_from, row.skips),
                role: row.role,
                exempt_until: row.exempt_until.map(Time::from_micros),
                skips_used: row.skips_used,
            },
            version: row.version,
            email: row.email,
            email_normal: row.email_normal,
            display_name: row.display_name,
            role: row.role,
            status: row.status,
            language: Language {
                chosen: locale(row.locale),
                of_browser: locale(row.browser_locale),
                of_organization: locale(row.organization_locale),
                time_zone: row.time_zone,
                organization_time_zone: row.organization_time_zone,
            },
            epoch: row.epoch,
            directory_id: row.directory_id,
            is_email_verified: row.email_verified,
            hold: hold::of_columns(row.hold_since, row.hold_cause, row.hold_until),
        }
    }
}

/// A language that this program no longer has is none.
fn locale(tag: Option<String>) -> Option<Locale> {
    Locale::try_from(tag?).ok()
}

/// The member whom a condition finds, if it finds one.
macro_rules! member_where {
    ($connection:expr, $condition:expr) => {{
        let member = members::table
            .inner_join(organizations::table.on(organizations::key.eq(members::organization)))
            .inner_join(rules::table.on(rules::key.eq(members::rule)))
            .filter($condition);
        let row: Option<MemberColumns> = on_backend!($connection, |own| member
            .select(MemberColumns::as_select())
            .get_result(own))
        .optional()?;
        Ok(row.map(Member::from))
    }};
}

pub(super) fn find_member(
    connection: &mut DbConnection,
    key: MemberKey,
) -> DbResult<Option<Member>> {
    member_where!(connection, members::key.eq(key))
}

/// The member with this address in the organization with this short name.
pub(super) fn find_member_by_normal_address(
    connection: &mut DbConnection,
    organization: &ShortName,
    normal: &str,
) -> DbResult<Option<Member>> {
    member_where!(
        connection,
        organizations::short_name
            .eq(organization.as_str())
            .and(members::email_normal.eq(normal))
    )
}

/// The row of a member of this organization.
pub(super) fn find_key_in(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: MemberId,
) -> DbResult<Option<MemberKey>> {
    members::table
        .filter(members::id.eq(id.to_string()))
        .filter(members::organization.eq(organization))
        .select(members::key)
        .get_result(connection)
        .optional()
}

/// Some members of an organization, in the order of their keys.
pub(super) fn list_keys(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    limit: i64,
) -> DbResult<Vec<MemberKey>> {
    members::table
        .filter(members::organization.eq(organization))
        .order(members::key)
        .limit(limit)
        .select(members::key)
        .load(connection)
}

/// Whatever their status.
pub(super) fn count_all(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<i64> {
    members::table
        .filter(members::organization.eq(organization))
        .count()
        .get_result(connection)
}

/// The member of this organization with this address.
pub(super) fn find_id_by_address(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    email: &EmailAddress,
) -> DbResult<Option<MemberId>> {
    let found: Option<String> = members::table
        .filter(members::organization.eq(organization))
        .filter(members::email_normal.eq(email.normal()))
        .select(members::id)
        .get_result(connection)
        .optional()?;
    Ok(found.and_then(|id| id.parse().ok()))
}

pub(super) fn find_key(connection: &mut DbConnection, id: MemberId) -> DbResult<Option<MemberKey>> {
    members::table
        .filter(members::id.eq(id.to_string()))
        .select(members::key)
        .get_result(connection)
        .optional()
}

/// The id of a row that is there.
pub(super) fn find_id(connection: &mut DbConnection, key: MemberKey) -> DbResult<String> {
    members::table
        .find(key)
        .select(members::id)
        .get_result(connection)
}

pub(super) fn find_password(
    connection: &mut DbConnection,
    member: MemberKey,
) -> DbResult<Option<Vec<u8>>> {
    let sealed = passwords::table.find(member).select(passwords::sealed);
    on_backend!(connection, |own| sealed.get_result(own)).optional()
}

pub(super) fn has_password(connection: &mut DbConnection, member: MemberKey) -> DbResult<bool> {
    diesel::select(exists(passwords::table.find(member))).get_result(connection)
}

pub(super) fn update_epoch(connection: &mut DbConnection, member: MemberKey) -> DbResult<i64> {
    diesel::update(members::table.find(member))
        .set(members::epoch.eq(members::epoch + 1))
        .execute(connection)?;
    members::table
        .find(member)
        .select(members::epoch)
        .get_result(connection)
}

/// Keeps a password in the place of an older one.
pub(super) fn replace_password(
    connection: &mut DbConnection,
    member: MemberKey,
    sealed: &[u8],
) -> DbResult<()> {
    let new = (passwords::member.eq(member), passwords::sealed.eq(sealed));
    on_backend!(connection, |own| diesel::insert_into(passwords::table)
        .values(new)
        .on_conflict(passwords::member)
        .do_update()
        .set(passwords::sealed.eq(sealed))
        .execute(own))
    .map(drop)
}

/// No password opens the account any more.
pub(super) fn delete_password(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    diesel::delete(passwords::table.find(member))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_name(
    connection: &mut DbConnection,
    member: MemberKey,
    display_name: &str,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::display_name.eq(display_name),
            members::sort_name.eq(sort_name(display_name)),
        ))
        .execute(connection)?;
    store_words::replace_words(connection, member)
}

/// Exempts a member until a date, or not any more.
pub(super) fn update_exemption(
    connection: &mut DbConnection,
    member: MemberKey,
    until: Option<Time>,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set(members::exempt_until.eq(until.map(Time::micros)))
        .execute(connection)
        .map(drop)
}

/// Uses one of the skips that the rules of a member leave at `now`; says whether there was one. Of two requests at once
/// that have one left between them, one row is changed once.
pub fn consume_skip(connection: &mut DbConnection, member: MemberKey, now: Time) -> DbResult<bool> {
    let is_left = rules::table
        .filter(rules::key.eq(members::rule))
        .filter(rules::skips.gt(members::skips_used))
        .filter(rules::required_from.gt(now.micros()));
    let changed = diesel::update(members::table.find(member).filter(exists(is_left)))
        .set(members::skips_used.eq(members::skips_used + 1))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Something that lists show was changed in another table.
pub(super) fn update_version(connection: &mut DbConnection, member: MemberKey) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set(members::version.eq(members::version + 1))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_locale(
    connection: &mut DbConnection,
    member: MemberKey,
    locale: Option<Locale>,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::locale.eq(locale.map(Locale::as_str)),
        ))
        .execute(connection)?;
    Ok(())
}

/// What no list shows, so the version stays.
pub(super) fn update_browser(
    connection: &mut DbConnection,
    member: MemberKey,
    browser: &BrowserLanguage,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::browser_locale.eq(browser.locale.map(Locale::as_str)),
            members::time_zone.eq(&browser.time_zone),
        ))
        .execute(connection)
        .map(drop)
}

pub(super) fn update_role(
    connection: &mut DbConnection,
    member: MemberKey,
    role: Role,
) -> DbResult<()> {
    diesel::update(members::table.find(member))
        .set((
            members::version.eq(members::version + 1),
            members::role.eq(role.as_str()),
        ))
        .execute(connection)?;
    // Not even from the moment on when somebody is none any more.
    if role == Role::Admin {
        update_exemption(connection, member, None)?;
    }
    Ok(())
}

/// Locks the organization until the transaction ends, then counts its administrators who can
/// sign in with a password that is kept here, so that two of them cannot remove each other at once.
pub(super) fn count_admins_locked(
    connection: &mut DbConnection,
    organization: OrganizationRef,
) -> DbResult<i64> {
    db::lock(connection, &organization.id.to_string())?;
    members::table
        .filter(members::organization.eq(organization.key))
        .filter(members::role.eq(Role::Admin.as_str()))
        .filter(members::status.eq(MemberStatus::Active.as_str()))
        .filter(members::directory_id.is_null())
        .count()
        .get_result(connection)
}
