//! F10, D8: one address in two organizations. Each signs in at the address of its organization, which the
//! browser remembers; a name that no organization has is said plainly.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::{self, Administrator};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

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
        for (path, picture) in [("/at/betaa", "unknown"), ("/at/beta-desk", "sign-in-at")] {
            browser.open(path).await?;
            browser
                .reads(if path.ends_with('k') {
                    "Beta Desk"
                } else {
                    "betaa"
                })
                .await?;
            browser.inspect(picture).await?;
        }
    }
    Ok(())
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
