//! `GET /members/export`.

use super::export::{self, ExportMembersError};
use crate::platform::context::Context;
use crate::platform::http::rows_places::RowsPlaces;
use crate::platform::http::{FileAnswer, Mount, Query, Refusal, Refusals};
use crate::protection::access::{Authorized, Holder as _, MembersRead};
use actix_web::{HttpResponse, get, web};
use shared_types::member_export::{ExportMembersQuery, ExportedMember, MemberExportFormat};

/// The routes of this feature.
pub(super) fn routes(mount: &mut impl Mount) {
    mount.service(export_members);
}

/// The organization's members as a file of any length, with the filters and in the order of the list.
///
/// CSV: UTF-8, every cell in quotes, as `POST /members/import` reads it. What a spreadsheet could take for a formula
/// gets an apostrophe before it. NDJSON: each line is a member. That a file was asked for is recorded, once an hour for
/// each caller: all members, and some of them, apart.
#[utoipa::path(
    tag = "members",
    params(ExportMembersQuery),
    responses(
        (
            status = 200,
            description = "The file",
            content((String = "text/csv"), (ExportedMember = "application/x-ndjson"))
        ),
        Refusals<(Authorized<MembersRead>, Query<ExportMembersQuery>, ExportMembersError)>
    )
)]
#[get("/members/export")]
async fn export_members(
    context: web::Data<Context>,
    places: web::Data<RowsPlaces>,
    caller: Authorized<MembersRead>,
    Query(query): Query<ExportMembersQuery>,
) -> Result<HttpResponse, Refusal<ExportMembersError>> {
    let format = query.format.unwrap_or_default();
    let content_type = match format {
        MemberExportFormat::Csv => "text/csv; charset=utf-8",
        MemberExportFormat::Ndjson => "application/x-ndjson",
    };
    // Until the file is sent.
    let place = places.take(&caller.actor.recorded().to_string());
    let place = place.map_err(ExportMembersError::from)?;
    let pieces = export::start(&context, caller, query).await?;
    let file = FileAnswer {
        name: "members",
        ending: format.as_str(),
        content_type,
    };
    Ok(file.streaming(pieces, place))
}
