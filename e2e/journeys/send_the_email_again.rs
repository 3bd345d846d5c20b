//! A lost email is sent again after a pause, and only the newest code is accepted.

use crate::steps::{self, AGENT, CODE_SUBJECT};
use anyhow::{Result, ensure};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::wait;
use fantoccini::Locator;
use std::time::Duration;

/// The pause is a minute; the page shows a countdown.
const PAUSE: Duration = Duration::from_secs(75);
const LINK: &str = "//button[starts-with(normalize-space(), 'Send the email again')]";

/// B7 of the review: messages do not stack.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;
    browser.press("Continue").await?;
    browser.sees("Verification email has been sent").await?;
    let lost = stage.mailbox.next_about(AGENT, CODE_SUBJECT).await?;

    ensure!(
        !may_send_again(&browser).await?,
        "no pause after the first email"
    );
    browser.picture("cooling-down").await?;
    wait::until_at_most(PAUSE, "the end of the pause", async || {
        Ok(may_send_again(&browser).await?.then_some(()))
    })
    .await?;
    // A wrong code, and then a new email: only what was said last is shown.
    steps::enter_code(&browser, "12345").await?;
    browser.is_told("Please enter the 6 digits.").await?;
    browser.press_at("Send the email again", LINK).await?;
    browser.reads("New email sent at").await?;
    only_the_newest_answer_is_shown(&browser).await?;
    let newest = stage.mailbox.next_about(AGENT, CODE_SUBJECT).await?;
    ensure!(newest.code()? != lost.code()?, "the same code came again");

    steps::enter_code(&browser, &lost.code()?).await?;
    browser.is_told("not right").await?;
    browser.picture("old-email").await?;
    steps::enter_code(&browser, &newest.code()?).await?;
    browser
        .sees("Install an authenticator app on your mobile device")
        .await
}

async fn only_the_newest_answer_is_shown(browser: &Browser) -> Result<()> {
    let red = browser.client.find(Locator::Css(".alert.danger")).await;
    ensure!(red.is_err(), "the old message stays");
    let script = "const field = document.getElementById('code');
        return [field.value, document.activeElement === field]";
    let field = browser.client.execute(script, vec![]).await?;
    ensure!(
        field == serde_json::json!(["", true]),
        "the field is not emptied and focused: {field}"
    );
    browser.inspect("sent-again").await
}

async fn may_send_again(browser: &Browser) -> Result<bool> {
    let link = browser.client.find(Locator::XPath(LINK)).await?;
    Ok(link.attr("aria-disabled").await?.as_deref() != Some("true"))
}
