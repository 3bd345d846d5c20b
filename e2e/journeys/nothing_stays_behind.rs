//! No secret stays in the browser, and the name of a member cannot inject a script.

use crate::steps::{self, AGENT, CODE_SUBJECT};
use anyhow::{Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

/// A name that would run a script if a page used it as markup.
const NAME: &str = "<img src=x onerror=document.title=7>";
const INJECT: &str = "const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return window.injected === true";
const IMAGES_OF_NAME: &str = "return document.querySelectorAll('img[src=x]').length
    + (document.title === '7' ? 1 : 0)";

/// E-08 (address), B-05: no violation of the policy on any page, and an injected script does not run.
/// B-07 (address, history, storage, databases): after each step, no token, code or secret is in the address, the
/// history or a storage.
/// B-08: a name that looks like markup is shown as text.
/// D-16 (inline, cleared): the QR code is not requested from anywhere, and the key is gone once it is confirmed.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    administrator.invite(AGENT, NAME, Role::Agent).await?;
    let invitation = stage.mailbox.next_to(AGENT).await?;
    administrator.accept(&invitation.link()?).await?;
    administrator.require_two_step().await?;

    let browser = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&browser, AGENT).await?;
    let code = prove_mailbox(stage, &browser).await?;
    browser.keeps_none_of(&[&code, PASSWORD]).await?;
    let mut app = connect(&browser).await?;
    let setup_code = app.new_code().await?;
    steps::enter_code(&browser, &setup_code).await?;
    browser.sees("Two-step verification is on").await?;
    browser.keeps_none_of(&[&setup_code, app.key()]).await?;
    key_is_gone(&browser, &app).await?;

    steps::sign_in(&browser, AGENT).await?;
    browser.sees("Enter your code").await?;
    let code = app.new_code().await?;
    steps::enter_code(&browser, &code).await?;
    browser.sees(&format!("Hello, {NAME}")).await?;
    browser.keeps_none_of(&[&code, app.key(), PASSWORD]).await?;
    let images = browser.client.execute(IMAGES_OF_NAME, vec![]).await?;
    ensure!(images == 0, "the name has become an image");
    nothing_is_injected(&browser).await
}

/// Returns the code of the email.
async fn prove_mailbox(stage: &mut Stage, browser: &Browser) -> Result<String> {
    browser.sees("Add a second step to your sign-in").await?;
    browser.keeps_none_of(&[PASSWORD]).await?;
    browser.press("Continue").await?;
    browser.sees("Verification email has been sent").await?;
    let code = stage
        .mailbox
        .next_about(AGENT, CODE_SUBJECT)
        .await?
        .code()?;
    steps::enter_code(browser, &code).await?;
    browser
        .sees("Install an authenticator app on your mobile device")
        .await?;
    Ok(code)
}

/// Reads the QR code, and checks which requests were sent for it.
async fn connect(browser: &Browser) -> Result<Authenticator> {
    browser.devtools.requests().await?;
    let app = steps::scan_qr_code(browser).await?;
    browser.sees("Enter setup code").await?;
    let requests = browser.devtools.requests().await?;
    let is_ours = |url: &String| url.contains("/api/v1/enrollment/device");
    ensure!(requests.iter().any(is_ours), "unheard: {requests:?}");
    let is_other = |url: &&String| !url.contains("/api/v1/") && !url.starts_with("data:");
    let others: Vec<&String> = requests.iter().filter(is_other).collect();
    ensure!(others.is_empty(), "asked for the QR code: {others:?}");
    browser.keeps_none_of(&[app.key()]).await?;
    // While the key is still needed, it is found: otherwise its absence later would prove nothing.
    browser.client.back().await?;
    browser.sees("Connect to your mobile device").await?;
    // The heading stands before the answer with the key has come.
    steps::shown_key(browser).await?;
    ensure!(
        browser.holds(app.key()).await?,
        "the key is not looked for rightly"
    );
    browser.press("Continue").await?;
    browser.sees("Enter setup code").await?;
    Ok(app)
}

/// Neither this document nor those that Back leads to contain the key.
async fn key_is_gone(browser: &Browser, app: &Authenticator) -> Result<()> {
    let pages = browser.devtools.history().await?.len();
    for _ in 0..pages {
        let source = browser.client.source().await?;
        ensure!(!browser.holds(app.key()).await?, "the key is still there");
        ensure!(!source.contains("otpauth"), "the key's URI is still there");
        browser.client.back().await?;
        browser.find("a heading or nothing", "//body").await?;
    }
    Ok(())
}

async fn nothing_is_injected(browser: &Browser) -> Result<()> {
    let violations = browser.devtools.console_errors().await?;
    ensure!(violations.is_empty(), "{}", violations.join("\n"));
    let ran = browser.client.execute(INJECT, vec![]).await?;
    ensure!(ran == false, "an injected script ran");
    // Reading the violations removes them, so that the journey does not fail because of them.
    let violations = browser.devtools.console_errors().await?.join("\n");
    ensure!(violations.contains("script-src"), "unheard: {violations}");
    Ok(())
}
