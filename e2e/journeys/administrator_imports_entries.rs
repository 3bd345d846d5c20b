//! An administrator brings the authenticator entry of a member along from another product: sees first what would
//! happen, says whose an entry is, imports, and finds it on the member's page.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use shared_types::members::Role;

const MEMBER: &str = "sam@example.com";
/// The sample that descriptions of Google Authenticator's links show; its label is nobody's address here.
const LINK: &str = "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoH\
                    RXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B";

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    ada.invite(MEMBER, "Sam Lee", Role::Agent).await?;
    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/members").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Members").await?;
    let link = "//a[.='Import authenticator entries']";
    admin.press_at("the import", link).await?;
    admin.sees("Import authenticator entries").await?;
    admin.reads("The people who handle these secrets").await?;

    // Nothing is lost by an error.
    admin.press("See what would happen").await?;
    admin
        .find("the empty field", "//textarea[@aria-invalid='true']")
        .await?;
    admin.fill("Entries", LINK).await?;
    admin.press("See what would happen").await?;
    admin.reads("1 entry is refused.").await?;
    admin.reads("No member has this address.").await?;
    admin.reads("short secret").await?;
    keeps_what_was_typed(&admin).await?;
    admin.inspect("refused").await?;

    let member = "//input[@aria-label='Member of line 1']";
    admin
        .find("the member of the row", member)
        .await?
        .send_keys(MEMBER)
        .await?;
    admin.press("See what would happen").await?;
    admin.reads("can be imported").await?;
    admin.inspect("tried").await?;
    admin.has_focus("the report", "//*[@id='report']").await?;
    admin.press("Import 1 entry").await?;
    admin
        .reads("1 entry is imported. Its member was told by email.")
        .await?;
    admin
        .has_focus("what was done", "//*[@class='outcome']")
        .await?;
    ensure!(
        !admin.text().await?.contains("otpauth"),
        "the secret is still shown"
    );
    admin.inspect("imported").await?;

    admin
        .press_at("the members", "//a[.='To the members']")
        .await?;
    admin.sees("Members").await?;
    admin.press_at("the member", "//a[.='Sam Lee']").await?;
    admin.sees("Sam Lee").await?;
    admin.reads("not used yet; to be replaced by").await?;
    admin.inspect("member").await
}

async fn keeps_what_was_typed(admin: &Browser) -> Result<()> {
    let field = admin.field("Entries").await?;
    let typed = field.prop("value").await?.unwrap_or_default();
    ensure!(typed == LINK, "{typed}");
    Ok(())
}
