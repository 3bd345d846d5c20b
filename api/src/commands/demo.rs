//! `twostep demo`: like `serve`, with mails going to a page that only this machine can open.

use super::{serve, start};
use crate::config::Config;
use crate::mail::{Mailbox, Transport, serve_mailbox};
use anyhow::Context as _;

/// Serves until SIGTERM or SIGINT; the mailbox page is on `127.0.0.1:mailbox_port`.
pub(super) async fn demo(config: &Config, mailbox_port: u16) -> anyhow::Result<()> {
    let context = start::context(config)?;
    let mailbox = Mailbox::new();
    let (address, page) = serve_mailbox(mailbox.clone(), mailbox_port)
        .with_context(|| format!("the mailbox page on port {mailbox_port}"))?;
    println!("mailbox on http://{address}");
    let page = actix_web::rt::spawn(page);
    serve::run(config, context, Transport::Mailbox(mailbox)).await?;
    page.await?.context("the mailbox page failed")
}
