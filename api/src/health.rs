//! Whether we live, and whether we can serve: two questions with two answers (security.md R-15).

use crate::context::Context;
use crate::http::ApiError;
use crate::keyring;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use std::time::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

const RETRY_AFTER: Duration = Duration::from_secs(1);
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(healthz).service(readyz);
}

/// The process lives. Asks nothing else, so a restart is the right answer to silence.
#[utoipa::path(tag = "service", responses((status = 200, description = "It lives", body = String, content_type = "text/plain", example = "ok")))]
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    ok()
}

/// The service can do its work: the database answers, and the keys open what is in it. Send traffic
/// only while it can.
#[utoipa::path(tag = "service", responses((status = 200, description = "It can serve", body = String, content_type = "text/plain", example = "ok")))]
#[get("/readyz")]
async fn readyz(context: web::Data<Context>) -> Result<HttpResponse, ApiError> {
    let answer = keyring::check_keys(&context);
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(())) => Ok(ok()),
        Ok(Err(error)) => Err(ApiError::unavailable(RETRY_AFTER, error)),
        Err(late) => Err(ApiError::unavailable(RETRY_AFTER, late)),
    }
}

fn ok() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ok")
}
