//! The members of the demo: one organization, one person of each role, one password.

use crate::account::setup;
use crate::people::members::{self, EmailAddress, FirstProof, NewMember};
use crate::people::organizations;
use crate::platform::context::Context;
use crate::platform::crypto::password::Password;
use crate::platform::db::DbConnection;
use crate::platform::http::RequestId;
use crate::platform::new_id::new_id;
use crate::platform::origin::Origin;
use anyhow::{Context as _, ensure};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::members::Role;
use shared_types::secret::Secret;
use shared_types::setup::SetupRequest;
use std::net::Ipv4Addr;

pub(super) const ORGANIZATION: &str = "Acme Support";
/// Long enough for signing in without a second step, and easy to type.
pub(super) const PASSWORD: &str = "violet anchor breakfast";

/// A person to sign in as.
pub(super) struct Person {
    pub(super) email: &'static str,
    pub(super) display_name: &'static str,
    pub(super) role: Role,
}

pub(super) const ADMINISTRATOR: Person = Person {
    email: "admin@example.com",
    display_name: "Ada Admin",
    role: Role::Admin,
};

pub(super) const AGENT: Person = Person {
    email: "jo@example.com",
    display_name: "Jo Doe",
    role: Role::Agent,
};

pub(super) const HELPDESK: Person = Person {
    email: "sam@example.com",
    display_name: "Sam Lee",
    role: Role::Helpdesk,
};

/// Fills a new database; the administrator is created as in a real installation.
pub(super) async fn seed(context: &Context) -> anyhow::Result<()> {
    let setup_token = setup::issue_first_token(context)
        .await?
        .context("the demo's database is not new")?;
    let request = SetupRequest {
        setup_token,
        organization: ORGANIZATION.to_owned(),
        email: ADMINISTRATOR.email.to_owned(),
        display_name: ADMINISTRATOR.display_name.to_owned(),
        password: PASSWORD.into(),
        time_zone: None,
    };
    let made = setup::set_up(context, this_program(), request).await?;
    for person in [AGENT, HELPDESK] {
        add(context, made.organization_id, person).await?;
    }
    Ok(())
}

async fn add(
    context: &Context,
    organization: OrganizationId,
    person: Person,
) -> anyhow::Result<()> {
    let now = context.clock.now();
    let id = MemberId(new_id(now));
    let find = move |connection: &mut DbConnection| organizations::find(connection, organization);
    let organization = context.db.read(find).await?;
    let organization = organization.context("the demo's organization")?;
    let email = EmailAddress::parse(person.email).context(person.email)?;
    let password = Password::parse(&Secret::new(PASSWORD))
        .ok()
        .context(PASSWORD)?;
    let phc = context.hasher.admit()?.hash(password).await?;
    let sealed = members::seal_password(context, organization.id, id, &phc);
    let created = context
        .db
        .write(move |connection| {
            let member = NewMember {
                id,
                organization,
                email: &email,
                display_name: person.display_name,
                role: person.role,
                proof: FirstProof::Password(sealed),
            };
            members::create(connection, &member, now)
        })
        .await?;
    ensure!(created.is_some(), "{} is there already", person.email);
    Ok(())
}

fn this_program() -> Origin {
    Origin {
        address: Ipv4Addr::LOCALHOST.into(),
        network: "127.0.0.0/24".to_owned(),
        program: "twostep demo".to_owned(),
        locale: None,
        request_id: RequestId::new().to_string(),
    }
}
