//! `twostep serve`: the HTTP server and the mail worker, until they are asked to end.

use super::start;
use crate::app::Parts;
use crate::config::Config;
use crate::context::Context;
use crate::mail::{self, Transport};
use crate::server;
use anyhow::Context as _;
use tokio::sync::oneshot;

/// Serves until SIGTERM or SIGINT.
pub(super) async fn serve(config: &Config) -> anyhow::Result<()> {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let context = start::context(config)?;
    run(config, context, start::mail(config)?).await
}

/// Serves with this context and this way out for mails.
pub(super) async fn run(
    config: &Config,
    context: Context,
    transport: Transport,
) -> anyhow::Result<()> {
    let web_ui = start::web_ui(config.web_ui.as_deref())?;
    let parts = Parts::new(context.clone(), config.http.clone(), web_ui);
    let bound = server::bind(parts, config.listen)
        .with_context(|| format!("TWOSTEP_LISTEN {}", config.listen))?;
    for address in &bound.addresses {
        println!("listening on http://{address}");
    }
    let (end, ended) = oneshot::channel::<()>();
    let worker = tokio::spawn(mail::run(context, transport, async {
        // Sent or dropped: either way it is time to end.
        let _ = ended.await;
    }));
    let outcome = bound.server.await.context("the server failed");
    drop(end);
    worker.await.context("the mail worker failed")?;
    outcome
}
