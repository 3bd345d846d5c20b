//! Every dialog in the pseudo-language, half longer and with accents, on 320 CSS pixels: a language
//! is one more file, and its texts find room.

use crate::tour;
use anyhow::{Result, ensure};
use e2e::browser::{Look, PSEUDO_LANGUAGE};
use e2e::journey::Stage;
use fantoccini::Locator;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let browser = tour::of_every_dialog(stage, Look::Pseudo).await?;
    // Every letter of "Hello" has an accent, and every second one stands there twice.
    browser.sees("Ĥééļļļö, Tess Tourist").await?;
    let page = browser.client.find(Locator::Css("html")).await?;
    let language = page.attr("lang").await?;
    ensure!(
        language.as_deref() == Some(PSEUDO_LANGUAGE),
        "lang is {language:?}"
    );
    // What is not in the catalogue would stay English.
    let home = browser.text().await?;
    ensure!(!home.contains("Sign out"), "English is left: {home}");
    Ok(())
}
