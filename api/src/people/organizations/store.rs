//! The table `organizations`.

use super::kind::Made;
use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::schema::organizations;
use crate::platform::db::{DbConnection, DbResult};
use diesel::dsl::exists;
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::me::Locale;
use shared_types::organizations::{OrganizationKind, PublicOrganizationView, ShortName};
use shared_types::time::Time;

pub(super) fn has_organization(connection: &mut DbConnection) -> DbResult<bool> {
    let live = organizations::table.filter(organizations::kind.eq(OrganizationKind::Live.as_str()));
    diesel::select(exists(live)).get_result(connection)
}

pub(super) fn find_organization(
    connection: &mut DbConnection,
    id: OrganizationId,
) -> DbResult<Option<OrganizationRef>> {
    let key: Option<OrganizationKey> = organizations::table
        .filter(organizations::id.eq(id.to_string()))
        .select(organizations::key)
        .get_result(connection)
        .optional()?;
    Ok(key.map(|key| OrganizationRef { key, id }))
}

/// The live organization with this short name.
pub(super) fn find_live(
    connection: &mut DbConnection,
    short_name: &ShortName,
) -> DbResult<Option<(OrganizationKey, String)>> {
    organizations::table
        .filter(organizations::short_name.eq(short_name.as_str()))
        .filter(organizations::kind.eq(OrganizationKind::Live.as_str()))
        .select((organizations::key, organizations::id))
        .get_result(connection)
        .optional()
}

/// The short name of the organization that was made first.
pub(super) fn find_first_short_name(connection: &mut DbConnection) -> DbResult<Option<String>> {
    organizations::table
        .filter(organizations::is_first.eq(true))
        .select(organizations::short_name)
        .get_result(connection)
        .optional()
}

pub(super) fn find_short_name(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<String> {
    organizations::table
        .find(organization)
        .select(organizations::short_name)
        .get_result(connection)
}

pub(super) fn find_public_view(
    connection: &mut DbConnection,
    short_name: &ShortName,
) -> DbResult<Option<PublicOrganizationView>> {
    let row: Option<(OrganizationKey, String, String, bool, String)> = organizations::table
        .filter(organizations::short_name.eq(short_name.as_str()))
        .select((
            organizations::key,
            organizations::name,
            organizations::short_name,
            organizations::is_first,
            organizations::kind,
        ))
        .get_result(connection)
        .optional()?;
    let Some((key, name, short_name, is_first, kind)) = row else {
        return Ok(None);
    };
    let others = organizations::table
        .filter(organizations::kind.eq(OrganizationKind::Live.as_str()))
        .filter(organizations::key.ne(key.number()));
    let has_others: bool = diesel::select(exists(others)).get_result(connection)?;
    Ok(Some(PublicOrganizationView {
        name,
        short_name,
        is_first,
        is_only: !has_others,
        kind: OrganizationKind::try_from(kind).unwrap_or_default(),
    }))
}

pub(super) fn is_short_name_taken(
    connection: &mut DbConnection,
    short_name: &str,
) -> DbResult<bool> {
    let same = organizations::table.filter(organizations::short_name.eq(short_name));
    diesel::select(exists(same)).get_result(connection)
}

/// An organization to be.
pub(super) struct NewRow<'a> {
    pub(super) id: OrganizationId,
    pub(super) short_name: &'a str,
    pub(super) name: &'a str,
    pub(super) made: Made,
}

/// The first one stays the first for ever; a test organization never is. The caller holds the lock of short
/// names.
pub(super) fn insert_organization(
    connection: &mut DbConnection,
    new: &NewRow<'_>,
    now: Time,
) -> DbResult<()> {
    let (kind, parent) = match new.made {
        Made::Live => (OrganizationKind::Live, None),
        Made::Test { parent } => (OrganizationKind::Test, parent),
    };
    let is_first = !kind.is_test() && !has_organization(connection)?;
    diesel::insert_into(organizations::table)
        .values((
            organizations::id.eq(new.id.to_string()),
            organizations::short_name.eq(new.short_name),
            organizations::name.eq(new.name),
            organizations::is_first.eq(is_first),
            organizations::created_at.eq(now.micros()),
            organizations::kind.eq(kind.as_str()),
            organizations::parent.eq(parent.map(OrganizationKey::number)),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn update_language(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    locale: Option<Locale>,
    time_zone: Option<&str>,
) -> DbResult<()> {
    diesel::update(organizations::table.find(organization))
        .set((
            organizations::locale.eq(locale.map(Locale::as_str)),
            organizations::time_zone.eq(time_zone),
        ))
        .execute(connection)
        .map(drop)
}
