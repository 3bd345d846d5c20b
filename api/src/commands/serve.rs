//! `twostep serve`: the HTTP server and the mail worker, until they are asked to end.

use super::start;
use crate::app::{self, Parts};
use crate::config::Config;
use crate::mail;
use actix_web::HttpServer;
use anyhow::Context as _;
use std::time::Duration;
use tokio::sync::oneshot;

/// security.md H-03: a connection that dribbles is cut off.
const HEAD_WITHIN: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// security.md R-07: what was accepted is finished.
const FINISH_WITHIN_SECONDS: u64 = 30;

/// Serves until SIGTERM or SIGINT.
pub(super) async fn serve(config: &Config) -> anyhow::Result<()> {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let context = start::context(config)?;
    let transport = start::mail(config)?;
    let web_ui = start::web_ui(config.web_ui.as_deref())?;
    let parts = Parts::new(context.clone(), config.http.clone(), web_ui);
    let server = HttpServer::new(move || app::build(&parts))
        .client_request_timeout(HEAD_WITHIN)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(FINISH_WITHIN_SECONDS)
        .bind(config.listen)
        .with_context(|| format!("TWOSTEP_LISTEN {}", config.listen))?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    let (end, ended) = oneshot::channel::<()>();
    let worker = tokio::spawn(mail::run(context, transport, async {
        // Sent or dropped: either way it is time to end.
        let _ = ended.await;
    }));
    let outcome = server.run().await.context("the server failed");
    drop(end);
    worker.await.context("the mail worker failed")?;
    outcome
}
