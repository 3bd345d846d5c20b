//! Whether we live, and whether we can serve: two questions with two answers (security.md R-15).

use crate::context::Context;
use crate::db::{self, DbError};
use crate::http::ApiError;
use crate::keyring;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use shared_types::limits::CLOCK_OFFSET_LARGEST;
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
    let answer = async {
        keyring::check_keys(&context).await?;
        check_clock(&context).await
    };
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(())) => Ok(ok()),
        Ok(Err(error)) => Err(ApiError::unavailable(RETRY_AFTER, error)),
        Err(late) => Err(ApiError::unavailable(RETRY_AFTER, late)),
    }
}

/// Why this node cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum HealthError {
    /// The keys do not open what is kept.
    #[error(transparent)]
    Keys(#[from] keyring::KeyCheckError),
    /// The other nodes live in another time.
    #[error("this machine's clock is {0:?} away from the database's")]
    Clock(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Nodes agree on the time by the database's clock: on one that is off, codes of tomorrow would
/// open and delays end early.
pub async fn check_clock(context: &Context) -> Result<(), HealthError> {
    let Some(theirs) = context.db.read(db::server_time).await? else {
        return Ok(());
    };
    let ours = context.clock.now();
    let offset = ours.since(theirs).max(theirs.since(ours));
    if offset > CLOCK_OFFSET_LARGEST {
        return Err(HealthError::Clock(offset));
    }
    Ok(())
}

fn ok() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body("ok")
}
