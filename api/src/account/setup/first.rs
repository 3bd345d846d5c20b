//! An organization with its first administrator.

use crate::people::members::{self, BrowserLanguage, EmailAddress, FirstProof, Member, NewMember};
use crate::people::organizations::{self, Made};
use crate::people::policy;
use crate::platform::db::keys::OrganizationRef;
use crate::platform::db::{DbConnection, DbResult, StatementError};
use crate::platform::origin::Origin;
use crate::record::audit::{self, Action, Event};
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::Role;
use shared_types::time::Time;

/// What is to be made, checked.
pub struct NewOrganization {
    /// The organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its first administrator.
    pub administrator: MemberId,
    /// Their address.
    pub email: EmailAddress,
    /// Their name.
    pub display_name: String,
    /// Their password, hashed and sealed.
    pub password: Vec<u8>,
    /// The language and zone of the browser that made it.
    pub browser: BrowserLanguage,
    /// For whom.
    pub made: Made,
}

/// What was made.
pub struct NewAdministrator {
    /// The organization.
    pub organization: OrganizationRef,
    /// Its short name.
    pub short_name: String,
    /// Its first administrator.
    pub member: Member,
}

/// Makes it, inside a change.
pub fn insert(
    connection: &mut DbConnection,
    origin: &Origin,
    new: &NewOrganization,
    now: Time,
) -> DbResult<NewAdministrator> {
    let made = organizations::create(connection, new.organization, &new.name, new.made, now)?;
    let organization = made.organization;
    policy::create_default(connection, organization.key, now)?;
    let administrator = NewMember {
        id: new.administrator,
        organization,
        email: &new.email,
        display_name: &new.display_name,
        role: Role::Admin,
        proof: FirstProof::Password(new.password.clone()),
    };
    let Some(created) = members::create(connection, &administrator, now)? else {
        // Nobody is in the organization yet, so no address is taken: everything is taken back.
        return Err(StatementError::RollbackTransaction);
    };
    // Its first browser speaks for the organization until members have browsers of their own.
    let BrowserLanguage { locale, time_zone } = &new.browser;
    organizations::set_language(connection, organization.key, *locale, time_zone.as_deref())?;
    let member = members::find(connection, created.key)?.ok_or(StatementError::NotFound)?;
    members::remember_browser(connection, &member, &new.browser)?;
    let event = Event::own(organization.id, member.id, Action::OrganizationCreated);
    let event = match new.made {
        Made::Live => event,
        Made::Test { .. } => event.details(json!({ "kind": "test" })),
    };
    audit::record(connection, now, origin, &event)?;
    Ok(NewAdministrator {
        organization,
        short_name: made.short_name,
        member,
    })
}
