//! A tour of every page for any look and language: it finds its way by addresses and elements, never
//! by texts, and inspects every page.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::authenticator::Authenticator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;
use std::rc::Rc;

/// Another administrator, so that the tour includes the Admin Center.
const TOURIST: &str = "tess@example.com";

/// The main button or link, unless it opens an app on the phone.
const PRIMARY: &str =
    "//main//*[contains(@class, 'button--primary')][not(starts-with(@href, 'otpauth'))]";
const PASSWORD_FIELD: &str = "//input[@type='password']";

/// The pages of an administrator.
const PAGES: [(&str, &str); 17] = [
    ("/", "home"),
    ("/security", "security"),
    ("/admin", "overview"),
    ("/admin/members", "members"),
    ("/admin/members/invite", "invite"),
    ("/admin/policy", "policy"),
    ("/admin/policy/change", "policy-change"),
    ("/admin/api-tokens", "api-tokens"),
    ("/admin/api-tokens/new", "api-token-new"),
    ("/admin/audit", "audit"),
    ("/admin/webhooks", "webhooks"),
    ("/admin/webhooks/new", "webhook-new"),
    ("/admin/consoles", "consoles"),
    ("/admin/consoles/new", "console-gallery"),
    ("/admin/consoles/new/zammad", "console-protect"),
    ("/admin/test-organizations", "test-organizations"),
    ("/admin/test-organizations/new", "test-organization-new"),
];

/// Opens every dialog and every page.
pub(crate) async fn of_every_dialog(stage: &mut Stage, look: Look) -> Result<Rc<Browser>> {
    let browser = stage.browser("tourist", look).await?;
    browser.open("/setup").await?;
    arrive(&browser, "/setup", "setup").await?;
    let mut administrator = Administrator::first_of(stage).await?;
    administrator
        .invite(TOURIST, "Tess Tourist", Role::Admin)
        .await?;
    accept_invitation(stage, &browser).await?;
    administrator.require_two_step().await?;
    // An administrator is told; the next mail is the one with the code.
    stage.mailbox.next_to(TOURIST).await?;

    browser.open("/sign-in").await?;
    arrive(&browser, "/sign-in", "sign-in").await?;
    type_into(&browser, "//input[@type='email']", TOURIST).await?;
    type_into(&browser, PASSWORD_FIELD, PASSWORD).await?;
    press_primary(&browser).await?;
    let mut app = enroll(stage, &browser).await?;

    arrive(&browser, "/sign-in/code", "code").await?;
    type_code(&browser, &app.wrong_code()?).await?;
    browser
        .find("the alert", "//*[@role='alert'][normalize-space()]")
        .await?;
    browser.inspect("wrong-code").await?;
    type_code(&browser, &app.new_code().await?).await?;
    for (path, name) in PAGES {
        browser.is_at("/").await?;
        browser.open(path).await?;
        arrive(&browser, path, name).await?;
        browser.open("/").await?;
    }
    let program = administrator.program(stage).await?;
    let back = format!("{}/docs", stage.server.url);
    let challenge = program.challenge(Administrator::EMAIL, &back).await?;
    browser.open(&challenge.url).await?;
    arrive(&browser, "/challenge", "challenge").await?;
    browser.open("/").await?;
    Ok(browser)
}

async fn accept_invitation(stage: &mut Stage, browser: &Browser) -> Result<()> {
    let invitation = stage.mailbox.next_to(TOURIST).await?;
    browser.open(&invitation.link()?).await?;
    arrive(browser, "/invitation", "invitation").await?;
    type_into(browser, PASSWORD_FIELD, PASSWORD).await?;
    press_primary(browser).await?;
    browser.is_at("/sign-in").await
}

async fn enroll(stage: &mut Stage, browser: &Browser) -> Result<Authenticator> {
    arrive(browser, "/sign-in/second-step", "second-step").await?;
    press_primary(browser).await?;
    arrive(browser, "/sign-in/email", "email").await?;
    let mail = stage.mailbox.next_to(TOURIST).await?;
    type_code(browser, &mail.code()?).await?;
    press_primary(browser).await?;
    arrive(browser, "/sign-in/app", "app").await?;
    press_primary(browser).await?;
    arrive(browser, "/sign-in/connect", "connect").await?;
    let mut app = scan_or_type(browser).await?;
    press_primary(browser).await?;
    arrive(browser, "/sign-in/setup-code", "setup-code").await?;
    type_code(browser, &app.new_code().await?).await?;
    press_primary(browser).await?;
    arrive(browser, "/sign-in/on", "on").await?;
    press_primary(browser).await?;
    Ok(app)
}

/// The QR code must contain the key that the page shows, in every look.
async fn scan_or_type(browser: &Browser) -> Result<Authenticator> {
    let scanned = steps::scan(browser).await?;
    let typed = Authenticator::by_key(&steps::shown_key(browser).await?);
    ensure!(scanned.key() == typed.key(), "QR code and key differ");
    Ok(scanned)
}

async fn arrive(browser: &Browser, path: &str, name: &str) -> Result<()> {
    browser.is_at(path).await?;
    browser.find("a heading", "//main//h1").await?;
    browser
        .inspect(name)
        .await
        .with_context(|| format!("at {path}"))
}

async fn press_primary(browser: &Browser) -> Result<()> {
    browser.press_at("the primary button", PRIMARY).await
}

async fn type_code(browser: &Browser, code: &str) -> Result<()> {
    type_into(browser, "//input[@autocomplete='one-time-code']", code).await
}

async fn type_into(browser: &Browser, path: &str, text: &str) -> Result<()> {
    let field = browser.find(path, path).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}
