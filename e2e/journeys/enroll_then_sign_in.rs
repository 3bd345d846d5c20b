//! From the creation of the organization to an agent's second sign-in: invitation, change of the
//! policy, set-up of a device.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::wait;

/// A6 of the review: Back and the sign-in page lead on while a session lives.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let admin = stage.browser("administrator", Look::Light).await?;
    found_organization(stage, &admin).await?;
    invite_agent(&admin).await?;
    require_second_step(stage, &admin).await?;

    let agent = stage.browser("agent", Look::Light).await?;
    accept_invitation(stage, &agent).await?;
    agent.sees("Sign in").await?;
    // The page of the invitation was of the same program.
    agent.devtools.requests().await?;
    agent.fill("Email address", AGENT).await?;
    is_fetched(&agent, "credentials").await?;
    steps::enter_password(&agent, AGENT).await?;
    back_to_the_password(&agent).await?;
    let mut app = steps::enroll(stage, &agent, AGENT).await?;
    steps::enter_code(&agent, &app.new_code().await?).await?;
    agent.sees("Hello, Jo Doe").await?;
    agent.picture("signed-in").await?;
    back_leads_on(&agent).await?;
    steps::sign_out(&agent).await?;
    // After she has signed out, the next person at this browser sees nothing of hers.
    agent.client.back().await?;
    agent.sees("Sign in").await?;

    steps::sign_in(&agent, AGENT).await?;
    agent.sees("Enter your code").await?;
    steps::enter_code(&agent, &app.new_code().await?).await?;
    agent.sees("Hello, Jo Doe").await
}

/// Another program sets up the device: its heading has the focus, and Back leads to the form as it was filled in.
async fn back_to_the_password(agent: &Browser) -> Result<()> {
    agent.sees("Add a second step to your sign-in").await?;
    agent.has_focus("the heading", "//h1").await?;
    agent.client.back().await?;
    agent.sees("Sign in").await?;
    let typed = agent.field("Email address").await?.prop("value").await?;
    ensure!(typed.as_deref() == Some(AGENT), "{typed:?} is in the form");
    agent
        .has_focus("the password", "//input[@name='password']")
        .await?;
    steps::enter_password(agent, AGENT).await
}

/// Neither the dialogs of the finished attempt nor the sign-in page ask somebody who is signed in.
async fn back_leads_on(agent: &Browser) -> Result<()> {
    for _ in 0..3 {
        agent.client.back().await?;
        agent.is_at("/").await?;
        agent.sees("Hello, Jo Doe").await?;
    }
    let (home, security) = ("Hello, Jo Doe", "Security");
    for (page, heading) in [
        ("/sign-in", home),
        ("/sign-in/code", home),
        ("/sign-in?next=%2Fsecurity", security),
    ] {
        agent.open(page).await?;
        agent.sees(heading).await?;
        let text = agent.text().await?;
        ensure!(!text.contains("not signed in any more"), "{page}: {text}");
    }
    Ok(())
}

/// The module of a program that comes next is asked for before it is needed.
async fn is_fetched(browser: &Browser, program: &str) -> Result<()> {
    wait::until(&format!("the files of {program}"), async || {
        let requests = browser.devtools.requests().await?;
        let is_its =
            |url: &String| url.contains(&format!("/{program}-")) && url.contains("_bg.wasm");
        Ok(requests.iter().any(is_its).then_some(()))
    })
    .await
}

/// With the token that the server printed at its first start.
async fn found_organization(stage: &Stage, admin: &Browser) -> Result<()> {
    admin.open("/setup").await?;
    admin.sees("Welcome to Twostep").await?;
    is_fetched(admin, "sign_in").await?;
    admin.fill("Setup token", &stage.server.setup_token).await?;
    admin.fill("Organization", "Acme Support").await?;
    admin.fill("Your name", "Ada Admin").await?;
    admin.fill("Email address", Administrator::EMAIL).await?;
    admin.fill("Password", PASSWORD).await?;
    admin.picture("setup").await?;
    admin.press("Create the organization").await?;
    admin.reads("Your organization is ready.").await?;
    steps::enter_password(admin, Administrator::EMAIL).await?;
    admin.sees("Overview").await?;
    admin.picture("overview").await
}

async fn invite_agent(admin: &Browser) -> Result<()> {
    admin.open("/admin/members/invite").await?;
    admin.sees("Invite a member").await?;
    admin.fill("Email address", AGENT).await?;
    admin.fill("Name", "Jo Doe").await?;
    admin.press("Send the invitation").await?;
    admin.reads("An invitation is on its way").await
}

/// The page asks her to set up her own device first, and is opened again afterwards, also if she
/// cancels.
async fn require_second_step(stage: &mut Stage, admin: &Browser) -> Result<()> {
    admin.open("/admin/policy").await?;
    admin.sees("Two-step verification").await?;
    admin.press("Set up my device").await?;
    admin.sees("Add a second step to your sign-in").await?;
    // It is her own wish: nobody demands it.
    admin
        .reads("You are about to set up two-step verification.")
        .await?;
    admin.inspect("own-wish").await?;
    admin.press("Cancel").await?;
    admin.reads("Canceled. Nothing has changed.").await?;
    admin.is_at("/admin/policy").await?;
    admin.press("Set up my device").await?;
    let mut app = steps::enroll(stage, admin, Administrator::EMAIL).await?;
    steps::enter_code(admin, &app.new_code().await?).await?;
    admin.sees("Two-step verification").await?;
    admin.press("Require it for everybody").await?;
    admin.sees("Require the second step for everybody?").await?;
    admin.press("Require it").await?;
    admin.reads("is now required for everybody.").await
}

/// B11: the page says who is invited to what before a password is typed, and a spent link says so at once.
async fn accept_invitation(stage: &mut Stage, agent: &Browser) -> Result<()> {
    let invitation = stage.mailbox.next_to(AGENT).await?;
    let link = invitation.link()?;
    agent.open(&link).await?;
    agent.sees("Choose a password").await?;
    agent.reads(&format!("invited {AGENT} to")).await?;
    agent.fill("Password", PASSWORD).await?;
    agent.picture("invitation").await?;
    agent.press("Save the password").await?;
    agent.reads("Your password is saved.").await?;
    agent.open(&link).await?;
    agent.sees("This invitation has ended").await?;
    agent.reads("This link is not valid any more").await?;
    agent.inspect("invitation-ended").await?;
    agent.press("Go to sign-in").await
}
