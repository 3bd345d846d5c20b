//! An administrator reads the audit record: filters in the address, one event, the trail of a member, and a
//! file of it.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

/// Whom the record is about.
const AGENT: &str = "bo@example.com";

/// G-08.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    ada.invite(AGENT, "Bo Berg", Role::Agent).await?;
    let link = stage.mailbox.next_to(AGENT).await?.link()?;
    ada.accept(&link).await?;
    let program = ada.program(stage).await?;
    program
        .challenge(Administrator::EMAIL, &format!("{}/docs", stage.server.url))
        .await?;

    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/audit?action=member.created").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Audit").await?;
    admin
        .find("the invited member", "//td[.='Bo Berg']")
        .await?;
    admin.reads("sealed and verified up to").await?;
    admin.inspect("filtered").await?;
    let rows = "count(//tbody/tr)";
    admin
        .find("one row alone", &format!("//main[{rows} = 1]//table"))
        .await?;

    // Nothing fits, and the way back is there.
    admin.fill("Text in a reason", "no such text").await?;
    admin.press("Filter").await?;
    admin.reads("No event fits.").await?;
    admin.inspect("none").await?;
    admin.press("Without filters").await?;
    admin
        .find("many rows", &format!("//main[{rows} > 3]//table"))
        .await?;
    admin.inspect("all").await?;

    // An address whose last day comes first says so where it can be mended.
    admin
        .open("/admin/audit?from=2026-12-24T00:00:00Z&until=2026-11-02T00:00:00Z")
        .await?;
    admin
        .is_told("Nothing fits the filter in the address of this page.")
        .await?;
    let wrong = "//input[@name='to'][@aria-invalid='true']";
    admin.find("the wrong day", wrong).await?;
    admin.inspect("backwards").await?;
    admin.press("Without filters").await?;
    admin
        .find("many rows", &format!("//main[{rows} > 3]//table"))
        .await?;

    follows_one_member(&admin).await?;
    admin.open("/admin/audit/999999").await?;
    admin.sees("There is no such event").await?;
    admin.inspect("no-event").await?;
    chooses_whom(&admin).await?;
    looks_well(&admin).await
}

/// The same filter in German, and on a phone in the dark.
async fn looks_well(admin: &Browser) -> Result<()> {
    admin.press("Deutsch").await?;
    admin.sees("Protokoll").await?;
    admin
        .fill("Mitglied, nach Name oder E‑Mail-Adresse", "admin")
        .await?;
    admin.press("Suchen").await?;
    admin.reads("Ereignisse zu Ada Admin").await?;
    admin.inspect("german").await?;
    admin.devtools.prefer_dark().await?;
    admin.devtools.be_narrow().await?;
    admin.inspect("dark-narrow").await
}

/// One event, everything about its member, and the last of it on the member's own page.
async fn follows_one_member(admin: &Browser) -> Result<()> {
    admin
        .press_at("the invitation", "//th//a[.='Invitation accepted']")
        .await?;
    admin.sees("Invitation accepted").await?;
    admin.reads("Unchanged since it was sealed").await?;
    admin.inspect("event").await?;
    admin.press("All events about this member").await?;
    admin.reads("Only about Bo Berg").await?;
    let export = admin
        .find("the export", "//a[@download][starts-with(., 'NDJSON')]")
        .await?;
    let address = export.attr("href").await?.unwrap_or_default();
    ensure!(
        address.starts_with("/api/v1/audit-events/export?member="),
        "{address}"
    );

    admin.open("/admin/members").await?;
    admin.press("Bo Berg").await?;
    admin.sees("Bo Berg").await?;
    admin.reads("Latest events").await?;
    admin
        .find("his trail", "//table//a[.='Invitation accepted']")
        .await?;
    admin.inspect("trail").await?;
    admin.press("All events by this member").await?;
    admin.reads("Only by Bo Berg").await?;
    // The way back from an event leads to the list as it was.
    admin.press_at("an event", "//table//a").await?;
    admin.reads("Seal").await?;
    admin
        .press_at("the way back", "//p[@class='crumb']/a")
        .await?;
    admin.reads("Only by Bo Berg").await?;
    admin.find("an event", "//table//a").await.map(drop)
}

/// Who was found stays there, whatever else is chosen, and what was typed counts.
async fn found_members_stay(admin: &Browser) -> Result<()> {
    admin.fill("Text in a reason", "zzzz").await?;
    admin
        .press_at(
            "an outcome",
            "//select[@name='outcome']/option[@value='failure']",
        )
        .await?;
    admin.reads("Events by Ada Admin").await?;
    let query = address(admin).await?;
    ensure!(query.contains("text=zzzz"), "{query}");
    admin.fill("Text in a reason", "").await?;
    admin
        .press_at(
            "an outcome",
            "//select[@name='outcome']/option[@value='success']",
        )
        .await?;
    admin.reads("Events by Ada Admin").await?;
    Ok(())
}

/// A member is found by name, a program by its name, and each part of the filter is removed by itself.
async fn chooses_whom(admin: &Browser) -> Result<()> {
    admin.open("/admin/audit?outcome=success").await?;
    admin.sees("Audit").await?;
    let person = "Member, by name or email address";
    admin.fill(person, "nobody of this name").await?;
    admin.press("Find").await?;
    admin.reads("No member is found with that.").await?;
    admin.fill(person, "admin").await?;
    admin.press("Find").await?;
    admin.reads("Events by Ada Admin").await?;
    admin.inspect("found").await?;
    found_members_stay(admin).await?;
    admin.press("Events about Ada Admin").await?;
    admin.reads("Only about Ada Admin").await?;
    admin
        .has_focus("the search", "//input[@name='person']")
        .await?;
    let token = "//select[@name='program']/option[.='Acme Remote']";
    admin.press_at("the program", token).await?;
    admin.reads("Only by Acme Remote").await?;
    let asked = "//main[count(//tbody/tr) = 1]//th[contains(., 'Asked to confirm something')]";
    admin.find("what it did, alone", asked).await?;
    admin.inspect("member-and-program").await?;
    let query = address(admin).await?;
    for part in ["member=", "actor=", "outcome=success"] {
        ensure!(query.contains(part), "{query}");
    }

    admin
        .press_at("the member's part", "//button[contains(., 'Only about')]")
        .await?;
    admin
        .find(
            "what is left",
            "//main[not(//button[contains(., 'Only about')])]",
        )
        .await?;
    admin.reads("Only by Acme Remote").await?;
    let query = address(admin).await?;
    ensure!(!query.contains("member="), "{query}");
    ensure!(query.contains("actor="), "{query}");
    let group = "//optgroup[@label='Signing in']/option[@value='sign_in.finished']";
    admin.press_at("an action", group).await?;
    admin.reads("No event fits.").await
}

async fn address(admin: &Browser) -> Result<String> {
    let address = admin.client.current_url().await?;
    Ok(address.query().unwrap_or_default().to_owned())
}
