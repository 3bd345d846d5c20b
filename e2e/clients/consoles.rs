//! The relying parties `openid-client` and `oauth4webapi` of npm, and `Authlib` of `PyPI`, sign somebody in with us.

use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, browser_session};
use e2e::journey::Stage;
use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Nobody listens there: what a browser would be sent to is handed over by the test.
const CALLBACK: &str = "http://127.0.0.1/callback";

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

/// A browser with a session.
struct Browser {
    http: Client,
    session: String,
}

impl Browser {
    /// Where it is sent.
    async fn follow(&self, address: &str) -> Result<String> {
        let request = self.http.get(address).header("cookie", &self.session);
        let answer = request
            .header("sec-fetch-site", "same-origin")
            .send()
            .await?;
        let status = answer.status();
        let target = answer.headers().get("location").cloned();
        let target = target.with_context(|| format!("{address} answered {status}"))?;
        Ok(target.to_str()?.to_owned())
    }
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let libraries = libraries(stage.server.folder())?;
    let code = administrator.app.new_code().await?;
    let url = stage.server.url.clone();
    let browser = Browser {
        http: Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .build()?,
        session: browser_session(&url, Administrator::EMAIL, &code).await?,
    };
    for method in ["client_secret_basic", "none"] {
        for algorithm in ["RS256", "ES256", "EdDSA"] {
            let console = administrator
                .register_console(json!({
                    "name": "Acme Remote",
                    "redirect_uris": [CALLBACK],
                    "token_endpoint_auth_method": method,
                    "id_token_signed_response_alg": algorithm,
                }))
                .await?;
            let settings = json!({
                "issuer": url,
                "client_id": console["client_id"],
                "client_secret": console["client_secret"],
                "redirect_uri": CALLBACK,
                "algorithm": algorithm,
                "max_age": 600,
                "more": { "max_age": "600", "acr_values": "urn:twostep:aal2" },
            });
            for library in &libraries {
                sign_in(library, &browser, &settings)
                    .await
                    .with_context(|| format!("{:?} {method} {algorithm}", library.arguments))?;
            }
        }
    }
    Ok(())
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
