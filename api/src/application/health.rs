//! Whether we live, and whether we can serve: two questions with two answers (security.md R-15).

use crate::platform::context::Context;
use crate::platform::db::{self, DbError};
use crate::platform::http::{ApiError, Shutdown};
use crate::protection::keyring;
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

/// The service can do its work: the database answers, its tables are those of this version, the
/// keys open what is in it, and it was not asked to end. Send traffic only while it can.
#[utoipa::path(tag = "service", responses((status = 200, description = "It can serve", body = String, content_type = "text/plain", example = "ok")))]
#[get("/readyz")]
async fn readyz(
    context: web::Data<Context>,
    shutdown: web::Data<Shutdown>,
) -> Result<HttpResponse, ApiError> {
    if shutdown.has_begun() {
        return Err(ApiError::unavailable(
            RETRY_AFTER,
            "the server is shutting down",
        ));
    }
    let answer = async {
        check_tables(&context).await?;
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
    /// The database is an older one than the one that was opened.
    #[error("the tables lack the migration {0:?}")]
    Tables(String),
    /// The other nodes live in another time.
    #[error("this machine's clock is {0:?} away from the database's")]
    Clock(Duration),
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// A database may be put back in place of the one that was opened. Tables that a newer program
/// added are no reason to refuse: both run side by side while one replaces the other.
async fn check_tables(context: &Context) -> Result<(), HealthError> {
    let missing = context.db.read(db::missing_migration).await?;
    missing.map_or(Ok(()), |name| Err(HealthError::Tables(name)))
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
