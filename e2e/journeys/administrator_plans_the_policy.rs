//! An administrator plans from when on the second step is required; an agent puts it off, and is exempted; an earlier
//! version is put back.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use serde_json::json;
use shared_types::members::Role;

/// A-08, B4 and C14 of the review.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    ada.invite(AGENT, "Jo Doe", Role::Agent).await?;
    ada.accept(&stage.mailbox.next_to(AGENT).await?.link()?)
        .await?;
    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Overview").await?;

    plan(&admin).await?;
    let agent = stage.browser("agent", Look::Narrow).await?;
    put_off(&agent).await?;
    exempt(&admin).await?;
    put_back(&admin).await
}

/// A date far ahead, and two times "Later".
async fn plan(admin: &Browser) -> Result<()> {
    admin.open("/admin/policy").await?;
    admin.sees("Two-step verification").await?;
    let asks = admin
        .find("what is asked", "//select[@name='asks']")
        .await?;
    asks.select_by_value("from").await?;
    admin.press("Save the plan").await?;
    admin.reads("Date and time").await?;
    admin.inspect("plan-without-a-date").await?;
    // What is typed into such a field depends on the region of the browser.
    let script = "const field = document.querySelector('input[name=required_from]');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    let date = vec![json!("2099-03-29T08:00")];
    admin.client.execute(script, date).await?;
    let skips = admin.find("the skips", "//select[@name='skips']").await?;
    skips.select_by_value("2").await?;
    admin.press("Save the plan").await?;
    admin.reads("The plan is saved.").await?;
    admin.reads("Required from").await?;
    admin.reads("each person may put it off 2 times").await?;
    admin.inspect("planned").await
}

/// The dialog says until when, on a small screen.
async fn put_off(agent: &Browser) -> Result<()> {
    steps::sign_in(agent, AGENT).await?;
    agent.sees("Add a second step to your sign-in").await?;
    agent.reads("You may put this off. From").await?;
    agent.inspect("later").await?;
    agent.press("Later (2 left)").await?;
    agent.sees("Hello, Jo Doe").await
}

async fn exempt(admin: &Browser) -> Result<()> {
    admin.open("/admin/members").await?;
    admin.sees("Members").await?;
    admin.press("Jo Doe").await?;
    admin.sees("Jo Doe").await?;
    admin.reads("may put it off once more").await?;
    let script = "const day = new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10);
        document.querySelector('input[name=until]').value = day";
    admin.client.execute(script, vec![]).await?;
    let reason = "//input[@name='exemption_reason']";
    let reason = admin.find("the reason", reason).await?;
    reason.send_keys("On leave").await?;
    admin.press("Exempt").await?;
    admin.reads("Jo Doe is exempt from the policy.").await?;
    admin.reads("Exempt until").await?;
    admin.inspect("exempt").await?;
    admin.press("End the exemption").await?;
    admin.reads("End the exemption of Jo Doe?").await?;
    admin.press("End the exemption").await?;
    admin.reads("Jo Doe is exempt no more.").await
}

/// The plan of the first version asks for less: the server asks why.
async fn put_back(admin: &Browser) -> Result<()> {
    admin.open("/admin/policy").await?;
    admin.sees("Two-step verification").await?;
    admin.press("Put back").await?;
    admin.reads("Put the plan of version 1 back?").await?;
    let confirm = "//div[@class='confirm']//button[@type='submit']";
    admin.press_at("the confirmation", confirm).await?;
    let problem = "//div[@class='confirm']//*[@class='field-error']";
    admin.find("what is missing", problem).await?;
    admin.inspect("why").await?;
    let reason = "//div[@class='confirm']//input[@name='put_back_reason']";
    let reason = admin.find("the reason", reason).await?;
    reason.send_keys("Too early").await?;
    admin.press_at("the confirmation", confirm).await?;
    admin.reads("The plan is saved.").await?;
    admin.reads("Version 3").await?;
    admin.reads("Up to each member").await
}
