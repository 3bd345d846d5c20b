//! The whole set-up and sign-in with Tab, Enter and typing only.

use crate::steps::{self, AGENT, CODE_SUBJECT};
use anyhow::{Result, ensure};
use e2e::api::PASSWORD;
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::keyboard::Keyboard;

/// D4, D7 of the review: the step is read after the heading, and the details hold what apps ask for.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    let keys = Keyboard(&browser);
    browser.open("/sign-in").await?;
    browser.sees("Sign in").await?;
    keys.tab_to("Email address").await?;
    keys.types(AGENT).await?;
    keys.tab_to("Password").await?;
    keys.types(PASSWORD).await?;
    keys.enter().await?;

    browser.sees("Add a second step to your sign-in").await?;
    says_after_the_heading(&browser, "Step 1 of 4").await?;
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Verification email has been sent").await?;
    let mail = stage.mailbox.next_about(AGENT, CODE_SUBJECT).await?;
    keys.tab_to("6-digit code").await?;
    keys.types(&mail.code()?).await?;
    keys.enter().await?;

    browser
        .sees("Install an authenticator app on your mobile device")
        .await?;
    says_after_the_heading(&browser, "Step 2 of 4").await?;
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Connect to your mobile device").await?;
    says_after_the_heading(&browser, "Step 3 of 4").await?;
    keys.tab_to("Details").await?;
    keys.enter().await?;
    for detail in ["Time-based (TOTP)", "SHA1", "30 seconds"] {
        browser.reads(detail).await?;
    }
    let mut app = Authenticator::by_key(&steps::shown_key(&browser).await?);
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Enter setup code").await?;
    says_after_the_heading(&browser, "Step 4 of 4").await?;
    keys.tab_to("6-digit code").await?;
    keys.types(&app.new_code().await?).await?;
    keys.enter().await?;

    browser.sees("Two-step verification is on").await?;
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Enter your code").await?;
    keys.tab_to("6-digit code").await?;
    // No Enter: the sixth digit sends the code.
    keys.types(&app.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await
}

/// The heading has the focus; what describes it is what a screen reader reads next.
async fn says_after_the_heading(browser: &Browser, step: &str) -> Result<()> {
    browser.has_focus("the heading", "//h1").await?;
    let script = "const id = document.activeElement.getAttribute('aria-describedby');
        return document.getElementById(id)?.innerText ?? ''";
    let said = browser.client.execute(script, vec![]).await?;
    ensure!(said == step, "{said} is said after the heading");
    Ok(())
}
