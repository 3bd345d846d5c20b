//! Steps that several journeys share.

use anyhow::Result;
use e2e::api::{Administrator, PASSWORD};
use e2e::authenticator::Authenticator;
use e2e::browser::Browser;
use e2e::journey::Stage;
use e2e::qr;
use fantoccini::Locator;
use shared_types::members::Role;

/// The agent whom most journeys follow.
pub(crate) const AGENT: &str = "jo@example.com";
/// The subject that people search their mailbox for.
pub(crate) const CODE_SUBJECT: &str = "Email Verification";

const KEY: &str = "//code[string-length(normalize-space()) > 30]";
const QR_CODE: &str = "//*[./img]";

/// An organization with one agent, who has a password and must set up the second step.
pub(crate) async fn agent_must_enroll(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    administrator.invite(AGENT, "Jo Doe", Role::Agent).await?;
    let invitation = stage.mailbox.next_to(AGENT).await?;
    administrator.accept(&invitation.link()?).await?;
    administrator.require_two_step().await
}

/// Opens the sign-in page and enters email address and password.
pub(crate) async fn sign_in(browser: &Browser, email: &str) -> Result<()> {
    browser.open("/sign-in").await?;
    enter_password(browser, email).await
}

/// Enters email address and password on the open page.
pub(crate) async fn enter_password(browser: &Browser, email: &str) -> Result<()> {
    browser.sees("Sign in").await?;
    browser.fill("Email address", email).await?;
    browser.fill("Password", PASSWORD).await?;
    browser.press("Continue").await
}

/// Signs out, and waits until that is done.
pub(crate) async fn sign_out(browser: &Browser) -> Result<()> {
    browser.press("Sign out").await?;
    browser.reads("You are signed out.").await
}

/// From "Add a second step" to the code of the email, which is typed in.
pub(crate) async fn prove_mailbox(stage: &mut Stage, browser: &Browser, email: &str) -> Result<()> {
    browser.sees("Add a second step to your sign-in").await?;
    prove_mailbox_here(stage, browser, email).await
}

/// The same from any page whose "Continue" sends the email.
pub(crate) async fn prove_mailbox_here(
    stage: &mut Stage,
    browser: &Browser,
    email: &str,
) -> Result<()> {
    browser.press("Continue").await?;
    browser.sees("Verification email has been sent").await?;
    let mail = stage.mailbox.next_about(email, CODE_SUBJECT).await?;
    enter_code(browser, &mail.code()?).await
}

/// From the list of apps to the QR code, which the phone reads.
pub(crate) async fn scan_qr_code(browser: &Browser) -> Result<Authenticator> {
    let heading = "Install an authenticator app on your mobile device";
    browser.sees(heading).await?;
    browser.press("Continue").await?;
    browser.sees("Connect to your mobile device").await?;
    let app = scan(browser).await?;
    browser.press("Continue").await?;
    Ok(app)
}

/// Reads the QR code from a picture of the page. On a phone it is in a closed part of the page.
pub(crate) async fn scan(browser: &Browser) -> Result<Authenticator> {
    let fold = "//details[not(@open)][.//img]/summary";
    browser.find("the key", KEY).await?;
    if let Ok(fold) = browser.client.find(Locator::XPath(fold)).await {
        fold.click().await?;
    }
    let picture = browser.find("the QR code", QR_CODE).await?;
    // The screenshot of an element ends at the edge of the window.
    let script = "arguments[0].scrollIntoView({block: 'center'})";
    let element = serde_json::to_value(&picture)?;
    browser.client.execute(script, vec![element]).await?;
    Authenticator::by_uri(&qr::read(&picture.screenshot().await?)?)
}

/// The whole set-up, from "Add a second step" to the code prompt.
pub(crate) async fn enroll(
    stage: &mut Stage,
    browser: &Browser,
    email: &str,
) -> Result<Authenticator> {
    prove_mailbox(stage, browser, email).await?;
    let mut app = scan_qr_code(browser).await?;
    browser.sees("Enter setup code").await?;
    enter_code(browser, &app.new_code().await?).await?;
    browser.sees("Two-step verification is on").await?;
    browser.press("Continue").await?;
    browser.sees("Enter your code").await?;
    Ok(app)
}

/// Types a code. The code prompt sends it after the sixth digit.
pub(crate) async fn enter_code(browser: &Browser, code: &str) -> Result<()> {
    let is_prompt = browser.client.current_url().await?.path() == "/sign-in/code";
    browser.fill("6-digit code", code).await?;
    if is_prompt {
        return Ok(());
    }
    browser.press("Continue").await
}

/// The key that the page shows for typing by hand.
pub(crate) async fn shown_key(browser: &Browser) -> Result<String> {
    Ok(browser.find("the key", KEY).await?.text().await?)
}
