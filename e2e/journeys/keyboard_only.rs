//! The whole set-up and sign-in with Tab, Enter and typing only.

use crate::steps::{self, AGENT, CODE_SUBJECT};
use anyhow::Result;
use e2e::api::PASSWORD;
use e2e::authenticator::Authenticator;
use e2e::browser::Look;
use e2e::journey::Stage;
use e2e::keyboard::Keyboard;

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
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Connect to your mobile device").await?;
    let mut app = Authenticator::by_key(&steps::shown_key(&browser).await?);
    keys.tab_to("Continue").await?;
    keys.enter().await?;
    browser.sees("Enter setup code").await?;
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
