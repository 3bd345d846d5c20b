//! An administrator disables another, whose API token is offered to a third in the dialog; she takes it over, and the
//! program goes on.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::{Administrator, Program};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

const LEAVING: &str = "bo@example.com";
const STAYING: &str = "cleo@example.com";
/// The selection of who is asked.
const SELECT: &str = "//select[starts-with(@name, 'hand-over-')]";

/// K-03.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    for (address, name) in [(LEAVING, "Bo Berg"), (STAYING, "Cleo Clay")] {
        ada.invite(address, name, Role::Admin).await?;
        let link = stage.mailbox.next_to(address).await?.link()?;
        ada.accept(&link).await?;
    }
    let leaving = stage.browser("leaving", Look::Light).await?;
    leaving.open("/admin/api-tokens/new").await?;
    steps::enter_password(&leaving, LEAVING).await?;
    leaving.sees("Make a token").await?;
    let token = make(&leaving).await?;
    let program = Program::with(stage, &token)?;
    ensure!(program.own_token().await? == 200, "the token opens nothing");

    let admin = stage.browser("administrator", Look::Narrow).await?;
    admin.open("/admin/members").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Members").await?;
    admin.press("Bo Berg").await?;
    admin.sees("Bo Berg").await?;
    disable(&admin).await?;
    ensure!(
        program.own_token().await? == 401,
        "a token outlives its owner"
    );

    let staying = stage.browser("staying", Look::Dark).await?;
    staying.open("/admin/api-tokens").await?;
    steps::enter_password(&staying, STAYING).await?;
    staying.sees("API tokens").await?;
    staying
        .reads("Ada Admin asks you to answer for it, until")
        .await?;
    staying.inspect("offered").await?;
    staying.press("Decline").await?;
    staying.press("Cancel").await?;
    staying.press("Take over").await?;
    let confirm = "//*[@class='confirm']//button[.='Take over']";
    staying.press_at("the confirmation", confirm).await?;
    staying
        .reads("You answer for the token \"Ticket system\" now.")
        .await?;
    staying
        .has_focus("what was done", "//*[@class='outcome']")
        .await?;
    ensure!(
        program.own_token().await? == 200,
        "the program stands still"
    );
    staying.inspect("taken").await
}

async fn make(leaving: &Browser) -> Result<String> {
    leaving.fill("Name", "Ticket system").await?;
    let scope = "//label[contains(., 'Ask whether a person has the enrolled device')]";
    leaving.press_at("a choice", scope).await?;
    leaving.press("Make the token").await?;
    leaving.sees("Copy the token now").await?;
    let shown = leaving.find("the token", "//code[@class='token']").await?;
    Ok(shown.text().await?)
}

/// The token is named in the dialog and where the role is changed; it is handed over with the reason still there.
async fn disable(admin: &Browser) -> Result<()> {
    let role = admin.find("the role", "//select[@name='role']").await?;
    role.select_by_value("agent").await?;
    admin.reads("API tokens for which Bo Berg answers").await?;
    admin.inspect("demote").await?;
    role.select_by_value("admin").await?;
    admin.press("Delete").await?;
    admin.reads("Delete Bo Berg for good?").await?;
    admin
        .reads("They end for good with the account, and programs that use them get no answer")
        .await?;
    admin.inspect("delete").await?;
    admin.press("Cancel").await?;
    admin.press("Disable").await?;
    admin.reads("Disable Bo Berg?").await?;
    admin.reads("Hand \"Ticket system\" over to").await?;
    let asked = admin.find("who is asked", SELECT).await?;
    asked.select_by_label("Cleo Clay").await?;
    admin.fill("Reason", "Leaves the company").await?;
    admin.inspect("disable").await?;
    keeps_what_was_typed(admin).await?;
    let confirm = "//*[@class='confirm']//button[.='Disable']";
    admin.press_at("the confirmation", confirm).await?;
    admin.reads("Bo Berg is disabled.").await?;
    admin
        .has_focus("what was done", "//*[@class='outcome']")
        .await
}

/// Another language changes the words of the dialog, and nothing else of it.
async fn keeps_what_was_typed(admin: &Browser) -> Result<()> {
    for (language, question) in [
        ("Deutsch", "Bo Berg deaktivieren?"),
        ("English", "Disable Bo Berg?"),
    ] {
        admin.press(language).await?;
        admin.reads(question).await?;
        let asked = "//div[@class='confirm']//select[@name]/option[.='Cleo Clay']";
        let asked = admin.find("who is asked", asked).await?;
        ensure!(asked.is_selected().await?, "nobody is asked in {language}");
        let reason = admin.find("the reason", "//input[@name='reason']").await?;
        let typed = reason.prop("value").await?;
        ensure!(
            typed.as_deref() == Some("Leaves the company"),
            "{language}: {typed:?}"
        );
    }
    Ok(())
}
