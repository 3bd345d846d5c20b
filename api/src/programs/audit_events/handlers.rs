//! `GET /audit-events`, `GET /audit-events/{id}`, `GET /audit-events/export`.

use super::download;
use super::refusals::{ExportError, ListError, ShowError};
use super::service;
use crate::platform::context::Context;
use crate::platform::http::rows_places::RowsPlaces;
use crate::platform::http::{FileAnswer, Mount, PathId, Query, Refusal, Refusals};
use crate::protection::access::{AuditRead, Authorized, Holder as _};
use actix_web::{HttpResponse, get, web};
use shared_types::audit_events::{
    AuditEventPage, AuditEventStory, AuditExportFormat, ExportAuditEventsQuery,
    ListAuditEventsQuery,
};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(list_events)
        .service(export_events)
        .service(show_event);
}

/// The organization's audit record, newest first, in pages.
///
/// Reading it is recorded as `audit.read`, once an hour and reader. A page looks at 5,000 rows at most: where few
/// of them fit it may be short, and even empty, while there is a `next_cursor`.
#[utoipa::path(
    tag = "audit-events",
    operation_id = "list_audit_events",
    params(ListAuditEventsQuery),
    responses(
        (status = 200, body = AuditEventPage),
        Refusals<(Authorized<AuditRead>, Query<ListAuditEventsQuery>, ListError)>
    )
)]
#[get("/audit-events")]
async fn list_events(
    context: web::Data<Context>,
    caller: Authorized<AuditRead>,
    Query(query): Query<ListAuditEventsQuery>,
) -> Result<web::Json<AuditEventPage>, Refusal<ListError>> {
    Ok(web::Json(
        service::list_events(&context, caller, query).await?,
    ))
}

/// One row of the record, with everything of the sign-in attempt that it belongs to.
#[utoipa::path(
    tag = "audit-events",
    operation_id = "show_audit_event",
    params(("id" = i64, Path, description = "The row")),
    responses(
        (status = 200, body = AuditEventStory),
        Refusals<(Authorized<AuditRead>, PathId<String>, ShowError)>
    )
)]
#[get("/audit-events/{id}")]
async fn show_event(
    context: web::Data<Context>,
    caller: Authorized<AuditRead>,
    id: PathId<String>,
) -> Result<web::Json<AuditEventStory>, Refusal<ShowError>> {
    Ok(web::Json(
        service::show_event(&context, caller, &id.0).await?,
    ))
}

/// The record as a file, of any length.
///
/// NDJSON: each row is a line exactly as it was sealed. With no filter but times the file has whole seals around the
/// time, and `twostep audit verify --export FILE` proves that no row is missing, added or altered; a line
/// `{"head":"…"}` is the signed head of a day, which anybody can check (`/.well-known/evidence-keys.json`). With other
/// filters it is newest first, and proves single rows, not completeness; the first line says which. Rows without a seal yet
/// are left out. A file whose last line is not `{"end":…}` was cut off: ask again.
///
/// CSV: the same rows as in the list, newest first, without a proof. A cell that a spreadsheet could take for a
/// formula begins with an apostrophe.
#[utoipa::path(
    tag = "audit-events",
    operation_id = "export_audit_events",
    params(ExportAuditEventsQuery),
    responses(
        (
            status = 200,
            description = "The file",
            content((String = "application/x-ndjson"), (String = "text/csv"))
        ),
        Refusals<(Authorized<AuditRead>, Query<ExportAuditEventsQuery>, ExportError)>
    )
)]
#[get("/audit-events/export")]
async fn export_events(
    context: web::Data<Context>,
    places: web::Data<RowsPlaces>,
    caller: Authorized<AuditRead>,
    Query(query): Query<ExportAuditEventsQuery>,
) -> Result<HttpResponse, Refusal<ExportError>> {
    let format = query.format.unwrap_or_default();
    let content_type = match format {
        AuditExportFormat::Ndjson => "application/x-ndjson",
        AuditExportFormat::Csv => "text/csv; charset=utf-8",
    };
    // Until the file is sent.
    let place = places.take(&caller.actor.recorded().to_string());
    let place = place.map_err(ExportError::from)?;
    let pieces = download::start(&context, caller, query).await?;
    let file = FileAnswer {
        name: "audit",
        ending: format.as_str(),
        content_type,
    };
    Ok(file.streaming(pieces, place))
}
