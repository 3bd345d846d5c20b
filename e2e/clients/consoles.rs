//! The relying parties `openid-client` and `oauth4webapi` of npm, and `Authlib` of `PyPI`, sign somebody in with us.

use crate::receipts::setting;
use anyhow::{Context, Result, bail, ensure};
use e2e::api::{Administrator, browser_session};
use e2e::guarded::Guarded;
use e2e::journey::Stage;
use e2e::ports;
use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Nobody listens there: what a browser would be sent to is handed over by the test.
const CALLBACK: &str = "http://127.0.0.1/callback";
const METHODS: [&str; 2] = ["client_secret_basic", "none"];
const ALGORITHMS: [&str; 3] = ["RS256", "ES256", "EdDSA"];

/// One library: the program that runs its script, and how the script is begun.
struct Library {
    program: PathBuf,
    arguments: Vec<PathBuf>,
}

impl Library {
    /// One half of a sign-in.
    fn run(&self, half: &str, settings: &Value, came_back: &[&str]) -> Result<Value> {
        let output = Command::new(&self.program)
            .args(&self.arguments)
            .args([half, &settings.to_string()])
            .args(came_back)
            .output()
            .with_context(|| format!("{} does not start", self.program.display()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(said.trim()).with_context(|| {
            let error = String::from_utf8_lossy(&output.stderr);
            format!("{:?} says {said}\n{error}", self.arguments)
        })
    }
}

/// A browser, which may have a session with us.
struct Browser {
    http: Client,
    session: Option<String>,
}

impl Browser {
    fn new(session: Option<String>) -> Result<Self> {
        let http = Client::builder()
            .no_proxy()
            .cookie_store(session.is_none())
            .redirect(Policy::none());
        Ok(Self {
            http: http.build()?,
            session,
        })
    }

    /// Where it comes back to the console.
    async fn follow(&self, address: &str) -> Result<String> {
        let mut address = address.to_owned();
        for _ in 0..8 {
            let mut request = self.http.get(&address);
            if let Some(session) = &self.session {
                request = request.header("cookie", session);
                request = request.header("sec-fetch-site", "same-origin");
            }
            let answer = request.send().await?;
            let status = answer.status();
            let target = answer.headers().get("location").cloned();
            let target = target.with_context(|| format!("{address} answered {status}"))?;
            address = answer.url().join(target.to_str()?)?.into();
            if address.starts_with(CALLBACK) {
                return Ok(address);
            }
        }
        bail!("{address} leads on and on")
    }
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let libraries = libraries(stage.server.folder())?;
    let code = administrator.app.new_code().await?;
    let url = stage.server.url.clone();
    let session = browser_session(&url, Administrator::EMAIL, &code).await?;
    let browser = Browser::new(Some(session))?;
    // All first: a connection that waits for the libraries is closed by the server.
    let mut consoles = Vec::new();
    for method in METHODS {
        for algorithm in ALGORITHMS {
            let console = administrator
                .register_console(json!({
                    "name": "Acme Remote",
                    "redirect_uris": [CALLBACK],
                    "token_endpoint_auth_method": method,
                    "id_token_signed_response_alg": algorithm,
                }))
                .await?;
            consoles.push((method, algorithm, settings(&url, algorithm, &console)));
        }
    }
    for (method, algorithm, settings) in &consoles {
        for library in &libraries {
            sign_in(library, &browser, settings)
                .await
                .with_context(|| format!("{:?} {method} {algorithm}", library.arguments))?;
        }
    }
    provider_of_others(&libraries).await
}

/// The same at a provider of somebody else: what fails there is asked wrongly.
async fn provider_of_others(libraries: &[Library]) -> Result<()> {
    let script = setting("TWOSTEP_PROVIDER_SCRIPT")?;
    let mut clients = Vec::new();
    // A client has one way to prove itself there. Two sign-ins of each library are enough to try its script.
    for of_library in [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_basic",
    ] {
        for (method, algorithm) in METHODS.into_iter().zip(ALGORITHMS) {
            let is_secret = method != "none";
            let mut client = json!({
                "client_id": format!("client-{}", clients.len()),
                "token_endpoint_auth_method": if is_secret { of_library } else { method },
                "application_type": "native",
                "redirect_uris": [CALLBACK],
                "id_token_signed_response_alg": algorithm,
                "require_auth_time": true,
                "default_acr_values": ["urn:twostep:aal2"],
            });
            if is_secret {
                client["client_secret"] = json!("a secret of thirty-two characters");
            }
            clients.push(client);
        }
    }
    let settings_of_all = json!({
        "clients": clients,
        "email": Administrator::EMAIL,
        "groups": ["role:admin"],
    });
    let port = ports::free()?.to_string();
    let mut provider = Guarded::start("node", |command| {
        command.arg(&script);
        command.args([&port, &settings_of_all.to_string()]);
        command.stderr(Stdio::null());
    })?;
    let url = provider.line_after("listening on ").await?;
    let each = clients.len() / libraries.len();
    for (library, own) in libraries.iter().zip(clients.chunks(each)) {
        for console in own {
            let algorithm = console["id_token_signed_response_alg"].as_str();
            let settings = settings(&url, algorithm.unwrap_or_default(), console);
            sign_in(library, &Browser::new(None)?, &settings)
                .await
                .with_context(|| format!("{:?} at oidc-provider {console}", library.arguments))?;
        }
    }
    Ok(())
}

/// What a script is told of its console.
fn settings(issuer: &str, algorithm: &str, console: &Value) -> Value {
    json!({
        "issuer": issuer,
        "client_id": console["client_id"],
        "client_secret": console["client_secret"],
        "redirect_uri": CALLBACK,
        "algorithm": algorithm,
        "max_age": 600,
        "more": { "max_age": "600", "acr_values": "urn:twostep:aal2" },
    })
}

async fn sign_in(library: &Library, browser: &Browser, settings: &Value) -> Result<()> {
    let begun = library.run("start", settings, &[])?;
    let address = begun["address"]
        .as_str()
        .with_context(|| begun.to_string())?;
    let came_back = browser.follow(address).await?;
    let mut settings = settings.clone();
    settings["kept"] = begun["kept"].clone();
    // An answer that belongs to another start (RFC 9700 §4.7).
    let forged = came_back.replace("state=", "state=x");
    let refused = library.run("finish", &settings, &[&forged])?;
    ensure!(refused["error"].is_string(), "{refused}");
    let told = library.run("finish", &settings, &[&came_back])?;
    let (claims, userinfo) = (&told["claims"], &told["userinfo"]);
    ensure!(claims["acr"] == "urn:twostep:aal2", "{told}");
    ensure!(claims["amr"] == json!(["pwd", "otp", "mfa"]), "{told}");
    ensure!(userinfo["email"] == Administrator::EMAIL, "{told}");
    ensure!(userinfo["groups"] == json!(["role:admin"]), "{told}");
    // The code is used up.
    let again = library.run("finish", &settings, &[&came_back])?;
    ensure!(again["error"] == "invalid_grant", "{again}");
    Ok(())
}

/// The scripts, those of Node.js beside the packages that they import.
fn libraries(folder: &Path) -> Result<[Library; 3]> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let copy = folder.join("consoles.mjs");
    std::fs::copy(scripts.join("consoles.mjs"), &copy)?;
    let packages = setting("TWOSTEP_NODE_MODULES")?;
    std::os::unix::fs::symlink(packages, folder.join("node_modules"))?;
    let of_npm = |name: &str| Library {
        program: "node".into(),
        arguments: vec![copy.clone(), name.into()],
    };
    Ok([
        of_npm("openid-client"),
        of_npm("oauth4webapi"),
        Library {
            program: setting("TWOSTEP_PYTHON")?.into(),
            arguments: vec![scripts.join("consoles.py")],
        },
    ])
}
