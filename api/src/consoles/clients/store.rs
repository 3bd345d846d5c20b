//! The table `clients`, read with the organization.

use super::model::{Client, Settings};
use crate::platform::db::keys::{ClientKey, OrganizationKey, OrganizationRef, uuid_of};
use crate::platform::db::schema::{clients, organizations};
use crate::platform::db::{DbConnection, DbResult, load_all};
use diesel::prelude::*;
use shared_types::clients::{Acr, ClientAuthMethod, ClientKind, IdTokenAlgorithm, SubjectType};
use shared_types::ids::{ClientId, GroupId, MemberId, OrganizationId};
use shared_types::members::Role;
use shared_types::organizations::{OrganizationKind, ShortName};
use shared_types::time::Time;
use std::time::Duration;

/// Between words of a list.
const SEPARATOR: &str = " ";

#[derive(Queryable)]
struct Row {
    key: ClientKey,
    id: Vec<u8>,
    made_by: Vec<u8>,
    version: i64,
    pairwise_salt: Vec<u8>,
    #[diesel(deserialize_as = i64)]
    created_at: Time,
    disabled_at: Option<i64>,
    #[diesel(deserialize_as = i64)]
    enabled_at: Time,
    settings: SettingsRow,
    organization: OrganizationRow,
}

#[derive(Queryable)]
struct SettingsRow {
    name: String,
    #[diesel(deserialize_as = String)]
    kind: ClientKind,
    origin: Option<String>,
    redirect_uris: String,
    post_logout_redirect_uris: String,
    backchannel_logout_uri: Option<String>,
    launch_uri: Option<String>,
    #[diesel(deserialize_as = String)]
    auth_method: ClientAuthMethod,
    #[diesel(deserialize_as = String)]
    id_token_algorithm: IdTokenAlgorithm,
    #[diesel(deserialize_as = String)]
    subject_type: SubjectType,
    #[diesel(deserialize_as = String)]
    minimum_acr: Acr,
    maximum_age: Option<i64>,
    allowed_roles: String,
    allowed_groups: Option<String>,
    asks_consent: bool,
    fresh_code: bool,
    claims_in_id_token: bool,
}

#[derive(Queryable)]
struct OrganizationRow {
    key: OrganizationKey,
    #[diesel(deserialize_as = String)]
    id: OrganizationId,
    #[diesel(deserialize_as = String)]
    short_name: ShortName,
    #[diesel(deserialize_as = String)]
    kind: OrganizationKind,
}

/// Consoles with their organization, as a [`Row`].
macro_rules! rows {
    () => {
        clients::table
            .inner_join(organizations::table.on(organizations::key.eq(clients::organization)))
            .select((
                clients::key,
                clients::id,
                clients::made_by,
                clients::version,
                clients::pairwise_salt,
                clients::created_at,
                clients::disabled_at,
                clients::enabled_at,
                (
                    clients::name,
                    clients::kind,
                    clients::origin,
                    clients::redirect_uris,
                    clients::post_logout_redirect_uris,
                    clients::backchannel_logout_uri,
                    clients::launch_uri,
                    clients::auth_method,
                    clients::id_token_algorithm,
                    clients::subject_type,
                    clients::minimum_acr,
                    clients::maximum_age,
                    clients::allowed_roles,
                    clients::allowed_groups,
                    clients::asks_consent,
                    clients::fresh_code,
                    clients::claims_in_id_token,
                ),
                (
                    organizations::key,
                    organizations::id,
                    organizations::short_name,
                    organizations::kind,
                ),
            ))
    };
}

impl From<SettingsRow> for Settings {
    fn from(row: SettingsRow) -> Self {
        let seconds = row.maximum_age.and_then(|age| u64::try_from(age).ok());
        let roles = words(&row.allowed_roles).into_iter();
        let groups = row.allowed_groups.map(|ids| {
            let ids = words(&ids).into_iter();
            ids.filter_map(|id| id.parse::<GroupId>().ok()).collect()
        });
        Self {
            name: row.name,
            kind: row.kind,
            origin: row.origin,
            redirect_uris: words(&row.redirect_uris),
            post_logout_redirect_uris: words(&row.post_logout_redirect_uris),
            backchannel_logout_uri: row.backchannel_logout_uri,
            launch_uri: row.launch_uri,
            auth_method: row.auth_method,
            id_token_algorithm: row.id_token_algorithm,
            subject_type: row.subject_type,
            minimum_acr: row.minimum_acr,
            maximum_age: seconds.map(Duration::from_secs),
            allowed_roles: roles.filter_map(|role| Role::try_from(role).ok()).collect(),
            allowed_groups: groups,
            asks_consent: row.asks_consent,
            fresh_code: row.fresh_code,
            claims_in_id_token: row.claims_in_id_token,
        }
    }
}

impl From<Row> for Client {
    fn from(row: Row) -> Self {
        let organization = row.organization;
        Self {
            key: row.key,
            id: ClientId(uuid_of(&row.id)),
            organization: OrganizationRef {
                key: organization.key,
                id: organization.id,
            },
            organization_kind: organization.kind,
            short_name: organization.short_name,
            made_by: MemberId(uuid_of(&row.made_by)),
            version: row.version,
            created_at: row.created_at,
            disabled_at: row.disabled_at.map(Time::from_micros),
            enabled_at: row.enabled_at,
            pairwise_salt: row.pairwise_salt,
            settings: Settings::from(row.settings),
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(SEPARATOR).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn bytes(id: &ClientId) -> &[u8] {
    &id.0.as_bytes()[..]
}

/// The consoles of an organization, newest first.
pub(super) fn list(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<Vec<Client>> {
    let rows: Vec<Row> = rows!()
        .filter(clients::organization.eq(organization))
        .order(clients::id.desc())
        .load(connection)?;
    Ok(rows.into_iter().map(Client::from).collect())
}

pub(super) fn count(connection: &mut DbConnection, organization: OrganizationKey) -> DbResult<i64> {
    clients::table
        .filter(clients::organization.eq(organization))
        .count()
        .get_result(connection)
}

/// The console of any organization.
pub(super) fn find(connection: &mut DbConnection, id: ClientId) -> DbResult<Option<Client>> {
    let row: Option<Row> = rows!()
        .filter(clients::id.eq(bytes(&id)))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Client::from))
}

pub(super) fn find_by_key(
    connection: &mut DbConnection,
    key: ClientKey,
) -> DbResult<Option<Client>> {
    let row: Option<Row> = rows!()
        .filter(clients::key.eq(key))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Client::from))
}

/// Whether the row is still there.
pub(super) fn is_there(connection: &mut DbConnection, key: ClientKey) -> DbResult<bool> {
    let found: Option<ClientKey> = clients::table
        .find(key)
        .select(clients::key)
        .get_result(connection)
        .optional()?;
    Ok(found.is_some())
}

/// The console whose proxy protects this origin.
pub(super) fn find_by_origin(
    connection: &mut DbConnection,
    origin: &str,
) -> DbResult<Option<Client>> {
    let row: Option<Row> = rows!()
        .filter(clients::origin.eq(origin))
        .get_result(connection)
        .optional()?;
    Ok(row.map(Client::from))
}

#[derive(Queryable)]
struct VersionRow {
    key: ClientKey,
    version: i64,
}

/// In which version the consoles of these rows are.
pub(super) fn list_versions(
    connection: &mut DbConnection,
    keys: &[ClientKey],
) -> DbResult<Vec<(ClientKey, i64)>> {
    let versions = clients::table.select((clients::key, clients::version));
    let found: DbResult<Vec<VersionRow>> =
        load_all!(connection, versions, clients::key, keys.to_vec());
    Ok(found?
        .into_iter()
        .map(|row| (row.key, row.version))
        .collect())
}

/// A console to be kept.
pub(super) struct NewClientRow<'a> {
    pub(super) id: ClientId,
    pub(super) organization: OrganizationKey,
    pub(super) made_by: MemberId,
    pub(super) pairwise_salt: &'a [u8],
    pub(super) settings: &'a Settings,
}

pub(super) fn insert(
    connection: &mut DbConnection,
    new: &NewClientRow<'_>,
    now: Time,
) -> DbResult<()> {
    let settings = new.settings;
    diesel::insert_into(clients::table)
        .values((
            clients::id.eq(bytes(&new.id)),
            clients::organization.eq(new.organization),
            clients::kind.eq(settings.kind.as_str()),
            clients::made_by.eq(&new.made_by.0.as_bytes()[..]),
            clients::version.eq(1),
            clients::name.eq(&settings.name),
            clients::origin.eq(settings.origin.as_deref()),
            clients::redirect_uris.eq(settings.redirect_uris.join(SEPARATOR)),
            clients::post_logout_redirect_uris
                .eq(settings.post_logout_redirect_uris.join(SEPARATOR)),
            clients::backchannel_logout_uri.eq(settings.backchannel_logout_uri.as_deref()),
            clients::launch_uri.eq(settings.launch_uri.as_deref()),
            clients::auth_method.eq(settings.auth_method.as_str()),
            clients::id_token_algorithm.eq(settings.id_token_algorithm.as_str()),
            clients::subject_type.eq(settings.subject_type.as_str()),
            clients::pairwise_salt.eq(new.pairwise_salt),
            clients::minimum_acr.eq(settings.minimum_acr.as_str()),
            clients::maximum_age.eq(seconds(settings)),
            clients::allowed_roles.eq(roles(settings)),
            clients::allowed_groups.eq(groups(settings)),
            clients::asks_consent.eq(settings.asks_consent),
            clients::fresh_code.eq(settings.fresh_code),
            clients::claims_in_id_token.eq(settings.claims_in_id_token),
            clients::created_at.eq(now.micros()),
            clients::enabled_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// What can be changed, with a new version.
pub(super) fn update(connection: &mut DbConnection, client: &Client) -> DbResult<()> {
    let settings = &client.settings;
    diesel::update(clients::table.find(client.key))
        .set((
            clients::version.eq(client.version),
            clients::name.eq(&settings.name),
            clients::origin.eq(settings.origin.as_deref()),
            clients::redirect_uris.eq(settings.redirect_uris.join(SEPARATOR)),
            clients::post_logout_redirect_uris
                .eq(settings.post_logout_redirect_uris.join(SEPARATOR)),
            clients::backchannel_logout_uri.eq(settings.backchannel_logout_uri.as_deref()),
            clients::launch_uri.eq(settings.launch_uri.as_deref()),
            clients::id_token_algorithm.eq(settings.id_token_algorithm.as_str()),
            clients::minimum_acr.eq(settings.minimum_acr.as_str()),
            clients::maximum_age.eq(seconds(settings)),
            clients::allowed_roles.eq(roles(settings)),
            clients::allowed_groups.eq(groups(settings)),
            clients::asks_consent.eq(settings.asks_consent),
            clients::fresh_code.eq(settings.fresh_code),
            clients::claims_in_id_token.eq(settings.claims_in_id_token),
            clients::disabled_at.eq(client.disabled_at.map(Time::micros)),
            clients::enabled_at.eq(client.enabled_at.micros()),
        ))
        .execute(connection)
        .map(drop)
}

/// Its secrets, codes and access tokens go with it.
pub(super) fn delete(connection: &mut DbConnection, key: ClientKey) -> DbResult<()> {
    diesel::delete(clients::table.find(key))
        .execute(connection)
        .map(drop)
}

fn seconds(settings: &Settings) -> Option<i64> {
    let age = settings.maximum_age?;
    i64::try_from(age.as_secs()).ok()
}

fn roles(settings: &Settings) -> String {
    let roles: Vec<&str> = settings
        .allowed_roles
        .iter()
        .map(|role| role.as_str())
        .collect();
    roles.join(SEPARATOR)
}

fn groups(settings: &Settings) -> Option<String> {
    let groups = settings.allowed_groups.as_ref()?;
    let ids: Vec<String> = groups.iter().map(ToString::to_string).collect();
    Some(ids.join(SEPARATOR))
}
