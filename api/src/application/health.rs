//! Liveness and readiness of this node, on two routes.

use crate::platform::context::Context;
use crate::platform::db::{self, DbError};
use crate::platform::http::{Mount, Refusal, Refusals, Shutdown, UNAVAILABLE, refusals};
use crate::platform::limits::CLOCK_OFFSET_LARGEST;
use crate::protection::keyring;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use std::time::Duration;

const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// The routes of this file.
pub fn routes(mount: &mut impl Mount) {
    mount.service(healthz).service(readyz);
}

/// The process lives. Asks nothing else, so a restart is the right answer to silence.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "It lives", body = String, content_type = "text/plain", example = "ok"),
        Refusals<()>
    )
)]
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    ok()
}

/// The service can do its work: the database answers, its tables are those of this version, the
/// keys open what is in it, and it was not asked to end. Send traffic only while it can.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "It can serve", body = String, content_type = "text/plain", example = "ok"),
        Refusals<(NotReady,)>
    )
)]
#[get("/readyz")]
async fn readyz(
    context: web::Data<Context>,
    shutdown: web::Data<Shutdown>,
) -> Result<HttpResponse, Refusal<NotReady>> {
    if shutdown.has_begun() {
        return Err(NotReady::ShuttingDown.into());
    }
    let answer = async {
        check_tables(&context).await?;
        keyring::check_keys(&context).await?;
        check_clock(&context).await
    };
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(())) => Ok(ok()),
        Ok(Err(error)) => Err(NotReady::Unhealthy(error).into()),
        Err(late) => Err(NotReady::Late(late).into()),
    }
}

/// Why no traffic should come to this node.
enum NotReady {
    /// The server was asked to end.
    ShuttingDown,
    /// Something that it needs does not answer in time.
    Late(tokio::time::error::Elapsed),
    /// Something that it needs is wrong.
    Unhealthy(HealthError),
}

refusals! {
    enum NotReady {
        ShuttingDown => Unavailable(UNAVAILABLE).because("the server is shutting down"),
        Late(cause) => Unavailable(UNAVAILABLE).because(cause),
        Unhealthy(cause) => Unavailable(UNAVAILABLE).because(cause),
    }
    causes {}
}

/// Why this node is not ready.
#[derive(Debug, thiserror::Error)]
pub enum HealthError {
    /// The keys do not fit the database.
    #[error(transparent)]
    Keys(#[from] keyring::KeyCheckError),
    /// The database has older tables than the one that was opened.
    #[error("the tables lack the migration {0:?}")]
    Tables(String),
    /// The clock differs from that of the other nodes.
    #[error("this machine's clock is {0:?} away from the database's")]
    Clock(Duration),
    /// The database gave no result.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// An older database may have been restored in place of the one that was opened. Tables that a newer
/// program added are accepted: both versions run side by side during an update.
async fn check_tables(context: &Context) -> Result<(), HealthError> {
    let missing = context.db.read(db::missing_migration).await?;
    missing.map_or(Ok(()), |name| Err(HealthError::Tables(name)))
}

/// All nodes compare their clock with the database's: a node whose clock is wrong would accept future
/// codes and end delays early.
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
