//! A new phone replaces the old one when it is confirmed, not before.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::wait;
use fantoccini::Locator;
use std::time::Duration;

/// The server sends one email a minute; the page shows a countdown.
const PAUSE: Duration = Duration::from_secs(75);

/// B8, B9 of the review: the heading and the way back are right, and a pause between mails is not red.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;
    let mut old_phone = steps::enroll(stage, &browser, AGENT).await?;

    // Started and canceled: nothing has changed.
    browser.press("Set up a new mobile device").await?;
    browser.sees("Set up a new mobile device").await?;
    browser.inspect("replace").await?;
    browser.press("Use my current device instead").await?;
    browser.sees("Enter your code").await?;
    browser.press("Set up a new mobile device").await?;
    browser.sees("Set up a new mobile device").await?;
    browser.press("Cancel").await?;
    browser.reads("Canceled. Nothing has changed.").await?;
    sign_in_with(&browser, &mut old_phone).await?;
    steps::sign_out(&browser).await?;

    // Not confirmed yet: the old phone can still sign in elsewhere.
    let mut new_phone = connect_new_phone(stage, &browser).await?;
    let elsewhere = stage.browser("elsewhere", Look::Light).await?;
    sign_in_with(&elsewhere, &mut old_phone).await?;

    // Confirmed: only the new phone is accepted, and the sessions of the old one have ended.
    steps::enter_code(&browser, &new_phone.new_code().await?).await?;
    browser.sees("Two-step verification is on").await?;
    browser.picture("replaced").await?;
    browser.press("Continue").await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &old_phone.new_code().await?).await?;
    browser.is_told("That code is not right.").await?;
    steps::enter_code(&browser, &new_phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await?;
    elsewhere.open("/").await?;
    elsewhere.sees("Sign in").await
}

async fn sign_in_with(browser: &Browser, phone: &mut Authenticator) -> Result<()> {
    steps::sign_in(browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(browser, &phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await
}

/// From the sign-in page to the form for the setup code. An email was sent a moment before, to a sign-in
/// that was canceled, so the next one must wait.
async fn connect_new_phone(stage: &mut Stage, browser: &Browser) -> Result<Authenticator> {
    ask_for_mail(browser).await?;
    browser.reads("We sent a 6-digit code").await?;
    stage.mailbox.next_about(AGENT, steps::CODE_SUBJECT).await?;
    browser.press("Cancel").await?;
    browser.reads("Canceled. Nothing has changed.").await?;
    ask_for_mail(browser).await?;
    browser.reads("The next one can go out in").await?;
    let red = browser.client.find(Locator::Css(".alert.danger")).await;
    ensure!(red.is_err(), "a pause is shown as a failure");
    browser.picture("too-soon").await?;
    wait::until_at_most(PAUSE, "the end of the pause", async || {
        let is_over = browser.text().await?.contains("You can go on now.");
        Ok(is_over.then_some(()))
    })
    .await?;
    steps::prove_mailbox_here(stage, browser, AGENT).await?;
    let phone = steps::scan_qr_code(browser).await?;
    browser.sees("Enter setup code").await?;
    Ok(phone)
}

async fn ask_for_mail(browser: &Browser) -> Result<()> {
    steps::sign_in(browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    browser.press("Set up a new mobile device").await?;
    browser.sees("Set up a new mobile device").await?;
    browser.press("Continue").await
}
