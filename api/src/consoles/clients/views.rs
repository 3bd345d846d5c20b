//! Consoles as the API shows them.

use super::model::{Client, issuer_of};
use super::{store_events, store_secrets};
use crate::people::groups;
use crate::platform::db::keys::{ClientKey, OrganizationKey};
use crate::platform::db::{DbConnection, DbResult};
use serde_json::{Value, json};
use shared_types::clients::ClientView;
use shared_types::ids::GroupId;
use shared_types::time::Time;
use std::collections::HashMap;

/// The list: the views with the last uses, which change without a new version.
pub(super) fn listed(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    clients: Vec<Client>,
    public_url: &str,
    now: Time,
) -> DbResult<Vec<ClientView>> {
    let keys: Vec<ClientKey> = clients.iter().map(|client| client.key).collect();
    let uses = store_events::list_last_uses(connection, &keys)?;
    let mut views = all(connection, organization, clients, public_url, now)?;
    for (view, key) in views.iter_mut().zip(keys) {
        view.last_used_at = uses.get(&key).copied();
    }
    Ok(views)
}

/// The views of consoles of one organization.
fn all(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    clients: Vec<Client>,
    public_url: &str,
    now: Time,
) -> DbResult<Vec<ClientView>> {
    let keys: Vec<ClientKey> = clients.iter().map(|client| client.key).collect();
    let ends = store_secrets::list_ends(connection, &keys, now)?;
    let is_any = clients
        .iter()
        .any(|one| one.settings.allowed_groups.is_some());
    let groups = if is_any {
        groups::list(connection, organization)?
    } else {
        Vec::new()
    };
    let names: HashMap<GroupId, String> = groups
        .into_iter()
        .map(|group| (group.id, group.name))
        .collect();
    let views = clients.into_iter().map(|client| {
        let end = ends.get(&client.key).copied();
        view(client, &names, end, public_url)
    });
    Ok(views.collect())
}

/// The view of one.
pub(super) fn one(
    connection: &mut DbConnection,
    client: Client,
    public_url: &str,
    now: Time,
) -> DbResult<ClientView> {
    let organization = client.organization.key;
    let mut views = all(connection, organization, vec![client], public_url, now)?;
    Ok(views.remove(0))
}

fn view(
    client: Client,
    names: &HashMap<GroupId, String>,
    former_secret_until: Option<Time>,
    public_url: &str,
) -> ClientView {
    let is_disabled = client.is_disabled();
    let settings = client.settings;
    let groups = settings.allowed_groups.map(|ids| {
        let mut known: Vec<String> = ids.iter().filter_map(|id| names.get(id).cloned()).collect();
        known.sort_unstable();
        known
    });
    let seconds = settings.maximum_age.map(|age| age.as_secs());
    ClientView {
        id: client.id,
        name: settings.name,
        kind: settings.kind,
        origin: settings.origin,
        issuer: issuer_of(client.organization_kind, public_url),
        redirect_uris: settings.redirect_uris,
        post_logout_redirect_uris: settings.post_logout_redirect_uris,
        backchannel_logout_uri: settings.backchannel_logout_uri,
        launch_uri: settings.launch_uri,
        token_endpoint_auth_method: settings.auth_method,
        id_token_signed_response_alg: settings.id_token_algorithm,
        subject_type: settings.subject_type,
        minimum_acr: settings.minimum_acr,
        maximum_age_seconds: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
        allowed_roles: settings.allowed_roles.into_iter().collect(),
        allowed_groups: groups,
        asks_consent: settings.asks_consent,
        fresh_code: settings.fresh_code,
        claims_in_id_token: settings.claims_in_id_token,
        is_disabled,
        former_secret_until,
        version: client.version,
        made_by: client.made_by,
        created_at: client.created_at,
        last_used_at: None,
    }
}

/// Which console it was, and what decides who gets in where, so that the record says it when it is gone.
pub(super) fn details(client: &Client) -> Value {
    let settings = &client.settings;
    json!({
        "client": client.id,
        "name": settings.name,
        "redirect_uris": settings.redirect_uris,
        "post_logout_redirect_uris": settings.post_logout_redirect_uris,
        "launch_uri": settings.launch_uri,
        "minimum_acr": settings.minimum_acr,
        "maximum_age_seconds": settings.maximum_age.map(|age| age.as_secs()),
        "allowed_roles": settings.allowed_roles,
        "allowed_groups": settings.allowed_groups,
        "fresh_code": settings.fresh_code,
        "asks_consent": settings.asks_consent,
        "claims_in_id_token": settings.claims_in_id_token,
        "status": if client.is_disabled() { "disabled" } else { "active" },
    })
}
