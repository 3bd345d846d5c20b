//! A file of the program that does not load, and a browser without WebAssembly: the page says what to do.

use anyhow::Result;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// A7 of the review: no empty card, but both languages and a way to try again.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let blocked = stage.browser("blocked", Look::Light).await?;
    blocked.devtools.block(&["*.wasm"]).await?;
    blocked.open("/sign-in").await?;
    says_what_to_do(&blocked).await?;
    blocked.devtools.block(&[]).await?;
    blocked.press("Load again · Neu laden").await?;
    blocked.sees("Sign in").await?;
    // The console has the refused requests, which are meant.
    blocked.devtools.console_errors().await?;

    let strict = stage.browser("strict", Look::Narrow).await?;
    let without = "delete globalThis.WebAssembly";
    strict.devtools.run_first(without).await?;
    strict.open("/sign-in").await?;
    says_what_to_do(&strict).await
}

async fn says_what_to_do(browser: &Browser) -> Result<()> {
    browser.sees("This page could not start").await?;
    browser.reads("Diese Seite konnte nicht starten").await?;
    browser.inspect("not-started").await
}
