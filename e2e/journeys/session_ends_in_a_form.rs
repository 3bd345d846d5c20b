//! A session that ends while a form is filled loses nothing that was typed but secrets.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

const NEW: &str = "zoe@example.com";
const TABLE: &str = "email,name\nyan@example.com,Yan Young";

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
    browser.reads(NEW).await?;
    keeps_a_table(&browser, &mut administrator).await?;
    keeps_no_secret(&browser, &mut administrator).await
}

/// N4 of a review: a table of members that was pasted is there again too.
async fn keeps_a_table(browser: &Browser, administrator: &mut Administrator) -> Result<()> {
    browser.open("/admin/members/import").await?;
    browser.sees("Import members").await?;
    browser.fill("Members", TABLE).await?;
    administrator.end_other_sessions().await?;
    browser.press("See what would happen").await?;
    browser.reads("what you typed").await?;
    sign_in(browser, administrator).await?;
    browser.sees("Import members").await?;
    let typed = browser.field("Members").await?.prop("value").await?;
    ensure!(typed.as_deref() == Some(TABLE), "{typed:?}");
    Ok(())
}

/// Entries of authenticators are secrets, which stay nowhere; so nobody is told that they do.
async fn keeps_no_secret(browser: &Browser, administrator: &mut Administrator) -> Result<()> {
    browser.open("/admin/members/import-entries").await?;
    browser.sees("Import authenticator entries").await?;
    browser.fill("Entries", "otpauth://totp/x").await?;
    administrator.end_other_sessions().await?;
    browser.press("See what would happen").await?;
    browser.reads("Please sign in again.").await?;
    let told = browser.text().await?;
    ensure!(!told.contains("what you typed"), "{told}");
    Ok(())
}

async fn sign_in(browser: &Browser, administrator: &mut Administrator) -> Result<()> {
    steps::enter_password(browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(browser, &administrator.app.new_code().await?).await
}
