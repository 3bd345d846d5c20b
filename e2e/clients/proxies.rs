//! nginx, Caddy and Traefik in front of a console, each with the recipe of the guide.

use crate::guide::{blocks, with};
use crate::receipts::setting;
use crate::refused;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, browser_session};
use e2e::guarded::Guarded;
use e2e::journey::Stage;
use e2e::{ports, wait};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::json;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const GUIDE: &str = "protect-a-console";
/// The id that stands in the recipes.
const ID: &str = "0197b5d0-6a4e-7d2c-8000-000000000001";
const COOKIE: &str = "__Host-tsv_console";

/// What a recipe is filled with.
struct Place {
    folder: PathBuf,
    /// Where Twostep is.
    twostep: String,
    client_id: String,
    /// The port that browsers open.
    port: u16,
    /// The port of the console.
    console: u16,
}

impl Place {
    fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The recipe with the addresses of this test.
    fn fill(&self, recipe: &str) -> Result<String> {
        let console = format!("127.0.0.1:{}", self.console);
        with(
            recipe,
            &[
                ("127.0.0.1:9000", &console),
                ("http://localhost:8080", &self.twostep),
                (ID, &self.client_id),
            ],
        )
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }
}

/// Starts a proxy with its recipe.
type Start = fn(&Place) -> Result<Guarded>;

/// A console that shows the headers it got.
struct Console(JoinHandle<()>);

impl Console {
    /// Gives its port free.
    async fn end(self) {
        self.0.abort();
        // It was told to end.
        self.0.await.ok();
    }

    async fn start(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        Ok(Self(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(show(stream));
            }
        })))
    }
}

async fn show(mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let length = head.len();
    let answer =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await?;
    stream.write_all(&head).await
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let code = administrator.app.new_code().await?;
    let twostep = stage.server.url.clone();
    let session = browser_session(&twostep, Administrator::EMAIL, &code).await?;
    let starts: [(&str, Start); 3] = [
        ("nginx", start_nginx),
        ("caddy", start_caddy),
        ("traefik", start_traefik),
    ];
    for (name, start) in starts {
        let place = place(stage, &mut administrator, name).await?;
        let console = Console::start(place.console).await?;
        let _proxy = start(&place)?;
        let cookie = check(&place, &session).await.context(name)?;
        console.end().await;
        let told = doctor(&place, &cookie)?;
        ensure!(told.is_good, "{name}: {}", told.text);
        ensure!(
            told.text.contains("does not arrive"),
            "{name}: {}",
            told.text
        );
        let agents = json!({ "allowed_roles": ["agent"] });
        let path = format!("/clients/{}", place.client_id);
        administrator.change(&path, agents).await?;
        refused::check(&place.origin(), name, &cookie)
            .await
            .context(name)?;
    }
    careless(stage, &mut administrator, &session).await
}

/// A console of its own for each proxy.
async fn place(stage: &Stage, administrator: &mut Administrator, name: &str) -> Result<Place> {
    let port = ports::free()?;
    let origin = format!("http://localhost:{port}");
    let console = json!({ "name": name, "kind": "forward_auth", "origin": origin });
    let console = administrator.register_console(console).await?;
    let folder = stage.server.folder().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(Place {
        folder,
        twostep: stage.server.url.clone(),
        client_id: console["client_id"].as_str().context("no id")?.to_owned(),
        port,
        console: ports::free()?,
    })
}

/// Everything that a recipe promises; gives the cookie of the console.
async fn check(place: &Place, session: &str) -> Result<String> {
    let client = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()?;
    let page = format!("{}/tickets?id=3", place.origin());
    let get = |mode: &'static str, cookie: &str| {
        let request = client.get(&page).header("sec-fetch-mode", mode);
        request.header("cookie", cookie).send()
    };
    let first = wait::until("the proxy", async || {
        let answer = get("navigate", "").await?;
        // Traefik listens before it has read its recipe.
        Ok((answer.status() != 404).then_some(answer))
    })
    .await?;
    ensure!(first.status() == 302, "{first:?}");
    ensure!(get("cors", "").await?.status() == 401, "a script");
    ensure!(web_socket(place).await?.contains(" 401 "), "a WebSocket");
    let started = client.get(location(&first)?).send().await?;
    let start = cookie_of(&started)?;
    let authorize = client.get(location(&started)?).header("cookie", session);
    let authorized = authorize.header("sec-fetch-site", "same-origin").send();
    let back = location(&authorized.await?)?;
    ensure!(back.starts_with(&place.origin()), "{back}");
    // Without the cookie of its start the code is of no use.
    let stolen = client.get(&back).send().await?;
    ensure!(stolen.status() == 400, "{stolen:?}");
    let entered = client.get(&back).header("cookie", &start).send().await?;
    ensure!(location(&entered)? == page, "{entered:?}");
    let cookie = cookie_of(&entered)?;
    ensure!(cookie.starts_with(COOKIE), "{cookie}");
    check_forged(&client, &page, &cookie).await?;
    let script = get("cors", &cookie).await?;
    ensure!(script.status() == 200, "{script:?}");
    let out = client
        .get(format!("{}/.twostep/sign-out", place.origin()))
        .header("cookie", format!("{COOKIE}=x"))
        .header("sec-fetch-site", "same-origin");
    ensure!(out.send().await?.status() == 200, "the page of signing out");
    Ok(cookie)
}

/// The console is told who it is, and nothing that the client says of itself.
async fn check_forged(client: &Client, page: &str, cookie: &str) -> Result<()> {
    let forged = client
        .get(page)
        .header("cookie", cookie)
        .header("remote-user", "root")
        .header("remote-groups", "admins")
        .header("remote_user", "root")
        .send()
        .await?;
    let shown = forged.error_for_status()?.text().await?.to_lowercase();
    for told in [
        format!("remote-user: {}\r\n", Administrator::EMAIL),
        format!("remote-email: {}\r\n", Administrator::EMAIL),
        "remote-name: ada admin\r\n".to_owned(),
        "remote-groups: role:admin\r\n".to_owned(),
        "remote-acr: urn:twostep:aal2\r\n".to_owned(),
        "twostep-assertion: ey".to_owned(),
    ] {
        ensure!(shown.contains(&told), "{told} {shown}");
    }
    ensure!(
        !shown.contains("root") && !shown.contains("admins"),
        "{shown}"
    );
    Ok(())
}

fn location(answer: &Response) -> Result<String> {
    let target = answer.headers().get("location");
    let target = target.with_context(|| format!("{answer:?}"))?.to_str()?;
    // A proxy may write an address of its own as a path.
    Ok(if target.starts_with('/') {
        answer.url().join(target)?.into()
    } else {
        target.to_owned()
    })
}

fn cookie_of(answer: &Response) -> Result<String> {
    let cookie = answer.headers().get("set-cookie");
    let cookie = cookie.with_context(|| format!("{answer:?}"))?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// The line that answers an upgrade without a cookie (RFC 6455 §4.1).
async fn web_socket(place: &Place) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", place.port)).await?;
    let request = format!(
        "GET /socket HTTP/1.1\r\nHost: localhost:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-Fetch-Mode: websocket\r\n\r\n",
        place.port
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer[..read]).into_owned())
}

/// What `twostep doctor --protects` says.
struct Told {
    is_good: bool,
    text: String,
}

/// The command stands in the place of the console.
fn doctor(place: &Place, cookie: &str) -> Result<Told> {
    let listen = format!("127.0.0.1:{}", place.console);
    let mut command = Command::new(setting("TWOSTEP_BIN")?)
        .args([
            "doctor",
            "--protects",
            &place.origin(),
            "--as-console",
            &listen,
        ])
        .current_dir(&place.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = command.stdin.take().context("no input")?;
    writeln!(input, "{cookie}")?;
    drop(input);
    let output = command.wait_with_output()?;
    Ok(Told {
        is_good: output.status.success(),
        text: [output.stdout, output.stderr]
            .map(|said| String::from_utf8_lossy(&said).into_owned())
            .concat(),
    })
}

/// A recipe without its first middleware: Traefik lets `Remote_User` through, and the command says so.
async fn careless(stage: &Stage, administrator: &mut Administrator, session: &str) -> Result<()> {
    let place = place(stage, administrator, "careless").await?;
    let recipe = blocks(GUIDE, "yaml")?.concat();
    let recipe = with(
        &recipe,
        &[(
            "[desk-example-com-remove, desk-example-com-ask]",
            "[desk-example-com-ask]",
        )],
    )?;
    let _proxy = start_traefik_with(&place, &recipe)?;
    let console = Console::start(place.console).await?;
    let cookie = check(&place, session).await;
    ensure!(cookie.is_err(), "the middleware is there for nothing");
    console.end().await;
    // `check` came as far as the forged headers; the cookie is made once more for the command.
    let cookie = enter(&place, session).await?;
    let told = doctor(&place, &cookie)?;
    let lines = told.text.lines();
    let mut broken = lines.filter(|line| line.contains("forged and let through: "));
    let is_named = broken.any(|line| line.contains(" remote_user"));
    ensure!(!told.is_good && is_named, "{}", told.text);
    Ok(())
}

async fn enter(place: &Place, session: &str) -> Result<String> {
    let client = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()?;
    let start = format!("{}/.twostep/start?to=/", place.origin());
    let started = client.get(start).send().await?;
    let authorize = client.get(location(&started)?).header("cookie", session);
    let authorized = authorize.header("sec-fetch-site", "same-origin").send();
    let back = client.get(location(&authorized.await?)?);
    cookie_of(&back.header("cookie", cookie_of(&started)?).send().await?)
}

fn start_nginx(place: &Place) -> Result<Guarded> {
    let recipe = place.fill(&blocks(GUIDE, "nginx")?.concat())?;
    let listen = format!("listen 127.0.0.1:{};", place.port);
    let recipe = with(
        &recipe,
        &[
            ("listen 443 ssl;", &listen),
            ("desk.example.com", "localhost"),
            ("    ssl_certificate /etc/ssl/desk.pem;\n", ""),
            ("    ssl_certificate_key /etc/ssl/desk.key;\n", ""),
        ],
    )?;
    let folder = place.folder.display();
    let user = if rustix::process::geteuid().is_root() {
        "user root;\n"
    } else {
        ""
    };
    let mut text = format!(
        "{user}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\n\
         http {{\naccess_log off;\n"
    );
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(text, "{kind}_temp_path {folder}/{kind};")?;
    }
    let path = place.write("nginx.conf", &format!("{text}{recipe}}}\n"))?;
    let program = PathBuf::from(setting("TWOSTEP_DEBIAN")?).join("usr/sbin/nginx");
    run(&program, |command| {
        command.arg("-p").arg(&place.folder).arg("-c").arg(path);
        command.arg("-e").arg(place.folder.join("log"));
    })
}

fn start_caddy(place: &Place) -> Result<Guarded> {
    let recipe = place.fill(&blocks(GUIDE, "caddyfile")?.concat())?;
    let recipe = with(&recipe, &[("desk.example.com", &place.origin())])?;
    let path = place.write("Caddyfile", &format!("{{\nadmin off\n}}\n{recipe}"))?;
    let program = PathBuf::from(setting("TWOSTEP_PROXIES")?).join("caddy");
    run(&program, |command| {
        command.args(["run", "--adapter", "caddyfile", "--config"]);
        command.arg(path).env("HOME", &place.folder);
        command
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME");
    })
}

fn start_traefik(place: &Place) -> Result<Guarded> {
    start_traefik_with(place, &blocks(GUIDE, "yaml")?.concat())
}

fn start_traefik_with(place: &Place, recipe: &str) -> Result<Guarded> {
    let recipe = with(&place.fill(recipe)?, &[("desk.example.com", "localhost")])?;
    let path = place.write("desk.yaml", &recipe)?;
    let program = PathBuf::from(setting("TWOSTEP_PROXIES")?).join("traefik");
    let port = place.port;
    run(&program, |command| {
        command
            .arg(format!("--entrypoints.web.address=127.0.0.1:{port}"))
            .arg(format!("--providers.file.filename={}", path.display()))
            .arg("--global.checknewversion=false")
            .arg("--global.sendanonymoususage=false");
    })
}

fn run(program: &Path, prepare: impl FnOnce(&mut tokio::process::Command)) -> Result<Guarded> {
    Guarded::start(&program.to_string_lossy(), |command| {
        command.stderr(Stdio::null());
        prepare(command);
    })
}
