//! An administrator imports members from a table: sees first what would happen, loses nothing by a problem, imports
//! the others, and finds them in the list and in its export.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

const TABLE: &str = "email;name;role\nsam@example.com;Sam Lee;\nnobody;No Address;\nkim@example.com;Kim Fox;boss\n\
                     pat@example.com;Pat Ray;helpdesk\nSAM@example.com;Sam;";

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/members").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Members").await?;
    admin
        .press_at("the import", "//a[.='Import members']")
        .await?;
    admin.sees("Import members").await?;
    admin.inspect("empty").await?;

    // Nothing is lost by a problem.
    admin.press("See what would happen").await?;
    admin
        .find("the empty field", "//textarea[@aria-invalid='true']")
        .await?;
    reads_files_of_spreadsheets(&admin).await?;
    admin.fill("Members", TABLE).await?;
    admin.press("See what would happen").await?;
    admin.reads("2 rows are refused.").await?;
    admin.has_focus("the report", "//*[@id='report']").await?;
    admin
        .reads("1 row has the address of a row before it.")
        .await?;
    for (line, told) in [
        ("sam@example.com", "can be imported"),
        ("nobody", "Enter an address like name@example.com."),
        ("kim@example.com", "Write agent, helpdesk or admin"),
        ("pat@example.com", "can be imported"),
        ("SAM@example.com", "address of a row before"),
    ] {
        let row = format!("//tr[th='{line}'][contains(., '{told}')]");
        admin.find(line, &row).await?;
    }
    keeps_what_was_typed(&admin).await?;
    admin.inspect("tried").await?;
    looks_at_another_page(&admin).await?;
    admin.press("Import 2 members").await?;
    admin.reads("2 members are imported.").await?;
    admin
        .has_focus("what was done", "//*[@class='outcome']")
        .await?;
    admin.reads("2 rows are refused.").await?;
    admin.inspect("imported").await?;
    repairs_the_refused_rows(&admin).await?;
    admin
        .press_at("the members", "//a[.='To the members']")
        .await?;
    admin.sees("Members").await?;
    admin.reads("Sam Lee").await?;
    admin.reads("Pat Ray").await?;
    for (name, format) in [("CSV", "csv"), ("NDJSON", "ndjson")] {
        let address = format!("/members/export?format={format}");
        let export = format!("//a[.='{name}'][@download][contains(@href, '{address}')]");
        admin.find("the export", &export).await?;
    }
    admin.inspect("members").await
}

/// What was refused stands in the field again, and the others, which are done, do not.
async fn repairs_the_refused_rows(admin: &Browser) -> Result<()> {
    admin.press("Repair the refused rows").await?;
    let field = "//textarea[@id='members']";
    admin.has_focus("the field", field).await?;
    let left = admin.field("Members").await?.prop("value").await?;
    let refused = "email;name;role\nnobody;No Address;\nkim@example.com;Kim Fox;boss\n";
    ensure!(left.as_deref() == Some(refused), "{left:?}");
    let repaired = "email;name;role\nkim@example.com;Kim Fox;admin";
    admin.fill("Members", repaired).await?;
    admin.press("See what would happen").await?;
    admin.reads("No row has a problem.").await?;
    admin.press("Import 1 member").await?;
    admin.reads("1 member is imported.").await
}

/// A file in the code page of its computer is told to be a guess, and a workbook is no text.
async fn reads_files_of_spreadsheets(admin: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for (name, bytes, told) in [
        (
            "latin.csv",
            &b"email;name\nuli@example.com;J\xfcrgen"[..],
            "its letters are a guess",
        ),
        ("book.csv", b"PK\x03\x04\xff", "cannot be read as text"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        let field = admin.field("Or choose a file").await?;
        field.send_keys(&path.display().to_string()).await?;
        admin.is_told(told).await?;
        let text = admin.field("Members").await?.prop("value").await?;
        ensure!(
            text.is_some_and(|text| text.contains("J\u{fc}rgen")),
            "{name}"
        );
        let chosen = field.prop("value").await?.unwrap_or_default();
        ensure!(chosen.ends_with(name), "the field names {chosen:?}");
    }
    Ok(())
}

/// Back from there, what was typed is in the field again.
async fn looks_at_another_page(admin: &Browser) -> Result<()> {
    admin.press("Groups").await?;
    admin.sees("Groups").await?;
    admin.client.back().await?;
    admin.sees("Import members").await?;
    keeps_what_was_typed(admin).await?;
    admin.press("See what would happen").await
}

async fn keeps_what_was_typed(admin: &Browser) -> Result<()> {
    let field = admin.field("Members").await?;
    let typed = field.prop("value").await?.unwrap_or_default();
    ensure!(typed == TABLE, "{typed}");
    Ok(())
}
