//! Codes that are refused, each with its own message; a new code still works.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::browser::Look;
use e2e::journey::Stage;

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;

    // The e-mailed code, mistyped and then right.
    browser.press("Continue").await?;
    let mail = stage.mailbox.next_about(AGENT, steps::CODE_SUBJECT).await?;
    let code = mail.code()?;
    browser.sees("Verification email has been sent").await?;
    steps::enter_code(&browser, &another_than(&code)).await?;
    browser.is_told("not right").await?;
    steps::enter_code(&browser, &code).await?;

    // The setup code, mistyped: the key stays the same, so the app's entry is still right.
    let mut app = steps::scan_qr_code(&browser).await?;
    browser.sees("Enter setup code").await?;
    steps::enter_code(&browser, &app.wrong_code()?).await?;
    browser.is_told("not right").await?;
    browser.picture("wrong-setup-code").await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    browser.sees("Two-step verification is on").await?;
    browser.press("Continue").await?;

    // The setup code was used already, and old codes have expired.
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &app.used_code()?).await?;
    browser.is_told("already").await?;
    browser.picture("used-code").await?;
    steps::enter_code(&browser, &app.old_code()?).await?;
    browser.is_told("not right").await?;
    browser.picture("old-code").await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await
}

/// The same digits but for the last one.
fn another_than(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}
