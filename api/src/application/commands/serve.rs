//! `twostep serve`: the HTTP server and its background tasks, until they are asked to end.

use super::start;
use crate::account::setup;
use crate::application::app::Parts;
use crate::application::config::Config;
use crate::application::server::{self, Bound, Signals};
use crate::application::{health, sweeper};
use crate::consoles::logout;
use crate::messages::mail::{self, MailTransport};
use crate::people::directory;
use crate::platform::context::Context;
use crate::programs::webhooks;
use crate::record::{audit, followers};
use crate::second_step::recovery;
use anyhow::Context as _;
use std::net::TcpListener;
use tokio::sync::watch;

/// Serves until SIGTERM or SIGINT.
pub(super) async fn serve(config: &Config) -> anyhow::Result<()> {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let context = start::context(config).await?;
    if let Err(error) = health::check_clock(&context).await {
        tracing::error!(%error, "this node is not ready");
    }
    let transport = start::mail(config)?;
    let bound = listen(config, &context, bind(config)?)?;
    if let Some(token) = setup::issue_first_token(&context).await? {
        println!("setup token: {}", token.expose());
    }
    run(bound, context, transport).await
}

/// Binds the port, so that a busy one is reported before anything is printed.
pub(super) fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).with_context(|| format!("TWOSTEP_LISTEN {}", config.listen))
}

/// Puts the app with this context behind it.
pub(super) fn listen(
    config: &Config,
    context: &Context,
    listener: TcpListener,
) -> anyhow::Result<Bound> {
    let web_ui = start::web_ui(config.web_ui.as_deref())?;
    let parts = Parts::new(context.clone(), config.http.clone(), web_ui);
    server::listen(&parts, listener).with_context(|| format!("TWOSTEP_LISTEN {}", config.listen))
}

/// Serves with this context and this mail transport.
pub(super) async fn run(
    bound: Bound,
    context: Context,
    transport: MailTransport,
) -> anyhow::Result<()> {
    let signals = Signals::new().context("signals")?;
    for address in &bound.addresses {
        println!("listening on http://{address}");
    }
    let (end, ended) = watch::channel(());
    let worker = tokio::spawn(mail::run(context.clone(), transport, closed(ended.clone())));
    let webhooks = tokio::spawn(webhooks::run(context.clone(), closed(ended.clone())));
    let logouts = tokio::spawn(logout::run(context.clone(), closed(ended.clone())));
    let answering = recovery::run(context.clone(), closed(ended.clone()));
    let recovery = tokio::spawn(answering);
    let last_uses = bound.last_uses.clone();
    let last_uses = tokio::spawn(last_uses.run(context.clone(), closed(ended.clone())));
    let writing = context.notes.clone();
    let writing = writing.run(context.db.clone(), closed(ended.clone()));
    let writing = tokio::spawn(writing);
    let refusals = audit::close_refusals_until(context.clone(), closed(ended.clone()));
    let refusals = tokio::spawn(refusals);
    let followers = tokio::spawn(followers::run(context.clone(), closed(ended.clone())));
    let leavers = directory::run(context.clone(), closed(ended.clone()));
    let leavers = tokio::spawn(leavers);
    let sweeper = tokio::spawn(sweeper::run(context, closed(ended)));
    let outcome = bound.serve(signals).await.context("the server failed");
    drop(end);
    worker.await.context("the mail worker failed")?;
    webhooks.await.context("the webhook worker failed")?;
    logouts
        .await
        .context("telling consoles of the end of sessions failed")?;
    recovery
        .await
        .context("answering forgotten passwords failed")?;
    sweeper.await.context("the sweeper failed")?;
    leavers.await.context("looking for leavers failed")?;
    let noted = last_uses.await;
    noted.context("noting the last use of sessions failed")?;
    writing
        .await
        .context("writing down what came of consoles failed")?;
    refusals
        .await
        .context("recording repeated refusals failed")?;
    followers
        .await
        .context("the followers of the audit record failed")?;
    outcome
}

/// Completes when the sender of the channel is dropped, for any reason.
async fn closed(mut channel: watch::Receiver<()>) {
    while channel.changed().await.is_ok() {}
}
