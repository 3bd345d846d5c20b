//! A program asks a person to confirm something: the person does, declines, or comes too late with a link; the
//! record tells of it.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// in a browser in which nobody is signed in.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let program = ada.program(stage).await?;
    let back = format!("{}/docs", stage.server.url);
    let wanted = program.challenge(Administrator::EMAIL, &back).await?;

    let person = stage.browser("person", Look::Light).await?;
    person.open(&wanted.url).await?;
    person.sees("Confirm with a code").await?;
    person
        .reads("Acme Remote of Acme Support asks you to confirm:")
        .await?;
    person.reads("PC-042").await?;
    person
        .reads("Only confirm if you started this yourself.")
        .await?;
    person.reads("Then you go back to").await?;
    person.is_at("/challenge").await?;
    person.inspect("asked").await?;
    // The token is not left in the address, and so not in the history.
    ensure!(person.client.current_url().await?.fragment().is_none());
    // Nor is it there after a reload, which asks for the link: it opens the page again, in the same tab too.
    person.client.refresh().await?;
    person.reads("Please open the link once more").await?;
    person.open(&wanted.url).await?;
    person.sees("Confirm with a code").await?;
    person.reads("PC-042").await?;
    ensure!(person.client.current_url().await?.fragment().is_none());
    person.fill("6-digit code", &ada.app.wrong_code()?).await?;
    person.press("Confirm").await?;
    person.is_told("not right").await?;
    person.inspect("wrong-code").await?;
    ensure!(program.status(&wanted).await? == "pending");
    person
        .fill("6-digit code", &ada.app.new_code().await?)
        .await?;
    person.press("Confirm").await?;
    // The browser is back at the program, which takes the receipt.
    person.is_at("/docs").await?;
    let address = person.client.current_url().await?;
    let query = address.query().unwrap_or_default();
    ensure!(query.ends_with("&status=accepted"), "{address}");
    ensure!(program.status(&wanted).await? == "accepted");
    let receipt = program.receipt(&wanted).await?;
    ensure!(receipt["receipt"].is_string(), "{receipt}");

    person.open(&wanted.url).await?;
    person.sees("Confirmed").await?;
    person.reads("PC-042.").await?;
    person.inspect("confirmed").await?;

    let unwanted = program.challenge(Administrator::EMAIL, &back).await?;
    let german = stage.browser("german", Look::German).await?;
    german.open(&unwanted.url).await?;
    german.sees("Mit einem Code bestätigen").await?;
    german.press("Das habe ich nicht angefordert").await?;
    german.is_at("/docs").await?;
    ensure!(program.status(&unwanted).await? == "declined");
    german.open(&unwanted.url).await?;
    german.sees("Nicht bestätigt").await?;
    german.inspect("declined").await?;

    is_told_of_bad_links(&german).await?;
    administrator_reads_of_it(&person, &mut ada).await
}

/// The record has what was asked, and what the program was told.
async fn administrator_reads_of_it(browser: &Browser, ada: &mut Administrator) -> Result<()> {
    browser
        .open("/admin/audit?action=verification.answered&outcome=success")
        .await?;
    steps::enter_password(browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(browser, &ada.app.new_code().await?).await?;
    browser.sees("Audit").await?;
    browser.press("Asked by a program").await?;
    browser.sees("Asked by a program").await?;
    browser.reads("What was asked").await?;
    let asked = "//section[@aria-labelledby='verification']//dl";
    for (name, value) in [
        ("Where", "PC-042"),
        ("Receipt for", "https://remote.example.com"),
        ("Result", "right"),
    ] {
        let fact = format!("{asked}/div[dt[.='{name}']][dd[.='{value}']]");
        browser.find(name, &fact).await?;
    }
    browser.inspect("recorded").await
}

async fn is_told_of_bad_links(german: &Browser) -> Result<()> {
    german.open("/challenge").await?;
    german
        .reads("Bitte öffnen Sie den Link noch einmal")
        .await?;
    german.open("/challenge#tsc_none").await?;
    german.reads("Diesen Link gibt es bei uns nicht").await?;
    german.inspect("no-link").await
}
