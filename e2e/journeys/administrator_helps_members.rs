//! An administrator changes a member's address and ends the hold that follows; the help desk is told what only an
//! administrator can do.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::api::{Administrator, set_up_device};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::keyboard::Keyboard;
use e2e::wait;
use shared_types::members::Role;

const HELPDESK: &str = "sam@example.com";
const INVITED: &str = "zoe@example.com";
const NEW_ADDRESS: &str = "jo.new@example.net";
/// What was done, which has the focus.
const OUTCOME: &str = "//*[@class='outcome']";

/// B5, B6, C9, C10, D10 of the review.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    for (address, name, role) in [
        (AGENT, "Jo Doe", Role::Agent),
        (HELPDESK, "Sam Lee", Role::Helpdesk),
    ] {
        ada.invite(address, name, role).await?;
        let link = stage.mailbox.next_to(address).await?.link()?;
        ada.accept(&link).await?;
    }
    ada.invite(INVITED, "Zoe Zander", Role::Agent).await?;
    set_up_device(stage, AGENT).await?;

    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/members").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Members").await?;
    admin.press("Jo Doe").await?;
    admin.sees("Jo Doe").await?;
    change_address(&admin).await?;
    approve(&admin).await?;
    reset_device(&admin).await?;

    for (name, look) in [("helpdesk", Look::Narrow), ("dark", Look::Dark)] {
        let helpdesk = stage.browser(name, look).await?;
        helpdesk.open("/admin/members").await?;
        steps::enter_password(&helpdesk, HELPDESK).await?;
        helpdesk.sees("Members").await?;
        helpdesk.reads("Any word of a name or address").await?;
        helpdesk.inspect("members").await?;
        who_can(&helpdesk).await?;
    }
    Ok(())
}

/// An address that is taken leads to who has it; after the change nothing typed is left.
async fn change_address(admin: &Browser) -> Result<()> {
    admin
        .fill("New email address", Administrator::EMAIL)
        .await?;
    admin.fill("Reason", "She showed her passport.").await?;
    admin.press("Change the address").await?;
    admin.reads("Ada Admin has this address.").await?;
    admin
        .find("the way there", "//a[.='Open the page of Ada Admin']")
        .await?;
    admin.inspect("taken").await?;
    admin.fill("New email address", NEW_ADDRESS).await?;
    admin.press("Change the address").await?;
    admin
        .reads("Jo Doe signs in with the new address now.")
        .await?;
    admin.has_focus("what was done", OUTCOME).await?;
    for label in ["New email address", "Reason"] {
        let typed = admin.field(label).await?.prop("value").await?;
        ensure!(typed.as_deref() == Some(""), "{label}: {typed:?} stays");
    }
    admin.inspect("address-changed").await
}

/// The button that approved is gone; the focus is not lost. Who cancels is where they were.
async fn approve(admin: &Browser) -> Result<()> {
    admin.reads("Recovery by email is held").await?;
    admin.press("Approve now").await?;
    admin.press("Cancel").await?;
    admin
        .has_focus("the button", "//button[.='Approve now']")
        .await?;
    admin.press("Approve now").await?;
    admin.reads("Was it Jo Doe?").await?;
    let reason = "//*[contains(@class, 'confirm')]//input[@name='reason']";
    let reason = admin.find("the reason", reason).await?;
    reason.send_keys("I called her back.").await?;
    admin.press("Approve now").await?;
    admin
        .reads("Recovery by email works again for Jo Doe.")
        .await?;
    admin.has_focus("what was done", OUTCOME).await?;
    let held = admin.text().await?.contains("Recovery by email is held");
    ensure!(!held, "the hold is still shown");
    admin.inspect("approved").await
}

/// What can be done stands under "Actions" (D10). Who presses Escape changes nothing (C9); a reset says who and why.
async fn reset_device(admin: &Browser) -> Result<()> {
    admin.find("the heading", "//h2[.='Actions']").await?;
    admin.press("Reset the device").await?;
    admin.reads("Reset the device of Jo Doe?").await?;
    Keyboard(admin).escape().await?;
    admin
        .has_focus("the button", "//button[.='Reset the device']")
        .await?;
    admin.press("Reset the device").await?;
    let reason = "//*[contains(@class, 'confirm')]//input[@name='reason']";
    let reason = admin.find("the reason", reason).await?;
    reason.send_keys("The phone is lost.").await?;
    admin.inspect("reset").await?;
    admin.press("Reset the device").await?;
    admin.has_focus("what was done", OUTCOME).await?;
    // The record is followed at most two seconds behind.
    wait::until("who reset it, and why", async || {
        admin.client.refresh().await?;
        admin.sees("Jo Doe").await?;
        let text = admin.text().await?;
        Ok(text
            .contains("by Ada Admin: The phone is lost.")
            .then_some(()))
    })
    .await?;
    admin.inspect("was-reset").await
}

/// The help desk is not told that there is nothing to do.
async fn who_can(helpdesk: &Browser) -> Result<()> {
    for (name, who) in [
        (
            "Zoe Zander",
            "An administrator can send the invitation again.",
        ),
        ("Ada Admin", "An administrator can help this member."),
    ] {
        helpdesk.open("/admin/members").await?;
        helpdesk.sees("Members").await?;
        helpdesk.press(name).await?;
        helpdesk.sees(name).await?;
        helpdesk.reads(who).await?;
        helpdesk.inspect("who-can").await?;
    }
    Ok(())
}
