//! `POST /setup`.

use super::service::{self, SetupError};
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Overloaded;
use crate::platform::db::DbError;
use crate::platform::http::{Body, Mount, Refusal, Refusals, refusals};
use crate::platform::origin::Origin;
use actix_web::{HttpResponse, post, web};
use shared_types::problem::FieldError;
use shared_types::setup::{SetupRequest, SetupResponse};

/// The routes of this feature.
pub fn routes(mount: &mut impl Mount) {
    mount.service(set_up);
}

/// Makes an organization with its first administrator. A setup token works once.
#[utoipa::path(
    tag = "setup",
    request_body = SetupRequest,
    responses((status = 201, body = SetupResponse), Refusals<(Body<SetupRequest>, SetupError)>)
)]
#[post("/setup")]
async fn set_up(
    context: web::Data<Context>,
    origin: Origin,
    Body(request): Body<SetupRequest>,
) -> Result<HttpResponse, Refusal<SetupError>> {
    let made = service::set_up(&context, origin, request).await?;
    Ok(HttpResponse::Created().json(made))
}

refusals! {
    enum SetupError {
        InvalidToken => InvalidToken(
            "This setup token is unknown, used or too old. Start the server again: it prints the one that is good."
        ),
        Throttled(wait) => Throttled("Too many tries. Wait before the next one.").retry_after(wait),
    }
    causes { Invalid(Vec<FieldError>), Overloaded(Overloaded), Database(DbError) }
}
