//! Making, listing, changing and deleting consoles, and knowing one by its secret.

use super::fields::{Changes, Chosen, GroupsChange};
use super::model::{Client, SALT_BYTES, Settings};
use super::refusals::{ChangeClientError, CreateClientError, GetClientError, PatchClientError};
use super::store::{self, NewClientRow};
use super::{store_events, store_secrets, uris, views};
use crate::people::groups;
use crate::people::members;
use crate::platform::context::Context;
use crate::platform::crypto::random;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::keys::{ClientKey, OrganizationKey};
use crate::platform::db::{self, DbConnection, DbError, DbResult};
use crate::platform::expected::Expected;
use crate::platform::new_id::new_id;
use crate::protection::access::{Authorized, ClientsManage, Fresh};
use crate::protection::hold::MailboxAct;
use crate::record::audit::Action;
use shared_types::clients::{
    ClientView, CreateClientRequest, NewClient, PatchClientRequest, RotatedClientSecret,
};
use shared_types::ids::{ClientId, GroupId};
use shared_types::limits::{
    CLIENT_REFUSALS_KEPT, CLIENT_SECRET_ROTATION, CLIENTS_PER_ORGANIZATION,
};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::collections::BTreeSet;

/// The console with this id, of any organization, disabled or not.
pub fn find(connection: &mut DbConnection, id: ClientId) -> DbResult<Option<Client>> {
    store::find(connection, id)
}

/// The console of this row.
pub fn find_by_key(connection: &mut DbConnection, key: ClientKey) -> DbResult<Option<Client>> {
    store::find_by_key(connection, key)
}

/// In which version the consoles of these rows are.
pub fn list_versions(
    connection: &mut DbConnection,
    keys: &[ClientKey],
) -> DbResult<Vec<(ClientKey, i64)>> {
    store::list_versions(connection, keys)
}

/// The console whose proxy protects this origin, disabled or not.
pub fn find_by_origin(connection: &mut DbConnection, origin: &str) -> DbResult<Option<Client>> {
    store::find_by_origin(connection, origin)
}

/// The console with this id, if the secret is one of its good ones; what is not there takes the same steps.
pub fn authenticate(
    connection: &mut DbConnection,
    id: ClientId,
    secret: &str,
    now: Time,
) -> DbResult<Option<Client>> {
    let holder = match token::presented(TokenKind::ClientSecret, secret) {
        Some(presented) => store_secrets::find_presented(connection, &presented, now)?,
        None => None,
    };
    let client = store::find(connection, id)?;
    Ok(client.filter(|client| holder == Some(client.key)))
}

/// Deletes secrets that are good no more, and forgets old refusals.
pub fn sweep(connection: &mut DbConnection, now: Time) -> DbResult<usize> {
    let secrets = store_secrets::delete_ended(connection, now)?;
    let before = now - CLIENT_REFUSALS_KEPT;
    Ok(secrets + store_events::delete_refusals_before(connection, before)?)
}

pub(super) async fn list_clients(
    context: &Context,
    caller: Authorized<ClientsManage>,
) -> Result<Vec<ClientView>, DbError> {
    let (now, organization) = (context.clock.now(), caller.organization.key);
    let public_url = context.public_url.clone();
    let list = move |connection: &mut DbConnection| {
        let clients = store::list(connection, organization)?;
        views::listed(connection, organization, clients, &public_url, now)
    };
    context.db.read(list).await
}

pub(super) async fn get_client(
    context: &Context,
    caller: Authorized<ClientsManage>,
    id: ClientId,
) -> Result<ClientView, GetClientError> {
    let (now, organization) = (context.clock.now(), caller.organization.key);
    let public_url = context.public_url.clone();
    let find = move |connection: &mut DbConnection| {
        let Some(client) = find_own(connection, organization, id)? else {
            return Ok(Err(GetClientError::NotFound));
        };
        views::one(connection, client, &public_url, now).map(Ok)
    };
    context.db.read(find).await?
}

pub(super) async fn create_client(
    context: &Context,
    caller: Fresh<ClientsManage>,
    request: CreateClientRequest,
) -> Result<NewClient, CreateClientError> {
    let chosen = Chosen::of(&context.outbound, request).map_err(CreateClientError::Invalid)?;
    if is_own(context, chosen.settings.origin.as_deref()) {
        return Err(CreateClientError::Invalid(vec![uris::own_origin()]));
    }
    let (now, public_url) = (context.clock.now(), context.public_url.clone());
    let write = move |connection: &mut DbConnection| {
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        let organization = caller.organization;
        db::lock(connection, &organization.id.to_string())?;
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(CreateClientError::Held(hold)));
        }
        if store::count(connection, organization.key)? >= CLIENTS_PER_ORGANIZATION {
            return Ok(Err(CreateClientError::Full));
        }
        if is_origin_taken(connection, None, &chosen.settings)? {
            return Ok(Err(CreateClientError::OriginTaken));
        }
        let groups = match &chosen.groups {
            None => None,
            Some(names) => match find_groups(connection, organization.key, names)? {
                Ok(groups) => Some(groups),
                Err(flaws) => return Ok(Err(CreateClientError::Invalid(flaws))),
            },
        };
        let settings = Settings {
            allowed_groups: groups,
            ..chosen.settings.clone()
        };
        let id = ClientId(new_id(now));
        let new = NewClientRow {
            id,
            organization: organization.key,
            made_by: member.id,
            pairwise_salt: &random::bytes::<SALT_BYTES>(),
            settings: &settings,
        };
        store::insert(connection, &new, now)?;
        let client = store::find(connection, id)?;
        let client = client.expect("a row that was inserted is there");
        let secret = if client.is_public() {
            None
        } else {
            Some(make_secret(connection, &client, now)?)
        };
        record(connection, &caller, Action::ClientCreated, &client, now)?;
        Ok(Ok(NewClient {
            client_id: id,
            client_secret: secret,
            view: views::one(connection, client, &public_url, now)?,
        }))
    };
    context.db.write(write).await?
}

fn make_secret(connection: &mut DbConnection, client: &Client, now: Time) -> DbResult<Secret> {
    let new = token::generate(TokenKind::ClientSecret, now);
    store_secrets::insert(connection, client.key, &new)?;
    Ok(new.secret)
}

pub(super) async fn patch_client(
    context: &Context,
    caller: Fresh<ClientsManage>,
    id: ClientId,
    expected: Expected,
    request: PatchClientRequest,
) -> Result<ClientView, PatchClientError> {
    let changes = Changes::of(&context.outbound, request).map_err(PatchClientError::Invalid)?;
    if is_own(context, changes.origin()) {
        return Err(PatchClientError::Invalid(vec![uris::own_origin()]));
    }
    let (now, public_url) = (context.clock.now(), context.public_url.clone());
    let write = move |connection: &mut DbConnection| {
        let (caller, before) = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused.into())),
        };
        if !expected.admits(before.version) {
            return Ok(Err(PatchClientError::Changed));
        }
        let mut client = before.clone();
        client.settings = match changes.apply(&before.settings) {
            Ok(settings) => settings,
            Err(flaws) => return Ok(Err(PatchClientError::Invalid(flaws))),
        };
        if is_origin_taken(connection, Some(before.key), &client.settings)? {
            return Ok(Err(PatchClientError::OriginTaken));
        }
        match &changes.groups {
            GroupsChange::Kept => {}
            GroupsChange::Any => client.settings.allowed_groups = None,
            GroupsChange::Named(names) => {
                match find_groups(connection, caller.organization.key, names)? {
                    Ok(groups) => client.settings.allowed_groups = Some(groups),
                    Err(flaws) => return Ok(Err(PatchClientError::Invalid(flaws))),
                }
            }
        }
        match changes.is_disabled() {
            Some(true) => client.disabled_at = before.disabled_at.or(Some(now)),
            Some(false) if before.is_disabled() => {
                (client.disabled_at, client.enabled_at) = (None, now);
            }
            Some(false) | None => {}
        }
        let is_changed =
            client.settings != before.settings || client.disabled_at != before.disabled_at;
        if is_changed {
            client.version += 1;
            store::update(connection, &client)?;
            record(connection, &caller, Action::ClientChanged, &client, now)?;
        }
        views::one(connection, client, &public_url, now).map(Ok)
    };
    context.db.write(write).await?
}

/// Whether the origin is that of this installation, which protects itself.
fn is_own(context: &Context, origin: Option<&str>) -> bool {
    origin == Some(&*context.public_url)
}

/// Whether another console has the origin. Of two that come at once the index refuses one.
fn is_origin_taken(
    connection: &mut DbConnection,
    own: Option<ClientKey>,
    settings: &Settings,
) -> DbResult<bool> {
    let holder = match &settings.origin {
        Some(origin) => store::find_by_origin(connection, origin)?,
        None => None,
    };
    Ok(holder.is_some_and(|holder| Some(holder.key) != own))
}

/// The groups with these names.
fn find_groups(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    names: &[String],
) -> DbResult<Result<BTreeSet<GroupId>, Vec<FieldError>>> {
    let (mut found, mut flaws) = (BTreeSet::new(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        if let Some(group) = groups::find_named(connection, organization, name)? {
            found.insert(group.id);
        } else {
            let field = format!("allowed_groups[{at}]");
            let detail = "There is no such group.";
            flaws.push(FieldError::new(&field, FieldErrorCode::Invalid, detail));
        }
    }
    Ok(if flaws.is_empty() {
        Ok(found)
    } else {
        Err(flaws)
    })
}

/// A fresh secret; the one before is good for another day.
pub(super) async fn rotate_secret(
    context: &Context,
    caller: Fresh<ClientsManage>,
    id: ClientId,
) -> Result<RotatedClientSecret, ChangeClientError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, client) = match open(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        if client.is_public() {
            return Ok(Err(ChangeClientError::NoSecret));
        }
        let until = now + CLIENT_SECRET_ROTATION;
        store_secrets::retire(connection, client.key, until)?;
        let new = make_secret(connection, &client, now)?;
        record(
            connection,
            &caller,
            Action::ClientSecretRotated,
            &client,
            now,
        )?;
        Ok(Ok(RotatedClientSecret {
            client_secret: new,
            former_secret_until: until,
        }))
    };
    context.db.write(write).await?
}

/// Deletes a console with all that it has in hand.
pub(super) async fn delete_client(
    context: &Context,
    caller: Fresh<ClientsManage>,
    id: ClientId,
) -> Result<(), ChangeClientError> {
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (caller, client) = match open_to_end(connection, &caller, id, now)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        store::delete(connection, client.key)?;
        record(connection, &caller, Action::ClientDeleted, &client, now).map(Ok)
    };
    context.db.write(write).await?
}

pub(super) fn find_own(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    id: ClientId,
) -> DbResult<Option<Client>> {
    let found = store::find(connection, id)?;
    Ok(found.filter(|client| client.organization.key == organization))
}

/// To change it. While recovery by e-mail is held for the caller, nothing is.
fn open(
    connection: &mut DbConnection,
    caller: &Fresh<ClientsManage>,
    id: ClientId,
    now: Time,
) -> DbResult<Result<(Authorized<ClientsManage>, Client), ChangeClientError>> {
    open_for(
        connection,
        caller,
        id,
        now,
        Some(MailboxAct::GiveAccessAway),
    )
}

/// To end it: a hold keeps nobody from that.
fn open_to_end(
    connection: &mut DbConnection,
    caller: &Fresh<ClientsManage>,
    id: ClientId,
    now: Time,
) -> DbResult<Result<(Authorized<ClientsManage>, Client), ChangeClientError>> {
    open_for(connection, caller, id, now, None)
}

/// A console of the caller's organization that nobody else changes meanwhile, and who asks, as of now.
fn open_for(
    connection: &mut DbConnection,
    caller: &Fresh<ClientsManage>,
    id: ClientId,
    now: Time,
    act: Option<MailboxAct>,
) -> DbResult<Result<(Authorized<ClientsManage>, Client), ChangeClientError>> {
    let (caller, member) = match members::open_caller(connection, caller, now)? {
        Ok(opened) => opened,
        Err(lost) => return Ok(Err(lost.into())),
    };
    db::lock(connection, &caller.organization.id.to_string())?;
    if let Some(hold) = act.and_then(|act| member.hold_on(act, now)) {
        return Ok(Err(ChangeClientError::Held(hold)));
    }
    let found = find_own(connection, caller.organization.key, id)?;
    Ok(found
        .map(|client| (caller, client))
        .ok_or(ChangeClientError::NotFound))
}

fn record(
    connection: &mut DbConnection,
    caller: &Authorized<ClientsManage>,
    action: Action,
    client: &Client,
    now: Time,
) -> DbResult<()> {
    let event = caller.event(action).details(views::details(client));
    caller.record(connection, now, &event)
}
