//! Every page in German, which the browser prefers.

use crate::tour;
use anyhow::{Result, ensure};
use e2e::browser::Look;
use e2e::journey::Stage;
use fantoccini::Locator;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let browser = tour::of_every_dialog(stage, Look::German).await?;
    browser.sees("Hallo, Tess Tourist").await?;
    let page = browser.client.find(Locator::Css("html")).await?;
    let language = page.attr("lang").await?;
    ensure!(language.as_deref() == Some("de"), "lang is {language:?}");
    // The program of a session in German, and times in the zone of the browser, which is named.
    browser.reads("Chrome unter Linux").await?;
    browser.devtools.be_in_zone("Asia/Kolkata").await?;
    browser.open("/security").await?;
    browser.sees("Sicherheit").await?;
    browser.reads("Chrome unter Linux").await?;
    browser.reads("GMT+5:30").await
}
