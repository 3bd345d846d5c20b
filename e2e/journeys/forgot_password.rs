//! A forgotten password, with and without a code of the phone; a new email address; and the refusal
//! to set up a new phone too soon after that.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::wait;
use fantoccini::Locator;
use std::rc::Rc;
use std::time::Duration;

const SUBJECT: &str = "Choose a new password";
const FIRST: &str = "copper lantern orchard";
const SECOND: &str = "nine green boats at dusk";
const NEW_ADDRESS: &str = "jo.new@example.net";
/// A member receives at most one email with a code in a minute.
const PAUSE: Duration = Duration::from_secs(75);

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    steps::agent_must_enroll(stage).await?;
    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;
    let mut phone = steps::enroll(stage, &browser, AGENT).await?;

    // Without a code: the password is changed, the phone still works, another phone must wait.
    ask(&browser).await?;
    let link = stage.mailbox.next_about(AGENT, SUBJECT).await?.link()?;
    choose(&browser, &link, FIRST, None).await?;
    save_without_code(&browser).await?;
    browser.reads("Your new password is saved.").await?;
    // What does not work meanwhile is no good news.
    browser.is_told("For your protection").await?;
    let good = browser.find("the good news", "//*[@role='status']").await?;
    ensure!(
        good.text().await? == "Your new password is saved. Sign in with it now.",
        "the hold stands in the good news"
    );
    browser.inspect("saved").await?;
    sign_in(&browser, AGENT, FIRST).await?;
    browser.press("Set up a new mobile device").await?;
    browser
        .is_told("ask somebody else, an administrator or the help desk")
        .await?;
    // B5 of the review: the only administrator is told whom else to ask.
    browser
        .is_told("If there is nobody else, the operator of the server can.")
        .await?;
    browser.inspect("held").await?;
    steps::enter_code(&browser, &phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await?;
    browser.open("/security").await?;
    browser
        .reads("Your password was reset with a link by email on")
        .await?;
    steps::sign_out(&browser).await?;

    // The link was used already, and the page says what to do.
    browser.open(&link).await?;
    browser.sees("This link has ended").await?;
    browser.reads("This link is not valid any more").await?;
    browser.inspect("spent").await?;

    // With a code nothing has to wait. The server knows this browser by now, so the minimum time
    // between two emails, which strangers could use up, does not apply to it.
    ask(&browser).await?;
    let link = stage.mailbox.next_about(AGENT, SUBJECT).await?.link()?;
    choose(&browser, &link, SECOND, Some(&mut phone)).await?;
    browser.reads("Sign in with it now.").await?;
    sign_in(&browser, AGENT, SECOND).await?;
    steps::enter_code(&browser, &phone.new_code().await?).await?;
    browser.sees("Hello, Jo Doe").await?;

    let elsewhere = stage.browser("elsewhere", Look::Light).await?;
    elsewhere.open("/sign-in").await?;
    sign_in(&elsewhere, AGENT, SECOND).await?;
    steps::enter_code(&elsewhere, &phone.new_code().await?).await?;
    elsewhere.sees("Hello, Jo Doe").await?;
    change_address(stage, &browser).await?;
    looks(stage).await
}

/// From the sign-in page to "an email is on its way".
async fn ask(browser: &Browser) -> Result<()> {
    browser.open("/sign-in").await?;
    browser.press("Forgot your password?").await?;
    browser.sees("Forgot your password?").await?;
    browser.inspect("ask").await?;
    browser.fill("Email address", AGENT).await?;
    browser.press("Send the email").await?;
    browser.reads("an email is on its way").await?;
    browser.inspect("asked").await
}

/// B-07: opens the link, and checks that its token is nowhere in the browser.
async fn choose(
    browser: &Browser,
    link: &str,
    password: &str,
    phone: Option<&mut Authenticator>,
) -> Result<()> {
    browser.open(link).await?;
    browser.sees("Choose a new password").await?;
    let script = "return [location.href, JSON.stringify(history.state),
        JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})].join()";
    let kept = browser.client.execute(script, vec![]).await?;
    ensure!(
        !kept.to_string().contains("tsp_"),
        "the token stays: {kept}"
    );
    browser.reads("At least 8 characters.").await?;
    browser.reads("For j…@example.com at").await?;
    browser.inspect("choose").await?;
    browser.fill("New password", password).await?;
    if let Some(phone) = phone {
        let code = phone.new_code().await?;
        browser.fill("6-digit code", &code).await?;
    }
    browser.press("Save the password").await
}

/// B10: what follows without a code is said before anything is saved, and one may turn back.
async fn save_without_code(browser: &Browser) -> Result<()> {
    browser.reads("Save it without a code?").await?;
    browser.reads("For 72 hours no phone can be set up").await?;
    browser.inspect("without-code").await?;
    browser.press("Save without a code").await
}

async fn sign_in(browser: &Browser, email: &str, password: &str) -> Result<()> {
    browser.sees("Sign in").await?;
    browser.fill("Email address", email).await?;
    browser.fill("Password", password).await?;
    browser.press("Continue").await?;
    browser.sees("Enter your code").await
}

/// The sign-in is recent, so no password is asked for; the old address receives a notice.
async fn change_address(stage: &mut Stage, browser: &Browser) -> Result<()> {
    browser.open("/security").await?;
    browser.sees("Security").await?;
    has_sessions(browser, 2).await?;
    browser.fill("New email address", NEW_ADDRESS).await?;
    wait::until_at_most(PAUSE, "the mail to the new address", async || {
        let text = browser.text().await?;
        if text.contains("Until you enter it nothing changes.") {
            return Ok(Some(()));
        }
        if !text.contains("Too many tries") {
            browser.press("Send the code").await?;
        }
        Ok(None)
    })
    .await?;
    // C4 of the review: in full, so that a mistake in it is seen.
    browser
        .reads("A code is on its way to jo.new@example.net")
        .await?;
    browser.inspect("address").await?;
    let subject = "Your code to confirm your new email address";
    let mail = stage.mailbox.next_about(NEW_ADDRESS, subject).await?;
    browser.fill("6-digit code", &mail.code()?).await?;
    browser.press("Change the address").await?;
    browser.reads("You sign in with jo.new@example.net").await?;
    // C3 of the review: the session that this ended is not in the list any more.
    has_sessions(browser, 1).await?;
    browser
        .has_focus("what was done", "//*[@id='notice']")
        .await?;
    // While recovery is held the address stays: no form that would be refused.
    browser
        .reads("your address cannot be changed until")
        .await?;
    let has_form = browser.text().await?.contains("New email address");
    ensure!(!has_form, "the form is still there");
    browser.inspect("changed").await?;
    let subject = "Your email address was changed";
    stage.mailbox.next_about(AGENT, subject).await.map(drop)
}

/// How many sessions the page lists.
async fn has_sessions(browser: &Browser, count: usize) -> Result<()> {
    wait::until(&format!("{count} sessions"), async || {
        let rows = Locator::Css("table[aria-labelledby=sessions] tbody tr");
        let rows = browser.client.find_all(rows).await?.len();
        Ok((rows == count).then_some(()))
    })
    .await
}

/// The same pages in the dark theme, on a phone and in German.
async fn looks(stage: &mut Stage) -> Result<()> {
    for (name, look) in [
        ("dark", Look::Dark),
        ("narrow", Look::Narrow),
        ("german", Look::German),
    ] {
        let browser: Rc<Browser> = stage.browser(name, look).await?;
        for (path, picture) in [
            ("/sign-in", "sign-in"),
            ("/forgotten-password", "ask"),
            ("/password-reset#tsp_x", "choose"),
            ("/password-reset", "missing"),
        ] {
            browser.open("/").await?;
            browser.is_at("/sign-in").await?;
            browser.open(path).await?;
            browser.find("a heading", "//main//h1").await?;
            browser.inspect(picture).await?;
        }
    }
    Ok(())
}
