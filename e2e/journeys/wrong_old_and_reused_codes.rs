//! Codes that are refused, each with its own message; a new code still works.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::api::PASSWORD;
use e2e::authenticator::Authenticator;
use e2e::browser::Look;
use e2e::journey::Stage;
use e2e::wait;
use std::time::Duration;

/// The server sends one email a minute.
const PAUSE: Duration = Duration::from_secs(75);
const IN_MESSAGE: &str = "//*[@id='message']//button";

/// A2, A3 of the review: five wrong codes are called that, with the time at which codes are looked at again,
/// and the next step is in the message.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;

    // The emailed code, mistyped until it is void, and then a new one.
    browser.press("Continue").await?;
    let mail = stage.mailbox.next_about(AGENT, steps::CODE_SUBJECT).await?;
    let code = mail.code()?;
    browser.sees("Verification email has been sent").await?;
    for left in ["4 tries are", "3 tries are", "2 tries are", "1 try is"] {
        steps::enter_code(&browser, &another_than(&code)).await?;
        browser.is_told(&format!("{left} left.")).await?;
    }
    steps::enter_code(&browser, &another_than(&code)).await?;
    browser
        .is_told("Five wrong codes, so the code of this email no longer works.")
        .await?;
    browser.inspect("five-wrong-email-codes").await?;
    wait::until_at_most(PAUSE, "the end of the pause", async || {
        let text = browser.text().await?;
        Ok((!text.contains("Send the email again (in")).then_some(()))
    })
    .await?;
    browser.press_at("Send the email again", IN_MESSAGE).await?;
    browser.reads("New email sent at").await?;
    let mail = stage.mailbox.next_about(AGENT, steps::CODE_SUBJECT).await?;
    steps::enter_code(&browser, &mail.code()?).await?;

    // The setup code, mistyped: the key stays the same, so the app's entry is still right.
    let mut app = steps::scan_qr_code(&browser).await?;
    browser.sees("Enter setup code").await?;
    steps::enter_code(&browser, &app.wrong_code()?).await?;
    browser.is_told("not right").await?;
    browser.picture("wrong-setup-code").await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    browser.sees("Two-step verification is on").await?;
    // C13 of the review: nobody is told of sessions that never were.
    browser.reads("If you were signed in elsewhere").await?;
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
    browser.sees("Hello, Jo Doe").await?;
    five_wrong_codes_end_the_attempt(stage, &app).await
}

/// In a browser that nobody is signed in in: the fifth wrong code leads to the password, and the page says why.
async fn five_wrong_codes_end_the_attempt(stage: &mut Stage, app: &Authenticator) -> Result<()> {
    let browser = stage.browser("elsewhere", Look::German).await?;
    browser.open("/sign-in").await?;
    browser.sees("Anmelden").await?;
    browser.fill("E\u{2011}Mail-Adresse", AGENT).await?;
    browser.fill("Passwort", PASSWORD).await?;
    browser.press("Weiter").await?;
    browser.sees("Code eingeben").await?;
    // C5 of the review: the entry as the app names it.
    browser.reads("Acme Support (jo@example.com)").await?;
    for left in [4, 3, 2, 1] {
        browser.fill("6-stelliger Code", &app.wrong_code()?).await?;
        browser.is_told(&format!("Noch {left} Versuch")).await?;
    }
    browser.fill("6-stelliger Code", &app.wrong_code()?).await?;
    browser.is_told("Fünf falsche Codes.").await?;
    browser
        .is_told("können Sie wieder einen Code eingeben.")
        .await?;
    browser.is_at("/sign-in").await?;
    browser.inspect("five-wrong-codes").await
}

/// The same digits but for the last one.
fn another_than(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}
