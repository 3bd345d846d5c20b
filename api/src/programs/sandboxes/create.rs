//! Making and listing test organizations.

use super::refusals::CreateSandboxError;
use crate::account::setup::{self, NewAdministrator, NewOrganization};
use crate::people::api_tokens::{self, Networks, NewApiTokenRow};
use crate::people::members::{self, BrowserLanguage, EmailAddress, choose_name};
use crate::people::organizations::{self, Kind, Made};
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::crypto::random;
use crate::platform::crypto::token::{self, TokenKind};
use crate::platform::db::{DbConnection, DbError, DbResult};
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use crate::protection::access::{Actor, Authorized, Fresh, SandboxesManage};
use crate::protection::hold::MailboxAct;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::api_tokens::Scope;
use shared_types::ids::{ApiTokenId, MemberId, OrganizationId};
use shared_types::limits::{API_TOKEN_DAYS, SANDBOXES_PER_ORGANIZATION};
use shared_types::sandboxes::{
    CreateSandboxRequest, NewSandbox, SandboxAdministrator, SandboxView,
};
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::Duration;

/// The address of the first administrator; the domain is reserved (RFC 2606 §3).
const ADDRESS: &str = "administrator@example.com";
/// What the pages call him.
const DISPLAY_NAME: &str = "Test administrator";
/// What the first API token is called.
const TOKEN_NAME: &str = "First token";
/// Letters and digits of the password: 119 random bits.
const PASSWORD_LENGTH: usize = 20;
/// The token counts as made with a second step, as tests require one in the policy and go on with it. It opens a test
/// organization and nothing else.
const TOKEN_LEVEL: u8 = 2;

/// A test organization to be, with what is shown of it once.
struct Prepared {
    new: NewOrganization,
    password: Secret,
}

pub(super) async fn create_sandbox(
    context: &Context,
    caller: Fresh<SandboxesManage>,
    request: CreateSandboxRequest,
) -> Result<NewSandbox, CreateSandboxError> {
    let name = choose_name("name", &request.name).map_err(CreateSandboxError::Invalid)?;
    let parent = Some(caller.organization.key);
    let prepared = prepare(context, &caller.origin, name, Made::Test { parent }).await?;
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        // Makes one after the other, so that of many at once none passes the limit.
        organizations::lock_names(connection)?;
        let (caller, member) = match members::open_caller(connection, &caller, now)? {
            Ok(opened) => opened,
            Err(lost) => return Ok(Err(lost.into())),
        };
        if let Some(hold) = member.hold_on(MailboxAct::GiveAccessAway, now) {
            return Ok(Err(CreateSandboxError::Held(hold)));
        }
        if member.kind != Kind::Live {
            return Ok(Err(CreateSandboxError::IsTest));
        }
        let made = organizations::count_of(connection, caller.organization.key)?;
        if made >= SANDBOXES_PER_ORGANIZATION {
            return Ok(Err(CreateSandboxError::Full));
        }
        let made = insert(connection, &caller.origin, prepared, now)?;
        let event = caller.event(Action::SandboxCreated);
        let event = event.details(json!({ "sandbox": made.id, "name": made.name }));
        caller.record(connection, now, &event)?;
        Ok(Ok(made))
    };
    context.db.write(write).await?
}

/// The same for the operator of the host: it belongs to no live organization.
pub async fn create_by_host(
    context: &Context,
    name: String,
) -> Result<NewSandbox, CreateSandboxError> {
    let origin = Origin::of_host();
    let prepared = prepare(context, &origin, name, Made::Test { parent: None }).await?;
    let now = context.clock.now();
    let write = move |connection: &mut DbConnection| {
        let made = insert(connection, &origin, prepared, now)?;
        let event = Actor::Host.event_in(Some(made.id), Action::SandboxCreated);
        let event = event.details(json!({ "sandbox": made.id, "name": made.name }));
        audit::record(connection, now, &origin, &event)?;
        Ok(made)
    };
    Ok(context.db.write(write).await?)
}

/// Hashes the password, outside of any change.
async fn prepare(
    context: &Context,
    origin: &Origin,
    name: String,
    made: Made,
) -> Result<Prepared, CreateSandboxError> {
    let now = context.clock.now();
    let (organization, administrator) = (OrganizationId(new_id(now)), MemberId(new_id(now)));
    let text = Secret::new(random::text(random::BASE62, PASSWORD_LENGTH));
    let password = Password::parse(&text).expect("short enough");
    let phc = context.hasher.admit()?.hash(password).await?;
    let new = NewOrganization {
        organization,
        name,
        administrator,
        email: EmailAddress::parse(ADDRESS).expect("an address"),
        display_name: DISPLAY_NAME.to_owned(),
        password: members::seal_password(context, organization, administrator, &phc),
        browser: BrowserLanguage::of(origin, None),
        made,
    };
    Ok(Prepared {
        new,
        password: text,
    })
}

fn insert(
    connection: &mut DbConnection,
    origin: &Origin,
    Prepared { new, password }: Prepared,
    now: Time,
) -> DbResult<NewSandbox> {
    let NewAdministrator {
        organization,
        short_name,
        member,
    } = setup::insert(connection, origin, &new, now)?;
    let token = NewApiTokenRow {
        token: token::generate(TokenKind::Api, now),
        id: ApiTokenId(new_id(now)),
        organization,
        owner: member.reference(),
        aal: TOKEN_LEVEL,
        name: TOKEN_NAME.to_owned(),
        scopes: Scope::ALL.iter().copied().collect(),
        networks: Networks::default(),
        expires_at: now + Duration::from_hours(24 * u64::from(API_TOKEN_DAYS)),
    };
    let kept = api_tokens::insert(connection, &token, now)?;
    let event = Event::own(organization.id, member.id, Action::ApiTokenCreated);
    let event = event.details(kept.details());
    audit::record(connection, now, origin, &event)?;
    Ok(NewSandbox {
        id: organization.id,
        name: new.name,
        short_name,
        administrator: SandboxAdministrator {
            email: new.email.as_typed().to_owned(),
            password,
        },
        api_token: token.token.secret,
    })
}

pub(super) async fn list_sandboxes(
    context: &Context,
    caller: Authorized<SandboxesManage>,
) -> Result<Vec<SandboxView>, DbError> {
    let list = move |connection: &mut DbConnection| {
        let mut views = Vec::new();
        for kept in organizations::list_of(connection, caller.organization.key)? {
            views.push(SandboxView {
                members: members::count_all(connection, kept.organization.key)?,
                id: kept.organization.id,
                name: kept.name,
                short_name: kept.short_name,
                created_at: kept.created_at,
            });
        }
        Ok(views)
    };
    context.db.read(list).await
}
