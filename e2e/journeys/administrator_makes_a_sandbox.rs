//! An administrator makes a test organization, takes what is shown once, signs in to it, sees that everything there is
//! marked, reads its mails, moves its clock, and deletes it; and is told when there are as many as there can be.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// What stands above every page of a test organization.
const MARK: &str = "Test organization. Nothing from here proves anybody.";

/// What was done, which has the focus.
const OUTCOME: &str = "//*[@class='outcome']";

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
    reads_mails(&tester).await?;
    moves_the_clock(&tester).await?;
    looks_well(&tester).await?;
    is_told_of_the_limit(&admin).await?;

    let delete = "//tr[contains(., 'Ticket system')]//button[.='Delete']";
    admin.press_at("the first one", delete).await?;
    admin.inspect("question").await?;
    admin.press("Cancel").await?;
    admin.press_at("the first one", delete).await?;
    let confirm = "//*[@class='confirm']//button[.='Delete']";
    admin.press_at("the confirmation", confirm).await?;
    admin
        .reads("The test organization \"Ticket system\" was deleted.")
        .await?;
    admin.has_focus("what was done", OUTCOME).await?;
    admin
        .find("the others alone", "//main[count(//tbody/tr) = 4]")
        .await
        .map(drop)
}

/// A mail with a code and one with a link are read on the page, in every look.
async fn reads_mails(tester: &Browser) -> Result<()> {
    tester.open("/admin").await?;
    tester.sees("Overview").await?;
    tester.press("Mails and clock").await?;
    tester.sees("Mails and clock").await?;
    tester.reads("There is no mail yet.").await?;
    tester.inspect("no-mails").await?;
    tester.open("/admin/members/invite").await?;
    tester.sees("Invite a member").await?;
    tester.fill("Email address", "jo@example.com").await?;
    tester.fill("Name", "Jo Doe").await?;
    tester.press("Send the invitation").await?;
    tester.sees("Members").await?;
    tester.open("/security").await?;
    tester.press("Set up two-step verification").await?;
    tester.sees("Add a second step to your sign-in").await?;
    tester.press("Continue").await?;
    tester.sees("Verification email has been sent").await?;

    // Where the address of the form for a new one leads too.
    tester.open("/admin/test-organizations/new").await?;
    tester.sees("Mails and clock").await?;
    tester.is_at("/admin/test-organizations").await?;
    let code = "//main//li[1]//code[string-length() = 6]";
    tester.find("the code of the newest", code).await?;
    tester
        .press_at("to copy it", "//main//li[1]//button[.='Copy']")
        .await?;
    let text = |row: u8| format!("//main//li[{row}]//summary");
    tester.press_at("the invitation's text", &text(2)).await?;
    let link = "//main//li[2]//pre/a[contains(@href, '/invitation#')]";
    tester.find("the link of the invitation", link).await?;
    tester.press("Reload").await?;
    tester.reads("As of ").await?;
    tester.inspect("mails").await
}

/// The clock goes forward, as far as it goes, and says before that it never goes back.
async fn moves_the_clock(tester: &Browser) -> Result<()> {
    tester.open("/admin/test-organizations").await?;
    tester.reads("0 minutes (the true time)").await?;
    tester.reads("It never goes back").await?;
    for wrong in ["", "x", "43201"] {
        tester.fill("Move it forward by", wrong).await?;
        tester.press("Move the clock").await?;
        tester
            .reads("Enter a whole number, at least 1. You can move the clock by at most 30 days.")
            .await?;
        let field = "//input[@name='amount'][@aria-invalid='true']";
        tester.has_focus("the number", field).await?;
    }
    tester.inspect("clock-wrong").await?;
    moves(tester, "2", "Hours").await?;
    tester.reads("The clock is ahead by 2 hours now.").await?;
    tester.has_focus("what was done", OUTCOME).await?;
    tester.reads("29 days, 22 hours").await?;
    tester.inspect("clock-moved").await?;
    moves(tester, "29", "Days").await?;
    tester.reads("29 days, 2 hours").await?;
    moves(tester, "22", "Hours").await?;
    tester
        .reads("It is 30 days ahead, which is as far as it goes.")
        .await?;
    tester.inspect("clock-furthest").await
}

async fn moves(tester: &Browser, amount: &str, unit: &str) -> Result<()> {
    tester.fill("Move it forward by", amount).await?;
    let unit = format!("//select[@name='unit']/option[.='{unit}']");
    tester.press_at("the unit", &unit).await?;
    tester.press("Move the clock").await
}

/// The same page in German, on a phone, and in the dark.
async fn looks_well(tester: &Browser) -> Result<()> {
    tester.press("Deutsch").await?;
    tester.sees("E‑Mails und Uhr").await?;
    tester.inspect("german").await?;
    tester.devtools.prefer_dark().await?;
    tester.devtools.be_narrow().await?;
    tester.inspect("dark-narrow").await
}

/// The form of the sixth says that there can be no more, and keeps what was typed.
async fn is_told_of_the_limit(admin: &Browser) -> Result<()> {
    for number in 2..=5 {
        admin.press("Make a test organization").await?;
        admin.sees("Make a test organization").await?;
        admin.fill("Name", &format!("Tests {number}")).await?;
        admin.press("Make the test organization").await?;
        admin.sees("Copy all of this now").await?;
        admin.press("I have copied it").await?;
        admin.sees("Test organizations").await?;
    }
    admin.press("Make a test organization").await?;
    admin.sees("Make a test organization").await?;
    admin.fill("Name", "One too many").await?;
    admin.press("Make the test organization").await?;
    admin
        .is_told("You have 5 test organizations, the most there can be. Delete one first.")
        .await?;
    let typed = admin.field("Name").await?.prop("value").await?;
    ensure!(typed.as_deref() == Some("One too many"), "{typed:?}");
    admin.inspect("limit").await?;
    admin.press("← All test organizations").await?;
    admin.sees("Test organizations").await
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
    let path = format!("//dt[.='{name}']/following-sibling::dd//code");
    let shown = admin.find(name, &path).await?;
    let text = shown.text().await;
    text.with_context(|| format!("{name} has no text"))
}
