//! A person comes from a console on another site: signs in, comes back; is known the next time, although the cookie of the
//! session is `SameSite=Strict`; confirms; is asked. Somebody without a device sets one up on the way, or not now.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use e2e::wait;
use serde_json::{Value, json};
use shared_types::members::Role;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// B-11, RFC 9700 §4.7: a real browser, two sites: the console is at `localhost`, we are at `127.0.0.1`.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let plain = register(&mut ada, json!({})).await?;
    let asking = register(&mut ada, json!({"asks_consent": true})).await?;
    let listener = TcpListener::bind("localhost:0").await?;
    let console = format!("http://localhost:{}", listener.local_addr()?.port());
    let begin = |id: &str, more: &str| {
        format!(
            "{}/oauth/authorize?response_type=code&scope=openid%20email&state=s&client_id={id}\
             &redirect_uri={console}/callback{more}",
            stage.server.url
        )
    };
    ada.invite(steps::AGENT, "Jo Doe", Role::Agent).await?;
    let invitation = stage.mailbox.next_to(steps::AGENT).await?;
    ada.accept(&invitation.link()?).await?;
    let links = [
        (
            "Sign in with a code",
            begin(&plain, "&amp;acr_values=urn:twostep:aal2"),
        ),
        ("Sign in", begin(&plain, "")),
        ("Sign in anew", begin(&plain, "&amp;prompt=login")),
        ("Sign in and ask", begin(&asking, "")),
    ];
    tokio::spawn(serve(listener, links));
    let browser = stage.browser("person", Look::Light).await?;

    go(&browser, &console, "Sign in").await?;
    steps::enter_password(&browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &ada.app.new_code().await?).await?;
    came_back(&browser, &console).await?;

    go(&browser, &console, "Sign in").await?;
    came_back(&browser, &console).await?;

    go(&browser, &console, "Sign in anew").await?;
    browser.sees("Confirm that it is you").await?;
    browser.fill("Password", PASSWORD).await?;
    steps::enter_code(&browser, &ada.app.new_code().await?).await?;
    came_back(&browser, &console).await?;

    go(&browser, &console, "Sign in and ask").await?;
    browser
        .sees("Acme Remote wants to know who you are")
        .await?;
    browser.inspect("consent").await?;
    browser.press("Agree").await?;
    came_back(&browser, &console).await?;
    set_up_on_the_way(stage, &console).await
}

/// Issue 16: the sign-in page names the console; "Not now" leads back to it, and the set-up into it.
async fn set_up_on_the_way(stage: &mut Stage, console: &str) -> Result<()> {
    let browser = stage.browser("newcomer", Look::Narrow).await?;
    go(&browser, console, "Sign in with a code").await?;
    browser.reads("Acme Remote").await?;
    browser.inspect("sign-in-for-a-console").await?;
    steps::enter_password(&browser, steps::AGENT).await?;
    browser.sees("Set up your authenticator app first").await?;
    browser.inspect("set-up-first").await?;
    browser.press("Not now").await?;
    came_to(
        &browser,
        &format!("{console}/callback?error=access_denied&"),
    )
    .await?;

    go(&browser, console, "Sign in with a code").await?;
    browser.sees("Set up your authenticator app first").await?;
    browser.press("Set up two-step verification").await?;
    steps::prove_mailbox(stage, &browser, steps::AGENT).await?;
    let mut app = steps::scan_qr_code(&browser).await?;
    browser.sees("Enter setup code").await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    browser.sees("Two-step verification is on").await?;
    browser.press("Continue").await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(&browser, &app.new_code().await?).await?;
    came_back(&browser, console).await
}

async fn register(ada: &mut Administrator, more: Value) -> Result<String> {
    let mut console = json!({
        "name": "Acme Remote",
        "redirect_uris": ["http://localhost/callback"],
    });
    let more = more.as_object().cloned().unwrap_or_default();
    console.as_object_mut().context("fields")?.extend(more);
    let made = ada.register_console(console).await?;
    Ok(made["client_id"].as_str().context("no id")?.to_owned())
}

async fn go(browser: &Browser, console: &str, link: &str) -> Result<()> {
    browser.client.goto(console).await?;
    browser.press(link).await
}

/// The console has a code.
async fn came_back(browser: &Browser, console: &str) -> Result<()> {
    came_to(browser, &format!("{console}/callback?code=tsg_")).await
}

/// The console has an answer that begins so.
async fn came_to(browser: &Browser, answer: &str) -> Result<()> {
    wait::until("the console again", async || {
        let address = browser.client.current_url().await?;
        Ok(address.as_str().starts_with(answer).then_some(()))
    })
    .await?;
    let address = browser.client.current_url().await?;
    ensure!(address.as_str().contains("&state=s&iss="), "{address}");
    Ok(())
}

/// The console: a page with links, whatever is asked for.
async fn serve(listener: TcpListener, links: [(&'static str, String); 4]) {
    let links = links.map(|(name, to)| format!("<p><a href=\"{to}\">{name}</a></p>"));
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Console</title><main><h1>Console</h1>{}</main>",
        links.concat()
    );
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, page.clone()));
    }
}

async fn answer(mut stream: TcpStream, page: String) {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await;
    let length = page.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{page}"
    );
    let _ = stream.write_all(answer.as_bytes()).await;
}
