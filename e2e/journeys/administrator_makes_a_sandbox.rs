//! An administrator makes a test organization, takes what is shown once, signs in to it with the fixed code, sees that
//! everything there is marked, and deletes it.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// What stands above every page of a test organization.
const MARK: &str = "Test organization. Nothing from here proves anybody.";

/// M-04.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let admin = stage.browser("administrator", Look::Dark).await?;
    admin.open("/admin/test-organizations").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Test organizations").await?;
    admin.reads("There is no test organization yet.").await?;
    let [short_name, email, password, token] = make(&admin).await?;
    ensure!(token.starts_with("tsk_"), "{token}");
    admin.press("I have copied it").await?;
    admin.sees("Test organizations").await?;
    admin.reads(&format!("/at/{short_name}")).await?;
    admin.inspect("list").await?;

    let tester = stage.browser("tester", Look::Light).await?;
    tester.open(&format!("/at/{short_name}")).await?;
    tester.sees("Sign in").await?;
    tester.reads(MARK).await?;
    tester.inspect("sign-in").await?;
    tester.fill("Email address", &email).await?;
    tester.fill("Password", &password).await?;
    tester.press("Continue").await?;
    tester.reads(MARK).await?;
    tester.reads("Ticket system").await?;
    tester.inspect("marked").await?;

    admin.press("Delete").await?;
    admin.inspect("question").await?;
    admin.press("Cancel").await?;
    admin.press("Delete").await?;
    let confirm = "//*[@class='confirm']//button[.='Delete']";
    admin.press_at("the confirmation", confirm).await?;
    admin
        .reads("The test organization \"Ticket system\" was deleted.")
        .await?;
    admin
        .has_focus("what was done", "//*[@class='outcome']")
        .await?;
    admin.reads("There is no test organization yet.").await
}

/// The error stands at its field; short name, address, password and token are shown once.
async fn make(admin: &Browser) -> Result<[String; 4]> {
    admin.press("Make a test organization").await?;
    admin.sees("Make a test organization").await?;
    admin.press("Make the test organization").await?;
    let wrong = "//input[@name='name'][@aria-invalid='true']";
    admin.find("the missing name", wrong).await?;
    admin.fill("Name", "Ticket system").await?;
    admin.inspect("form").await?;
    admin.press("Make the test organization").await?;
    admin.sees("Copy all of this now").await?;
    admin.inspect("made").await?;
    Ok([
        shown(admin, "Short name").await?,
        shown(admin, "Administrator").await?,
        shown(admin, "Password").await?,
        shown(admin, "API token with every scope").await?,
    ])
}

async fn shown(admin: &Browser, name: &str) -> Result<String> {
    let path = format!("//dt[.='{name}']/following-sibling::dd/code");
    let shown = admin.find(name, &path).await?;
    let text = shown.text().await;
    text.with_context(|| format!("{name} has no text"))
}
