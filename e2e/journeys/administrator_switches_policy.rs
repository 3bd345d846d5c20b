//! An administrator requires the second step, and sees that an agent has set it up.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use serde_json::json;
use shared_types::members::Role;

/// A8, A9, B5, C8, C10, D1, D2, D6, D9 of the review.
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
    // C15 of the review: the header says who is signed in.
    admin.reads("Ada Admin").await?;
    // B5 of the review: nobody could help the only administrator.
    admin.reads("Make a second person administrator").await?;
    stands_in_the_middle(&admin).await?;
    sees_agent_as(&admin, "Not set up").await?;

    admin.open("/admin/policy").await?;
    admin.sees("Two-step verification").await?;
    admin
        .reads("If you require it, 1 person will be asked")
        .await?;
    // F3b: with one administrator nobody is there to approve.
    admin
        .reads("You are the only administrator: nobody here can approve your own recovery.")
        .await?;
    admin.press("Require it for everybody").await?;
    admin.sees("Require the second step for everybody?").await?;
    admin.reads("1 person will be asked to set up").await?;
    admin.press("Require it and ask 1 person").await?;
    admin
        .reads("Two-step verification is now required for everybody.")
        .await?;
    admin.picture("required").await?;
    a_colleague_was_first(&admin, &mut ada).await?;
    lists_say_what_to_do_next(&admin).await?;

    let agent = stage.browser("agent", Look::Light).await?;
    steps::sign_in(&agent, AGENT).await?;
    let mut app = steps::enroll(stage, &agent, AGENT).await?;
    steps::enter_code(&agent, &app.new_code().await?).await?;
    agent.sees("Hello, Jo Doe").await?;
    sees_agent_as(&admin, "On").await?;
    a_row_leads_to_its_member(&admin).await
}

/// D1 of the review: on a wide window the page has as much room on its left as on its right.
async fn stands_in_the_middle(admin: &Browser) -> Result<()> {
    let before = admin.client.get_window_size().await?;
    admin.client.set_window_size(1600, 1000).await?;
    let script = "const box = selector => document.querySelector(selector).getBoundingClientRect();
        const main = box('main'), left = main.left - box('.side-bar').right;
        return [left, document.documentElement.clientWidth - main.right]";
    let room = admin.client.execute(script, vec![]).await?;
    let at = |side: usize| room[side].as_f64().unwrap_or(-1.0);
    ensure!(
        at(0) > 50.0 && (at(0) - at(1)).abs() < 2.0,
        "room on the left and on the right: {room}"
    );
    admin.inspect("wide").await?;
    let (width, height) = before;
    let size = |length: u64| u32::try_from(length);
    Ok(admin
        .client
        .set_window_size(size(width)?, size(height)?)
        .await?)
}

/// D2 of the review: a click beside the name too.
async fn a_row_leads_to_its_member(admin: &Browser) -> Result<()> {
    let script = "const rows = [...document.querySelectorAll('tbody tr')];
        const row = rows.find(row => row.innerText.includes(arguments[0]));
        const cell = row.lastElementChild.getBoundingClientRect();
        document.elementFromPoint(cell.left + cell.width / 2, cell.top + cell.height / 2).click()";
    admin.client.execute(script, vec![json!(AGENT)]).await?;
    admin.sees("Jo Doe").await
}

/// The page goes back, says who changed what, and offers nothing opposite.
async fn a_colleague_was_first(admin: &Browser, ada: &mut Administrator) -> Result<()> {
    admin.press("Leave it to each member").await?;
    admin.sees("Leave the second step to each member?").await?;
    // What is as it was would be no change.
    ada.leave_two_step().await?;
    ada.require_two_step().await?;
    admin.press("Leave it to each member").await?;
    admin.reads("Ada Admin changed this at").await?;
    admin
        .reads("now required for everybody. Your change was not made.")
        .await?;
    admin.is_at("/admin/policy").await?;
    admin.inspect("changed-meanwhile").await
}

/// An unknown member, a search without a result, an address that is none or is taken.
async fn lists_say_what_to_do_next(admin: &Browser) -> Result<()> {
    admin
        .open("/admin/members/01980000-0000-7000-8000-000000000000")
        .await?;
    admin.sees("There is no such member").await?;
    admin.inspect("no-such-member").await?;
    admin.press("← All members").await?;
    admin.sees("Members").await?;
    admin.open("/admin/members?search=zzzz").await?;
    admin.reads("Nobody matches.").await?;
    admin.inspect("nobody").await?;
    admin.press("All members").await?;
    admin.reads(AGENT).await?;
    admin.open("/admin/members/invite").await?;
    admin.sees("Invite a member").await?;
    admin.fill("Email address", "jo").await?;
    admin.fill("Name", "Jo Doe").await?;
    admin.press("Send the invitation").await?;
    admin
        .reads("Enter an address like name@example.com.")
        .await?;
    admin.fill("Email address", AGENT).await?;
    admin.press("Send the invitation").await?;
    // C10 of the review: who has it, and the way there.
    admin.reads("has this address.").await?;
    admin.inspect("taken").await?;
    admin.press("Open the page of Jo Doe").await?;
    admin.reads("What is going on").await?;
    admin.inspect("member-stuck").await?;
    admin.reads(AGENT).await
}

async fn sees_agent_as(admin: &Browser, state: &str) -> Result<()> {
    admin.open("/admin/members").await?;
    admin.sees("Members").await?;
    let cell = format!("//tr[contains(., '{AGENT}')]/td[normalize-space()='{state}']");
    admin.find(&format!("{AGENT} as {state:?}"), &cell).await?;
    admin.picture("members").await
}
