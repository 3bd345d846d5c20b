//! An administrator protects a console from the gallery, copies its configuration, and sees in the live test what came in
//! and what is wrong; a person opens the console from the start page; the secret is exchanged, and the console deleted.

use crate::steps;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the console was configured with: nothing at first.
#[derive(Clone, Debug, Default)]
struct Configuration {
    issuer: String,
    id: String,
    secret: String,
    redirect: String,
}

type Shared = Arc<Mutex<Configuration>>;

/// B-11, RFC 9700 §4.1.3: a console at another site (`localhost`, we are at `127.0.0.1`), configured with what the page
/// shows and nothing else.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut ada = Administrator::first_of(stage).await?;
    let listener = TcpListener::bind("localhost:0").await?;
    let console = format!("http://localhost:{}", listener.local_addr()?.port());
    let shared = Shared::default();
    tokio::spawn(serve(listener, Arc::clone(&shared)));

    let admin = stage.browser("administrator", Look::Light).await?;
    admin.open("/admin/consoles").await?;
    steps::enter_password(&admin, Administrator::EMAIL).await?;
    admin.sees("Enter your code").await?;
    steps::enter_code(&admin, &ada.app.new_code().await?).await?;
    admin.sees("Consoles").await?;
    admin.reads("No console is protected yet.").await?;
    admin.inspect("none").await?;
    let read = protect(&admin, &console).await?;
    // With a slash too many.
    let wrong = format!("{}/", read.redirect);
    configure(&shared, &read, &wrong);

    let person = stage.browser("person", Look::Light).await?;
    go(&person, &console).await?;
    person.sees("This address is not registered").await?;
    // The browser says that the page was a refusal; nothing else went wrong.
    let refused = person.devtools.console_errors().await?;
    ensure!(
        refused.len() == 1 && refused[0].contains("400"),
        "{refused:?}"
    );
    admin.is_told("Something is not right yet.").await?;
    admin.reads("differ in the slash at the end").await?;
    admin.reads(&wrong).await?;
    admin.inspect("wrong-address").await?;

    configure(&shared, &read, &read.redirect);
    go(&person, &console).await?;
    steps::enter_password(&person, Administrator::EMAIL).await?;
    person.sees("Enter your code").await?;
    steps::enter_code(&person, &ada.app.new_code().await?).await?;
    person.sees("Signed in as ada@example.com").await?;
    admin
        .reads("It works: somebody signed in with two steps.")
        .await?;
    admin.reads("The console redeemed the code").await?;
    admin.reads("urn:twostep:aal2").await?;
    admin.inspect("works").await?;

    opens_it(&person).await?;
    admin.press("← All consoles").await?;
    admin.sees("Consoles").await?;
    admin.inspect("list").await?;
    admin.press("Acme Remote").await?;
    ends(&admin, &read).await
}

/// From the gallery to the page with the live test.
async fn protect(admin: &Browser, console: &str) -> Result<Configuration> {
    admin.press("Protect a console").await?;
    admin.sees("Protect a console").await?;
    admin.reads("MeshCentral").await?;
    admin.inspect("gallery").await?;
    admin.press("Any other (OpenID Connect)").await?;
    admin.reads("Show the configuration").await?;
    admin.press("Show the configuration").await?;
    let wrong = "//input[@name='launch_uri'][@aria-invalid='true']";
    admin.find("the missing address", wrong).await?;
    admin.fill("Name", "Acme Remote").await?;
    admin.fill("Address of the console", console).await?;
    let redirect = format!("{console}/callback");
    admin.fill("Redirect URI", &redirect).await?;
    admin.inspect("form").await?;
    admin.press("Show the configuration").await?;
    admin.sees("Configure Acme Remote now").await?;
    admin.inspect("configuration").await?;
    let read = Configuration {
        issuer: value(admin, "issuer").await?,
        id: value(admin, "client_id").await?,
        secret: value(admin, "client_secret").await?,
        redirect: value(admin, "redirect_uri").await?,
    };
    ensure!(read.secret.starts_with("tso_"), "{read:?}");
    ensure!(read.redirect == redirect, "{read:?}");
    admin.press("I have copied it: test it").await?;
    admin.sees("Acme Remote").await?;
    admin
        .reads("Nobody has signed in at this console yet.")
        .await?;
    Ok(read)
}

/// A value of the configuration as the page shows it.
async fn value(admin: &Browser, name: &str) -> Result<String> {
    let path = format!("//dt[.='{name}']/following-sibling::dd/code");
    Ok(admin.find(name, &path).await?.text().await?)
}

/// One click on the start page, and the session is enough.
async fn opens_it(person: &Browser) -> Result<()> {
    person.open("/").await?;
    person.reads("Your consoles").await?;
    person.reads("Last opened").await?;
    person.inspect("launch-pad").await?;
    person.press("Acme Remote").await?;
    person.sees("Console").await?;
    person.press("Sign in").await?;
    person.sees("Signed in as ada@example.com").await
}

/// Another secret is shown in the configuration once; a deleted console is gone.
async fn ends(admin: &Browser, read: &Configuration) -> Result<()> {
    admin.sees("Acme Remote").await?;
    admin
        .press("Change who may use it, and what it asks for")
        .await?;
    admin.press("Change name and addresses").await?;
    admin.inspect("change").await?;
    admin.press("New secret").await?;
    confirm(admin, "New secret").await?;
    admin.reads("Copy the new secret now.").await?;
    let secret = value(admin, "client_secret").await?;
    ensure!(
        secret.starts_with("tso_") && secret != read.secret,
        "{secret}"
    );
    admin.inspect("new-secret").await?;
    admin.press("Switch off").await?;
    confirm(admin, "Switch off").await?;
    admin.reads("The console is off.").await?;
    admin.press("Delete").await?;
    confirm(admin, "Delete").await?;
    admin.reads("The console was deleted.").await?;
    admin.press("← All consoles").await?;
    admin.reads("No console is protected yet.").await
}

async fn confirm(admin: &Browser, label: &str) -> Result<()> {
    let path = format!("//*[@class='confirm']//button[.='{label}']");
    admin.press_at("the confirmation", &path).await
}

async fn go(browser: &Browser, console: &str) -> Result<()> {
    browser.client.goto(console).await?;
    browser.press("Sign in").await
}

fn configure(shared: &Shared, read: &Configuration, redirect: &str) {
    *shared.lock().expect("nobody panics") = Configuration {
        redirect: redirect.to_owned(),
        ..read.clone()
    };
}

/// The console: a page with a link, and one that redeems the code that came.
async fn serve(listener: TcpListener, shared: Shared) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&shared)));
    }
}

async fn answer(mut stream: TcpStream, shared: Shared) {
    let mut request = vec![0; 4096];
    let read = stream.read(&mut request).await.unwrap_or_default();
    let request = String::from_utf8_lossy(&request[..read]).into_owned();
    // Now, and not when the connection was made: browsers open some before they need them.
    let own = shared.lock().expect("nobody panics").clone();
    let target = request.split(' ').nth(1).unwrap_or_default();
    let page = match target.split_once("code=") {
        Some((_, rest)) => {
            let code = rest.split('&').next().unwrap_or_default();
            let who = who_came(&own, code).await;
            format!(
                "<h1>Signed in as {}</h1>",
                who.unwrap_or_else(|error| error.to_string())
            )
        }
        None => format!(
            "<h1>Console</h1><p><a href=\"{}/oauth/authorize?response_type=code&amp;scope=openid%20email&amp;state=s\
             &amp;client_id={}&amp;redirect_uri={}\">Sign in</a></p>",
            own.issuer, own.id, own.redirect
        ),
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Console</title><main>{page}</main></html>"
    );
    let length = page.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{page}"
    );
    let _ = stream.write_all(answer.as_bytes()).await;
}

/// RFC 6749 §4.1.3, OpenID Connect Core §5.3.
async fn who_came(own: &Configuration, code: &str) -> Result<String> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let form = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={}",
        own.redirect
    );
    let tokens = http
        .post(format!("{}/oauth/token", own.issuer))
        .basic_auth(&own.id, Some(&own.secret))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let tokens: Value = serde_json::from_slice(&tokens.send().await?.bytes().await?)?;
    let token = tokens["access_token"]
        .as_str()
        .with_context(|| tokens.to_string())?;
    let claims = http
        .get(format!("{}/oauth/userinfo", own.issuer))
        .bearer_auth(token);
    let claims: Value = serde_json::from_slice(&claims.send().await?.bytes().await?)?;
    let email = claims["email"].as_str();
    Ok(email.with_context(|| claims.to_string())?.to_owned())
}
