//! A password that was chosen beside a second step is replaced at the next sign-in, once nobody asks for the
//! second step any more.

use crate::steps::AGENT;
use anyhow::Result;
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

/// Long enough beside a second step only.
const SHORT: &str = "tf8#Qm2!zLx9";
const LONG: &str = "copper lantern orchard";

/// F13, P-03: the page says why, refuses what is too short, and signs in.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    administrator.require_two_step().await?;
    administrator.invite(AGENT, "Jo Doe", Role::Agent).await?;
    let invitation = stage.mailbox.next_to(AGENT).await?;
    administrator
        .accept_with(&invitation.link()?, SHORT)
        .await?;
    administrator.leave_two_step().await?;

    let browser = stage.browser("agent", Look::Light).await?;
    sign_in(&browser, SHORT).await?;
    browser.sees("Choose a longer password").await?;
    browser
        .reads("Acme Support no longer asks you for a code")
        .await?;
    browser.inspect("password").await?;
    browser.fill("New password", SHORT).await?;
    browser.press("Save and sign in").await?;
    browser.reads("more characters").await?;
    browser.inspect("password-too-short").await?;
    browser.fill("New password", LONG).await?;
    browser.press("Save and sign in").await?;
    browser.sees("Hello, Jo Doe").await?;
    // D11 of the review: the page says how the second step stands and where the person is signed in.
    browser.reads("Not set up").await?;
    browser.reads("This session").await?;
    browser.inspect("home").await?;

    browser.open("/security").await?;
    browser.sees("Security").await?;
    // F4: the browser is known from now on.
    browser.reads("Known browsers").await?;
    browser.reads("This browser").await?;
    browser.inspect("security").await?;
    browser.press("Sign out").await?;
    browser.reads("You are signed out.").await?;
    sign_in(&browser, LONG).await?;
    browser.sees("Hello, Jo Doe").await
}

async fn sign_in(browser: &Browser, password: &str) -> Result<()> {
    browser.open("/sign-in").await?;
    browser.sees("Sign in").await?;
    browser.fill("Email address", AGENT).await?;
    browser.fill("Password", password).await?;
    browser.press("Continue").await
}
