//! F10, D8: one address in two organizations. Each signs in at the address of its organization, which the
//! browser remembers; a name that no organization has is said plainly. Who is at the sign-in page of another
//! organization finds the way to the own one.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::{self, Administrator};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

const SHORT_NAME: &str = "Short name of your organization";

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    Administrator::first_of(stage).await?;
    api::further_organization(stage, "Beta Desk", "Bea Beta").await?;

    let browser = stage.browser("administrator", Look::Light).await?;
    browser.open("/at/betaa").await?;
    browser.sees("There is no organization betaa here").await?;
    browser.inspect("unknown").await?;
    browser.press("Go to the sign-in page").await?;
    browser.is_at("/sign-in").await?;
    browser.reads("Acme Support").await?;

    browser.open("/at/beta-desk").await?;
    browser.reads("Beta Desk").await?;
    browser.inspect("sign-in-at").await?;
    steps::enter_password(&browser, Administrator::EMAIL).await?;
    browser.sees("Hello, Bea Beta").await?;
    browser.open("/admin").await?;
    browser.reads("/at/beta-desk").await?;
    browser.inspect("overview").await?;
    steps::sign_out(&browser).await?;

    // Remembered: the short name, and nothing else of the sign-in.
    browser.reads("Beta Desk").await?;
    remembers(&browser, "beta-desk").await?;
    browser.press("Forgot your password?").await?;
    browser.reads("Beta Desk").await?;
    browser.press("Back to sign-in").await?;
    browser.press("Not Beta Desk? Sign in elsewhere").await?;
    browser.sees("Sign in elsewhere").await?;
    browser.press("Sign in at Acme Support").await?;
    browser.is_at("/sign-in").await?;
    browser.reads("Acme Support").await?;
    other_ways_lead_to_beta(&browser).await?;
    browser.press("Not Beta Desk? Sign in elsewhere").await?;
    browser.press("Sign in at Acme Support").await?;
    browser.reads("Acme Support").await?;
    steps::enter_password(&browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    remembers(&browser, "").await?;

    for (name, look) in [
        ("dark", Look::Dark),
        ("narrow", Look::Narrow),
        ("german", Look::German),
    ] {
        let browser = stage.browser(name, look).await?;
        for (path, text, picture) in [
            ("/at/betaa", "betaa", "unknown"),
            ("/at/beta-desk", "Beta Desk", "sign-in-at"),
            ("/at", "Acme Support", "elsewhere"),
        ] {
            browser.open(path).await?;
            browser.reads(text).await?;
            browser.inspect(picture).await?;
        }
    }
    another_program_leads_back(stage).await
}

/// Who gives up the set-up of a device, which is another program's, is back at the own organization, also where
/// another tab has opened the page of another one meanwhile; and what follows the sign-in is kept.
async fn another_program_leads_back(stage: &mut Stage) -> Result<()> {
    let browser = stage.browser("changes-her-mind", Look::Light).await?;
    browser.open("/at/beta-desk?next=%2Fadmin%2Fpolicy").await?;
    browser.reads("Beta Desk").await?;
    steps::enter_password(&browser, Administrator::EMAIL).await?;
    browser.press("Set up my device").await?;
    let mut app = steps::enroll(stage, &browser, Administrator::EMAIL).await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    browser.is_at("/admin/policy").await?;
    steps::sign_out(&browser).await?;

    browser.open("/at/beta-desk?next=%2Fadmin%2Fpolicy").await?;
    browser.reads("Beta Desk").await?;
    steps::enter_password(&browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    let script = "localStorage.removeItem('twostep.organization')";
    browser.client.execute(script, vec![]).await?;
    browser.press("Set up a new mobile device").await?;
    browser.sees("Set up a new mobile device").await?;
    browser.press("Cancel").await?;
    browser.reads("Canceled. Nothing has changed.").await?;
    browser.reads("Beta Desk").await?;
    let address = browser.client.current_url().await?;
    ensure!(
        address.query() == Some("next=%2Fadmin%2Fpolicy"),
        "what follows is lost: {address}"
    );
    Ok(())
}

/// The first organization's page has no name in its address, and leads on all the same; so does the page that
/// says that there is none of a name. What follows the sign-in is kept.
async fn other_ways_lead_to_beta(browser: &Browser) -> Result<()> {
    browser.open("/sign-in?next=%2Fsecurity").await?;
    browser.press("Not Acme Support? Sign in elsewhere").await?;
    browser.sees("Sign in elsewhere").await?;
    browser.inspect("elsewhere").await?;
    browser.press("Continue").await?;
    browser.reads("Please fill this in.").await?;
    browser.fill(SHORT_NAME, "Beta Desk").await?;
    browser.press("Continue").await?;
    browser.reads("This does not look right.").await?;
    browser.fill(SHORT_NAME, "betaa").await?;
    browser.press("Continue").await?;
    browser.sees("There is no organization betaa here").await?;
    browser.fill(SHORT_NAME, "Beta-Desk").await?;
    browser.press("Continue").await?;
    browser.is_at("/at/beta-desk").await?;
    let address = browser.client.current_url().await?;
    ensure!(
        address.query() == Some("next=%2Fsecurity"),
        "what follows is lost: {address}"
    );
    browser.reads("Beta Desk").await
}

/// The organization that the browser keeps; empty for none.
async fn remembers(browser: &Browser, short_name: &str) -> Result<()> {
    let script = "return localStorage.getItem('twostep.organization') ?? ''";
    let kept = browser.client.execute(script, vec![]).await?;
    ensure!(
        kept == short_name,
        "{kept} is kept instead of {short_name:?}"
    );
    Ok(())
}
