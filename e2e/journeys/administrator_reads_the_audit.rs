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
    admin.inspect("no-event").await
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
    admin.inspect("trail").await
}
