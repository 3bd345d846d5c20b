//! A new phone replaces the old one when it is confirmed, not before.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// B8, B9 of the review: the heading and the way back are right, and the mail that came a moment ago is used.
/// A4: a code of the old phone is named for what it is, and the old entry is to be deleted.
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
    browser.reads("Delete the old entry in your app.").await?;
    browser.inspect("replaced").await?;
    browser.press("Continue").await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &old_phone.new_code().await?).await?;
    browser.is_told("That is the code of an old entry").await?;
    browser.inspect("code-of-old-entry").await?;
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
/// that was canceled: its code is used, and no other is asked for.
async fn connect_new_phone(stage: &mut Stage, browser: &Browser) -> Result<Authenticator> {
    ask_for_mail(browser).await?;
    browser.press("Continue").await?;
    browser.reads("We sent a 6-digit code").await?;
    let mail = stage.mailbox.next_about(AGENT, steps::CODE_SUBJECT).await?;
    browser.press("Cancel").await?;
    browser.reads("Canceled. Nothing has changed.").await?;
    steps::sign_in(browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    browser.press("Set up a new mobile device").await?;
    browser.sees("Verification email has been sent").await?;
    browser.reads("Use that one.").await?;
    browser.inspect("mail-of-before").await?;
    steps::enter_code(browser, &mail.code()?).await?;
    let phone = steps::scan_qr_code(browser).await?;
    browser.sees("Enter setup code").await?;
    Ok(phone)
}

async fn ask_for_mail(browser: &Browser) -> Result<()> {
    steps::sign_in(browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    browser.press("Set up a new mobile device").await?;
    browser.sees("Set up a new mobile device").await
}
