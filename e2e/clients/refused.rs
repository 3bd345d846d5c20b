//! Somebody who is signed in and may not use a console behind a proxy.

use anyhow::{Result, ensure};
use reqwest::Client;
use reqwest::redirect::Policy;

/// Who may not use the console any more is told so at the next request, by a page that names the console; a script gets the
/// status alone.
pub(crate) async fn check(origin: &str, name: &str, cookie: &str) -> Result<()> {
    let client = Client::builder().no_proxy().redirect(Policy::none());
    let client = client.build()?;
    let get = |mode: &'static str| {
        let request = client.get(origin).header("sec-fetch-mode", mode);
        request.header("cookie", cookie).send()
    };
    let refused = get("navigate").await?;
    ensure!(refused.status() == 403, "{refused:?}");
    let page = refused.text().await?;
    ensure!(page.contains("<html") && page.contains(name), "{page}");
    let script = get("cors").await?;
    ensure!(script.status() == 403, "{script:?}");
    let said = script.text().await?;
    ensure!(!said.contains("<html"), "{said}");
    Ok(())
}
