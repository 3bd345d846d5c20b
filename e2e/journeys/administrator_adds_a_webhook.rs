//! An administrator adds a webhook, tries it out, sees what was sent and sends it again, gets a new secret, switches it
//! off and deletes it.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;

/// Nobody has this name (RFC 6761): every request fails, and says so. Receivers have long addresses of one word.
const NOWHERE: &str = "https://hooks.invalid/services/T0123456789/B0123456789/abcdefghijklmnopqrstuvwxyz0123456789\
                       abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789";

/// H-11.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let admin = stage.browser("administrator", Look::Dark).await?;
    admin.open("/admin/webhooks").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Webhooks").await?;
    admin.reads("There is no webhook yet.").await?;
    let secret = make(&admin).await?;
    admin.press("I have copied it").await?;
    admin.sees("Webhook to hooks.invalid").await?;
    admin.reads(NOWHERE).await?;
    admin
        .reads("No event was sent in the last 30 days.")
        .await?;

    admin.press("Send a test").await?;
    admin.is_told("The receiver did not take the test.").await?;
    has_outcome(&admin).await?;
    admin.reads("webhook-signature: v1,").await?;
    admin.reads("its name does not exist").await?;
    admin.inspect("tested").await?;

    // The table keeps within its page, whatever the address.
    admin.open("/admin/webhooks").await?;
    admin.reads(NOWHERE).await?;
    admin.inspect("list").await?;
    admin.press(NOWHERE).await?;
    admin.sees("Webhook to hooks.invalid").await?;

    ada.make_api_token().await?;
    ada.has_delivery().await?;
    sends_again(&admin).await?;

    admin.press("New secret").await?;
    admin
        .reads("For 24 hours requests are signed with both.")
        .await?;
    admin.inspect("new-secret").await?;
    confirm(&admin, "New secret").await?;
    admin.reads("Copy the new secret now.").await?;
    ensure!(shown(&admin).await? != secret, "the secret stayed");
    admin.press("Switch off").await?;
    confirm(&admin, "Switch off").await?;
    admin.reads("The webhook is off.").await?;
    admin.press("Switch on").await?;
    admin.reads("The webhook is on").await?;
    admin.press("Delete").await?;
    admin.press("Cancel").await?;
    admin
        .has_focus("the button", "//button[.='Delete']")
        .await?;
    admin.press("Delete").await?;
    confirm(&admin, "Delete").await?;
    admin.reads("The webhook was deleted.").await?;
    has_outcome(&admin).await?;
    admin.press("← All webhooks").await?;
    admin.reads("There is no webhook yet.").await
}

/// A delivery shows what was sent, and can be sent again.
async fn sends_again(admin: &Browser) -> Result<()> {
    admin.press("Reload").await?;
    admin.reads("An API token was made").await?;
    admin.press("What was sent").await?;
    admin.reads("api_token.created").await?;
    admin.press("Send again").await?;
    admin.is_told("the receiver did not take it.").await?;
    has_outcome(admin).await?;
    admin.inspect("deliveries").await
}

/// Errors stand at their fields and lose nothing; the secret is shown once.
async fn make(admin: &Browser) -> Result<String> {
    admin.press("Add a webhook").await?;
    admin.sees("Add a webhook").await?;
    admin
        .fill("Address", "http://hooks.invalid/twostep")
        .await?;
    admin.press("Add the webhook").await?;
    admin
        .has_focus("the first choice", "//fieldset//label[1]")
        .await?;
    let error = "//fieldset//*[@class='field-error'][normalize-space()]";
    admin.find("the missing choice", error).await?;
    let choice = "//label[contains(., 'An API token was made')]";
    admin.press_at("a choice", choice).await?;
    admin.press("Add the webhook").await?;
    let wrong = "//input[@name='url'][@aria-invalid='true']";
    admin.find("the wrong address", wrong).await?;
    admin.fill("Address", NOWHERE).await?;
    admin.inspect("form").await?;
    admin.press("Add the webhook").await?;
    admin.sees("Copy the secret now").await?;
    admin.inspect("made").await?;
    shown(admin).await
}

async fn shown(admin: &Browser) -> Result<String> {
    let shown = admin.find("the secret", "//code[@class='token']").await?;
    let secret = shown.text().await.context("the secret has no text")?;
    ensure!(secret.starts_with("whsec_"), "{secret}");
    Ok(secret)
}

async fn confirm(admin: &Browser, label: &str) -> Result<()> {
    let path = format!("//*[@class='confirm']//button[.='{label}']");
    admin.press_at("the confirmation", &path).await
}

async fn has_outcome(admin: &Browser) -> Result<()> {
    admin
        .has_focus("what was done", "//*[@class='outcome']")
        .await
}
