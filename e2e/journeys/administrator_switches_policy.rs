//! An administrator requires the second step, and sees that an agent has set it up.

use crate::steps::{self, AGENT};
use anyhow::Result;
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

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
    sees_agent_as(&admin, "Not set up").await?;

    admin.open("/admin/policy").await?;
    admin.sees("Two-step verification").await?;
    admin
        .reads("If you require it, 1 person will be asked")
        .await?;
    admin.press("Require it for everybody").await?;
    admin.sees("Require the second step for everybody?").await?;
    admin.reads("1 person will be asked to set up").await?;
    admin.press("Require it and ask 1 person").await?;
    admin
        .reads("Two-step verification is now required for everybody.")
        .await?;
    admin.picture("required").await?;

    let agent = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&agent, AGENT).await?;
    let mut app = steps::enroll(stage, &agent, AGENT).await?;
    steps::enter_code(&agent, &app.new_code().await?).await?;
    agent.sees("Hello, Jo Doe").await?;
    sees_agent_as(&admin, "On").await
}

async fn sees_agent_as(admin: &Browser, state: &str) -> Result<()> {
    admin.open("/admin/members").await?;
    admin.sees("Members").await?;
    let cell = format!("//tr[contains(., '{AGENT}')]/td[normalize-space()='{state}']");
    admin.find(&format!("{AGENT} as {state:?}"), &cell).await?;
    admin.picture("members").await
}
