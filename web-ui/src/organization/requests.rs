//! The request for an organization by its short name.

use crate::client::Client;
use crate::failure::Failure;
use shared_types::organizations::{PublicOrganizationView, ShortName};

/// `GET /organization`.
pub(super) async fn find_organization(
    client: &Client,
    short_name: Option<&ShortName>,
) -> Result<PublicOrganizationView, Failure> {
    match short_name {
        // Letters, digits and hyphens need no encoding.
        Some(name) => {
            client
                .get(&format!("/organization?short_name={name}"))
                .await
        }
        None => client.get("/organization").await,
    }
}
