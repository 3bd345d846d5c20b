//! Making organizations, and finding the one that a request without a session names.

use super::kind::Made;
use super::{short_name, store};
use crate::platform::context::Context;
use crate::platform::db::keys::{OrganizationKey, OrganizationRef};
use crate::platform::db::{self, DbConnection, DbError, DbResult, StatementError};
use shared_types::ids::OrganizationId;
use shared_types::me::Locale;
use shared_types::organizations::{FindOrganizationQuery, PublicOrganizationView, ShortName};
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::time::Time;

/// Why nothing is said of an organization.
#[derive(Debug, thiserror::Error)]
pub(super) enum FindOrganizationError {
    /// There is none with this short name.
    #[error("there is no such organization")]
    NotFound,
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Whether there is any organization for people yet.
pub fn exists(connection: &mut DbConnection) -> DbResult<bool> {
    store::has_organization(connection)
}

/// The organization with this id.
pub fn find(
    connection: &mut DbConnection,
    id: OrganizationId,
) -> DbResult<Option<OrganizationRef>> {
    store::find_organization(connection, id)
}

/// The organization for people with this short name.
pub fn find_live(
    connection: &mut DbConnection,
    short_name: &ShortName,
) -> DbResult<Option<OrganizationRef>> {
    let found = store::find_live(connection, short_name)?;
    Ok(found.and_then(|(key, id)| {
        let id = id.parse().ok()?;
        Some(OrganizationRef { key, id })
    }))
}

/// Changes the language and the time zone of mails to members of whom nothing is known yet.
pub fn set_language(
    connection: &mut DbConnection,
    organization: OrganizationKey,
    locale: Option<Locale>,
    time_zone: Option<&str>,
) -> DbResult<()> {
    store::update_language(connection, organization, locale, time_zone)
}

/// The short name of an organization.
pub fn short_name_of(
    connection: &mut DbConnection,
    organization: OrganizationKey,
) -> DbResult<ShortName> {
    let short_name = store::find_short_name(connection, organization)?;
    Ok(ShortName::parse(&short_name).unwrap_or_else(ShortName::of_none))
}

/// The short name that a request has in its field `organization`.
pub fn chosen_short_name(field: Option<&str>) -> Result<Option<ShortName>, FieldError> {
    let parse = |text: &str| {
        ShortName::parse(text).ok_or_else(|| {
            let detail =
                "A short name has letters, digits and hyphens, as in the address of the sign-in page.";
            FieldError::new("organization", FieldErrorCode::Invalid, detail)
        })
    };
    field.map(parse).transpose()
}

/// The short name that is meant, whether an organization has it or not. Where none is named it is the
/// one of the installation's first organization, so that an installation with one never sees it.
pub fn named(connection: &mut DbConnection, chosen: Option<&ShortName>) -> DbResult<ShortName> {
    if let Some(chosen) = chosen {
        return Ok(chosen.clone());
    }
    let first = store::find_first_short_name(connection)?;
    let first = first.and_then(|first| ShortName::parse(&first));
    Ok(first.unwrap_or_else(ShortName::of_none))
}

/// The path of the page where the members of an organization sign in: nothing for the first one, whose
/// members open the installation's own address.
pub fn sign_in_path(short_name: &ShortName, is_first: bool) -> String {
    if is_first {
        String::new()
    } else {
        short_name.sign_in_path()
    }
}

/// What a sign-in page says of the organization. Short names are no secret: they stand in addresses
/// that members pass on.
pub(super) async fn find_public_view(
    context: &Context,
    query: FindOrganizationQuery,
) -> Result<PublicOrganizationView, FindOrganizationError> {
    // What no organization can have is not looked for.
    let chosen = query.short_name.as_deref().map(ShortName::parse);
    if matches!(chosen, Some(None)) {
        return Err(FindOrganizationError::NotFound);
    }
    let chosen = chosen.flatten();
    let find = move |connection: &mut DbConnection| {
        let short_name = named(connection, chosen.as_ref())?;
        store::find_public_view(connection, &short_name)
    };
    let found = context.db.look_up(find).await?;
    found.ok_or(FindOrganizationError::NotFound)
}

/// An organization that was just made.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Its row and id.
    pub organization: OrganizationRef,
    /// Its short name.
    pub short_name: String,
}

/// Nobody else makes an organization until the change ends. The first lock of a change that needs it (`db::lock`).
pub fn lock_names(connection: &mut DbConnection) -> DbResult<()> {
    db::lock(connection, "short names")
}

/// Inserts an organization, with a short name made from its name; its policy is its owner's to make.
pub fn create(
    connection: &mut DbConnection,
    id: OrganizationId,
    name: &str,
    made: Made,
    now: Time,
) -> DbResult<NewOrganization> {
    // Nobody takes the short name that is found free.
    lock_names(connection)?;
    let base = short_name::of(name);
    let mut free = base.clone();
    let mut number = 1;
    while store::is_short_name_taken(connection, &free)? {
        number += 1;
        free = short_name::numbered(&base, number);
    }
    let new = store::NewRow {
        id,
        short_name: &free,
        name,
        made,
    };
    store::insert_organization(connection, &new, now)?;
    let organization = store::find_organization(connection, id)?.ok_or(StatementError::NotFound)?;
    Ok(NewOrganization {
        organization,
        short_name: free,
    })
}
