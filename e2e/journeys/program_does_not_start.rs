//! A file of the program that does not load, and a browser without WebAssembly: the page says what to do.

use anyhow::{Result, ensure};
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

    // The script that would say so does not load: the page itself says what to do, after a second.
    blocked.devtools.block(&["*boot-*.js"]).await?;
    blocked.open("/sign-in").await?;
    let script = "return getComputedStyle(document.querySelector('.waiting--long')).animationDelay";
    let shown_after = blocked.client.execute(script, vec![]).await?;
    ensure!(shown_after == "1s", "{shown_after}");
    blocked
        .reads("If nothing happens, load the page again.")
        .await?;
    blocked
        .reads("Wenn nichts geschieht, laden Sie die Seite neu.")
        .await?;
    blocked.inspect("not-loaded").await?;
    blocked.devtools.block(&[]).await?;
    blocked.devtools.console_errors().await?;

    let strict = stage.browser("strict", Look::Narrow).await?;
    let without = "delete globalThis.WebAssembly";
    strict.devtools.run_first(without).await?;
    strict.open("/sign-in").await?;
    says_what_to_do(&strict).await?;

    // The language that the browser prefers is first, and has the heading.
    let german = stage.browser("german", Look::German).await?;
    german.devtools.run_first(without).await?;
    german.open("/sign-in").await?;
    german.sees("Diese Seite konnte nicht starten").await?;
    german.reads("This page could not start").await?;
    german.reads("Neu laden · Load again").await?;
    let text = german.text().await?;
    ensure!(
        text.find("Laden Sie sie") < text.find("Load it again"),
        "English is first: {text}"
    );
    german.inspect("not-started").await?;
    // What was chosen in this browser counts more.
    german.choose_language("en").await?;
    german.open("/sign-in").await?;
    says_what_to_do(&german).await
}

async fn says_what_to_do(browser: &Browser) -> Result<()> {
    browser.sees("This page could not start").await?;
    browser.reads("Diese Seite konnte nicht starten").await?;
    browser.inspect("not-started").await
}
