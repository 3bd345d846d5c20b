//! An administrator makes a group, puts a member into it, finds the member by it, renames it and deletes it.

use crate::steps::{self, AGENT};
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use fantoccini::Locator;
use shared_types::limits;
use shared_types::members::Role;

/// What was done, which has the focus.
const OUTCOME: &str = "//*[@class='outcome']";
/// The links of the table of members.
const MEMBERS: &str = "//table//th/a";

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    ada.invite(AGENT, "Jo Doe", Role::Agent).await?;
    let link = stage.mailbox.next_to(AGENT).await?.link()?;
    ada.accept(&link).await?;

    let admin = stage.browser("administrator", Look::Narrow).await?;
    admin.open("/admin/groups").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Groups").await?;
    admin.reads("There is no group yet.").await?;
    make(&admin).await?;

    admin.open("/admin/members").await?;
    admin.sees("Members").await?;
    admin.press("Jo Doe").await?;
    admin.sees("Jo Doe").await?;
    choose(&admin).await?;
    find_by_group(&admin).await?;
    rename_and_delete(&admin).await?;

    admin.open("/admin/members").await?;
    admin.sees("Members").await?;
    admin.press("Jo Doe").await?;
    admin.sees("Jo Doe").await?;
    admin.reads("There is no group yet.").await
}

/// An error stands at its field and loses nothing; a group that is there already is none.
async fn make(admin: &Browser) -> Result<()> {
    admin.fill("Name", "role:admin").await?;
    admin.press("Make the group").await?;
    let wrong = "//input[@name='name'][@aria-invalid='true']";
    admin.find("the wrong name", wrong).await?;
    admin.reads("it does not begin with role:").await?;
    let typed = admin.field("Name").await?.prop("value").await?;
    ensure!(typed.as_deref() == Some("role:admin"), "{typed:?} is left");
    admin.inspect("wrong-name").await?;
    for name in ["Night shift", "Early shift"] {
        admin.fill("Name", name).await?;
        admin.press("Make the group").await?;
        admin
            .reads(&format!("The group \"{name}\" is there."))
            .await?;
        admin.has_focus("what was done", OUTCOME).await?;
    }
    // An error stands alone, and goes with the next act. A long name is not cut.
    admin.fill("Name", "Early shift").await?;
    admin.press("Make the group").await?;
    admin.reads("This is taken already.").await?;
    ensure!(
        !admin.text().await?.contains("is there."),
        "what was done before is still said"
    );
    let long = "W".repeat(limits::GROUP_NAME_LONGEST);
    admin.fill("Name", &format!("{long}W")).await?;
    admin.press("Make the group").await?;
    admin.reads("At most 64 characters.").await?;
    admin.fill("Name", &long).await?;
    admin.press("Make the group").await?;
    admin
        .reads(&format!("The group \"{long}\" is there."))
        .await?;
    admin.inspect("made").await?;
    act_on(admin, "Delete", &long).await?;
    confirm(admin, "Delete").await?;
    admin.reads("is deleted.").await
}

/// The member is put into a group on the own page.
async fn choose(admin: &Browser) -> Result<()> {
    admin.reads("Jo Doe is in these groups").await?;
    let night = "//label[contains(., 'Night shift')]";
    admin.press_at("the group", night).await?;
    admin.press("Save the groups").await?;
    admin.reads("The groups of Jo Doe are changed.").await?;
    admin.has_focus("what was done", OUTCOME).await?;
    let chosen = "//label[contains(., 'Night shift')]/input";
    let chosen = admin.find("the chosen group", chosen).await?;
    let is_chosen = chosen.prop("checked").await?;
    ensure!(is_chosen.as_deref() == Some("true"), "{is_chosen:?}");
    admin.inspect("member").await
}

/// The link of a group leads to its members; the filter is in the address.
async fn find_by_group(admin: &Browser) -> Result<()> {
    admin.open("/admin/groups").await?;
    admin.sees("Groups").await?;
    admin.press("Early shift").await?;
    admin.sees("Members").await?;
    admin.reads("Nobody matches.").await?;
    ensure!(listed(admin).await? == 0, "somebody is in an empty group");
    admin.open("/admin/members?group=Night+shift").await?;
    admin.sees("Members").await?;
    admin
        .find("the member of the group", "//table//th/a[.='Jo Doe']")
        .await?;
    ensure!(listed(admin).await? == 1, "others are in the group");
    let field = admin.field("Group").await?.prop("value").await?;
    ensure!(field.as_deref() == Some("Night shift"), "{field:?}");
    admin.inspect("filtered").await
}

async fn listed(admin: &Browser) -> Result<usize> {
    let rows = admin.client.find_all(Locator::XPath(MEMBERS)).await?;
    Ok(rows.len())
}

/// Who deletes a group is told how many members leave it.
async fn rename_and_delete(admin: &Browser) -> Result<()> {
    admin.open("/admin/groups").await?;
    admin.sees("Groups").await?;
    act_on(admin, "Rename", "Night shift").await?;
    admin
        .has_focus("the question", "//*[@id='confirm-question']")
        .await?;
    admin.fill("New name", "Early shift").await?;
    confirm(admin, "Rename").await?;
    let taken = "//input[@name='new_name'][@aria-invalid='true']";
    admin.find("the taken name", taken).await?;
    admin.inspect("taken").await?;
    admin.fill("New name", "Late shift").await?;
    confirm(admin, "Rename").await?;
    admin
        .reads("The group \"Night shift\" is called \"Late shift\" now.")
        .await?;
    admin.has_focus("what was done", OUTCOME).await?;
    act_on(admin, "Delete", "Late shift").await?;
    admin
        .reads("1 member leaves it. Nobody is disabled.")
        .await?;
    admin.inspect("delete").await?;
    admin.press("Cancel").await?;
    let opener = "//button[@aria-label='Delete the group \"Late shift\"']";
    admin.has_focus("what opened it", opener).await?;
    act_on(admin, "Delete", "Late shift").await?;
    confirm(admin, "Delete").await?;
    admin.reads("The group \"Late shift\" is deleted.").await?;
    admin.has_focus("what was done", OUTCOME).await?;
    act_on(admin, "Delete", "Early shift").await?;
    admin.reads("Nobody is in it.").await?;
    confirm(admin, "Delete").await?;
    admin.reads("There is no group yet.").await
}

async fn act_on(admin: &Browser, label: &str, group: &str) -> Result<()> {
    let path = format!("//button[@aria-label='{label} the group \"{group}\"']");
    admin.press_at(label, &path).await
}

async fn confirm(admin: &Browser, label: &str) -> Result<()> {
    let path = format!("//*[@class='confirm']//button[.='{label}']");
    admin.press_at("the confirmation", &path).await
}
