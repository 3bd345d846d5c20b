//! A new phone takes the place of the old one when it is confirmed, and not a moment earlier.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;
    let mut old_phone = steps::enroll(stage, &browser, AGENT).await?;

    // Begun and given up: the old phone still signs in.
    browser.press("Set up a new mobile device").await?;
    steps::prove_mailbox(stage, &browser, AGENT).await?;
    steps::scan_qr_code(&browser).await?;
    browser.sees("Enter setup code").await?;
    steps::sign_in(&browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &old_phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await?;
    browser.press("Sign out").await?;

    // Carried through: the new phone is the one that counts.
    steps::sign_in(&browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    browser.press("Set up a new mobile device").await?;
    let mut new_phone = steps::enroll(stage, &browser, AGENT).await?;
    steps::enter_code(&browser, &old_phone.new_code().await?).await?;
    browser.is_told("not right").await?;
    steps::enter_code(&browser, &new_phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await
}
