//! An integrator searches the documentation: with words of other products, by keyboard, and finds the search again
//! on the way back.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use fantoccini::key::Key;

/// The links of what was found.
const FOUND: &str = "//ul[@class='results'][not(@hidden)]//a";

pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let reader = stage.browser("integrator", Look::Light).await?;
    reader.open("/docs").await?;
    reader.sees("Twostep API").await?;
    for (words, first) in [
        ("tsk_", "/docs"),
        ("revoke token", "/docs#end_api_token"),
        ("rate limit", "/docs/guides/errors-and-limits#limits"),
    ] {
        finds(&reader, words, first).await?;
    }
    reader.picture("found").await?;

    // By keyboard: down to the first, up to the field again.
    reader.fill("Search", "idempotency-key").await?;
    reader.find("an entry", FOUND).await?;
    let field = reader.field("Search").await?;
    field
        .send_keys(&String::from(char::from(Key::Down)))
        .await?;
    reader
        .has_focus("the first entry", &format!("({FOUND})[1]"))
        .await?;
    let first = reader.find("the first entry", FOUND).await?;
    first.send_keys(&String::from(char::from(Key::Up))).await?;
    reader
        .has_focus("the field", "//input[@type='search']")
        .await?;

    // A slip of the finger is no dead end.
    finds(&reader, "idempotnecy", "/docs/guides/idempotency").await?;
    reader.reads("Not found as typed;").await?;
    // A word that these pages do not know is no slip of one that they know.
    reader.fill("Search", "saml").await?;
    reader.reads("0 found. Try one word").await?;

    // A word that no entry has hides no others, and is said.
    reader.fill("Search", "receipt zzzz").await?;
    reader.reads("No entry has all words;").await?;
    reader.fill("Search", "zzzz").await?;
    reader.reads("0 found. Try one word").await?;

    reader.fill("Search", "quickstart").await?;
    reader.find("an entry", FOUND).await?;
    reader.press_at("the first entry", FOUND).await?;
    reader.sees("Quickstart").await?;
    reader.client.back().await?;
    reader.find("an entry again", FOUND).await?;
    let typed = reader.field("Search").await?.prop("value").await?;
    ensure!(typed.as_deref() == Some("quickstart"), "{typed:?}");
    Ok(())
}

/// An entry leads there, among the first three.
async fn finds(reader: &Browser, words: &str, target: &str) -> Result<()> {
    reader.fill("Search", words).await?;
    let place = format!("({FOUND})[position() < 4][@href='{target}']");
    reader.find(words, &place).await?;
    Ok(())
}
