//! An administrator makes an API token, is asked before it would be lost, a program asks with it, and it is ended; a
//! second administrator takes another's over.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::{Administrator, Program};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

const SECOND: &str = "bo@example.com";

/// K-01, K-05.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    ada.invite(SECOND, "Bo Berg", Role::Admin).await?;
    let link = stage.mailbox.next_to(SECOND).await?.link()?;
    ada.accept(&link).await?;

    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/api-tokens").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("API tokens").await?;
    admin.reads("There is no token yet.").await?;
    let token = make(&admin).await?;
    stays_until_it_is_copied(&admin, &token).await?;

    let program = Program::with(stage, &token)?;
    ensure!(program.own_token().await? == 200, "the token opens nothing");
    admin.press("I have copied it").await?;
    admin.sees("API tokens").await?;
    admin.reads("Ticket system").await?;
    admin.reads("203.0.113.0/24").await?;
    admin.inspect("list").await?;

    let second = stage.browser("second", Look::Dark).await?;
    second.open("/admin/api-tokens").await?;
    steps::enter_password(&second, SECOND).await?;
    second.sees("API tokens").await?;
    second.press("Take over").await?;
    second
        .reads("Programs that use it go on with your role.")
        .await?;
    second.inspect("take-over").await?;
    second
        .press_at(
            "the confirmation",
            "//*[@class='confirm']//button[.='Take over']",
        )
        .await?;
    second
        .reads("You answer for the token \"Ticket system\" now.")
        .await?;
    second
        .has_focus("what was done", "//*[@class='outcome']")
        .await?;

    second.press("End").await?;
    second.press("Cancel").await?;
    second
        .has_focus("what opened it", "//td//button[.='End']")
        .await?;
    ensure!(program.own_token().await? == 200, "cancelled, and ended");
    second.press("End").await?;
    second
        .press_at("the confirmation", "//*[@class='confirm']//button[.='End']")
        .await?;
    second.reads("has ended.").await?;
    ensure!(program.own_token().await? == 401, "an ended token opens");
    second.reads("There is no token yet.").await?;
    signs_out_without_it(&second).await
}

/// It is there again after the page was left, and not lost by signing out without a question.
async fn stays_until_it_is_copied(admin: &Browser, token: &str) -> Result<()> {
    admin.press("← All API tokens").await?;
    admin.sees("API tokens").await?;
    admin.press("Make a token").await?;
    admin.sees("Copy the token now").await?;
    ensure!(shown(admin).await? == token, "another token");
    admin.press("Sign out").await?;
    let question = admin.client.get_alert_text().await?;
    ensure!(question.contains("was not copied"), "{question}");
    admin.client.dismiss_alert().await?;
    admin.sees("Copy the token now").await?;
    ensure!(shown(admin).await? == token, "another token");
    Ok(())
}

/// Who says so loses what was shown once, and is signed out.
async fn signs_out_without_it(second: &Browser) -> Result<()> {
    second.press("Make a token").await?;
    second.sees("Make a token").await?;
    second.fill("Name", "Never used").await?;
    second
        .press_at("a choice", "//label[contains(., 'See members')]")
        .await?;
    second.press("Make the token").await?;
    second.sees("Copy the token now").await?;
    second.press("Sign out").await?;
    second.client.accept_alert().await?;
    second.reads("You are signed out.").await
}

/// Errors stand at their fields and lose nothing; the token is shown once.
async fn make(admin: &Browser) -> Result<String> {
    admin.press("Make a token").await?;
    admin.sees("Make a token").await?;
    // All that is missing is said at once, and the first of it has the focus.
    admin.fill("Days until it ends", "0").await?;
    admin.fill("Only from these networks", "::1, home").await?;
    admin.press("Make the token").await?;
    for field in ["name", "scopes", "expires_in_days", "networks"] {
        let wrong = format!("//input[@name='{field}'][@aria-invalid='true']");
        admin.find(field, &wrong).await?;
    }
    admin.reads("\"home\" is no network.").await?;
    admin.reads("A number from 1 to 365.").await?;
    admin.has_focus("the name", "//input[@name='name']").await?;
    admin.inspect("all-wrong").await?;
    admin.fill("Name", "Ticket system").await?;
    admin.fill("Days until it ends", "90").await?;
    admin.press("Make the token").await?;
    admin
        .find(
            "the missing choice",
            "//fieldset//*[@class='field-error'][normalize-space()]",
        )
        .await?;
    admin
        .has_focus("the first choice", "//fieldset//label[1]")
        .await?;
    admin.inspect("nothing-chosen").await?;
    admin
        .press_at(
            "a choice",
            "//label[contains(., 'Ask whether a person has the enrolled device')]",
        )
        .await?;
    admin.press("Make the token").await?;
    admin
        .find(
            "the wrong network",
            "//input[@name='networks'][@aria-invalid='true']",
        )
        .await?;
    admin.reads("\"home\" is no network.").await?;
    admin
        .fill(
            "Only from these networks",
            "127.0.0.0/8, 203.0.113.0/24, ::1",
        )
        .await?;
    admin.inspect("form").await?;
    admin.press("Make the token").await?;
    admin.sees("Copy the token now").await?;
    admin.inspect("made").await?;
    let token = shown(admin).await?;
    ensure!(token.len() == 64 && token.starts_with("tsk_"), "{token}");
    Ok(token)
}

async fn shown(admin: &Browser) -> Result<String> {
    let shown = admin.find("the token", "//code[@class='token']").await?;
    Ok(shown.text().await?)
}
