//! On a phone the navigation is behind a button, and works with the keyboard, in both languages.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::keyboard::Keyboard;

/// The heading of the page begins above this, in pixels: the navigation leaves the first screen to the page.
const HIGHEST: u64 = 200;

/// WCAG 2.2, 4.1.2: the button says whether the menu is open.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let phone = stage.browser("administrator", Look::Narrow).await?;
    let keys = Keyboard(&phone);
    phone.open("/admin").await?;
    steps::enter_password(&phone, Administrator::EMAIL).await?;
    phone.sees("Enter your code").await?;
    steps::enter_code(&phone, &ada.app.new_code().await?).await?;
    phone.sees("Overview").await?;
    is_closed(&phone).await?;
    phone.inspect("closed").await?;

    keys.tab_to("Menu").await?;
    keys.enter().await?;
    phone
        .find("the open menu", "//button[@aria-expanded='true'][.='Menu']")
        .await?;
    phone.inspect("open").await?;
    keys.tab_to("Groups").await?;
    keys.escape().await?;
    is_closed(&phone).await?;
    keys.starts_at("Menu").await?;
    keys.enter().await?;
    keys.tab_to("API tokens").await?;
    keys.enter().await?;
    phone.sees("API tokens").await?;
    phone.has_focus("the heading", "//h1").await?;
    is_closed(&phone).await?;

    // The entry of the open page closes it too, and the focus is not lost.
    phone.press("Menu").await?;
    phone.press("API tokens").await?;
    phone.has_focus("the page", "//main").await?;
    is_closed(&phone).await?;

    phone.press("Deutsch").await?;
    phone.sees("API-Token").await?;
    phone.press("Menü").await?;
    phone.inspect("german").await?;
    phone.press("Sicherheit").await?;
    phone.sees("Sicherheit").await?;
    is_closed(&phone).await
}

/// No link of the navigation is there, and the page begins near the top.
async fn is_closed(phone: &Browser) -> Result<()> {
    phone
        .find("the closed menu", "//button[@aria-expanded='false']")
        .await?;
    let script = "return [[...document.querySelectorAll('nav:not(.languages) a')]
            .filter(link => link.closest('header, .side-bar') && link.offsetParent).length,
        Math.round(document.querySelector('h1').getBoundingClientRect().top + scrollY)]";
    let found = phone.client.execute(script, vec![]).await?;
    ensure!(found[0] == 0, "{found} links");
    ensure!(found[1].as_u64() < Some(HIGHEST), "{found} pixels");
    Ok(())
}
