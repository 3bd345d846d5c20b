//! `POST /devices/import`.

use super::refusals::ImportDevicesError;
use super::service;
use crate::platform::context::Context;
use crate::platform::http::{Mount, Refusal, Refusals, Rows, RowsBody, to_the_end};
use crate::protection::access::{DevicesImport, Fresh, Holder as _};
use actix_web::{post, web};
use shared_types::device_import::{ImportDevicesRequest, ImportDevicesResponse};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(import_devices);
}

/// Imports entries of authenticator apps that another product made, so that members sign in with the app that they
/// have. Each entry is decided on its own; a member who has a device keeps it, and an import that is sent again
/// imports nothing twice. The secrets are sealed and never shown again. Who imports knows them: the members are
/// mailed, and have to set up entries of their own in time. A secret that two members have is refused within one
/// request; requests are not compared with each other.
#[utoipa::path(
    tag = "members",
    operation_id = "import_devices",
    request_body = ImportDevicesRequest,
    responses(
        (status = 200, body = ImportDevicesResponse),
        Refusals<(Fresh<DevicesImport>, RowsBody<ImportDevicesRequest>, ImportDevicesError)>
    )
)]
#[post("/devices/import")]
async fn import_devices(
    context: web::Data<Context>,
    caller: Fresh<DevicesImport>,
    body: RowsBody<ImportDevicesRequest>,
) -> Result<web::Json<ImportDevicesResponse>, Refusal<ImportDevicesError>> {
    let rows = body.read(&caller.actor.recorded()).await;
    let Rows { body, place } = rows.map_err(ImportDevicesError::from)?;
    let imported = to_the_end(async move {
        let imported = service::import_devices(&context, caller, body).await;
        drop(place);
        imported
    });
    Ok(web::Json(imported.await?))
}
