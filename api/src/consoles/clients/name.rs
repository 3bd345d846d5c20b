//! The name of a console, for the sign-in page.

use super::refusals::GetClientError;
use super::store;
use crate::platform::context::Context;
use crate::platform::db::DbConnection;
use shared_types::clients::ClientName;
use shared_types::ids::ClientId;

/// Anybody may ask.
pub(super) async fn find_name(
    context: &Context,
    id: ClientId,
) -> Result<ClientName, GetClientError> {
    let find = move |connection: &mut DbConnection| store::find(connection, id);
    let client = context.db.read(find).await?;
    let client = client.filter(|client| !client.is_disabled());
    let client = client.ok_or(GetClientError::NotFound)?;
    Ok(ClientName {
        name: client.settings.name,
    })
}
