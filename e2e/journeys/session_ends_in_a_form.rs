//! A session that ends while a form is filled loses nothing that was typed.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

const NEW: &str = "zoe@example.com";

/// C2 of the review: the invitation that was typed is there after signing in again, and no password stays.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let browser = stage.browser("administrator", Look::Light).await?;
    browser.open("/admin/members/invite").await?;
    sign_in(&browser, &mut administrator).await?;
    browser.sees("Invite a member").await?;
    browser.fill("Email address", NEW).await?;
    browser.fill("Name", "Zoe Zander").await?;
    administrator.end_other_sessions().await?;
    browser.press("Send the invitation").await?;
    browser.reads("what you typed").await?;
    browser.inspect("session-ended").await?;
    sign_in(&browser, &mut administrator).await?;
    browser.sees("Invite a member").await?;
    for (label, text) in [("Email address", NEW), ("Name", "Zoe Zander")] {
        let typed = browser.field(label).await?.prop("value").await?;
        ensure!(typed.as_deref() == Some(text), "{label}: {typed:?}");
    }
    browser.press("Send the invitation").await?;
    browser.reads(NEW).await
}

async fn sign_in(browser: &Browser, administrator: &mut Administrator) -> Result<()> {
    steps::enter_password(browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(browser, &administrator.app.new_code().await?).await
}
