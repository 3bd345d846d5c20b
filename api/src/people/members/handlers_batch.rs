//! `POST /members/batch` and `POST /members/import`.

use super::batch::{self, BatchError};
use crate::platform::context::Context;
use crate::platform::http::replay::answer_json;
use crate::platform::http::{CsvFile, Mount, Query, Refusal, Refusals, Rows, RowsBody, to_the_end};
use crate::protection::access::{Fresh, Holder as _, MembersWrite};
use actix_web::{HttpResponse, post, web};
use shared_types::member_batch::{
    BatchMembersRequest, BatchResponse, BatchRow, ImportMembersQuery,
};
use shared_types::problem::ProblemCode;

/// The routes of this feature.
pub(super) fn routes(mount: &mut impl Mount) {
    mount.service(batch_members).service(import_members);
}

/// Makes many members and mails their invitations, which wait for their turn when they are many.
///
/// Up to 1,000 rows, 4 KiB each, 4 MiB in all, two requests of a caller at a time. The answer tells each row; a
/// member who has the address already stays as he is, so a batch can be sent again; an API token is told his id if it has
/// `members:read` too. With mode `all` (when absent) nothing is changed when a row is refused; with `possible` the other
/// rows are done. `dry_run` says the same and changes nothing.
///
/// Look at `applied` first. Where it is `false` nothing was changed, and `would_make` counts what would be made.
#[utoipa::path(
    tag = "members",
    request_body = BatchMembersRequest,
    responses(
        (status = 200, body = BatchResponse),
        Refusals<(Fresh<MembersWrite>, RowsBody<BatchMembersRequest>, BatchError)>
    )
)]
#[post("/members/batch")]
async fn batch_members(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    body: RowsBody<BatchMembersRequest>,
) -> Result<HttpResponse, Refusal<BatchError>> {
    let rows = body.read(&caller.actor.recorded()).await;
    let Rows { body, place } = rows.map_err(BatchError::from)?;
    let made = to_the_end(async move {
        let made = batch::batch_members(&context, caller, body).await;
        drop(place);
        made
    });
    Ok(answer(made.await?))
}

/// The same with a file of comma-separated values.
///
/// UTF-8, with a byte order mark or without; the first line names the columns, separated by `,`, `;` or a tab:
/// `email` and `name`, and if you like `role`, `language` and `groups`, which has the names of groups with `|` between
/// them. A file of `GET /members/export` is read too; its other columns are left alone. Rows are named by their lines.
#[utoipa::path(
    tag = "members",
    params(ImportMembersQuery),
    request_body(
        content = CsvFile,
        content_type = "text/csv",
        example = "email,name,role,language,groups\njo@example.com,Jo Doe,agent,en,\n"
    ),
    responses(
        (status = 200, body = BatchResponse),
        Refusals<(Fresh<MembersWrite>, Query<ImportMembersQuery>, RowsBody<CsvFile>, BatchError)>
    )
)]
#[post("/members/import")]
async fn import_members(
    context: web::Data<Context>,
    caller: Fresh<MembersWrite>,
    Query(query): Query<ImportMembersQuery>,
    body: RowsBody<CsvFile>,
) -> Result<HttpResponse, Refusal<BatchError>> {
    let rows = body.read_file(&caller.actor.recorded()).await;
    let Rows {
        body: CsvFile(file),
        place,
    } = rows.map_err(BatchError::from)?;
    let made = to_the_end(async move {
        let made = batch::import_members(&context, caller, query, &file).await;
        drop(place);
        made
    });
    Ok(answer(made.await?))
}

/// Rows that only have to wait make an answer that is not kept: with the same key they are asked anew, and those that
/// are done are `unchanged` then.
fn answer(response: BatchResponse) -> HttpResponse {
    let waits = |row: &BatchRow| {
        matches!(
            row.code,
            Some(ProblemCode::Throttled | ProblemCode::Unavailable)
        )
    };
    let is_of_the_moment = response.rows.iter().any(waits);
    answer_json(response, is_of_the_moment)
}
