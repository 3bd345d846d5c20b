//! The libraries `standardwebhooks` of npm and `PyPI` check the signatures of our webhooks.

use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::journey::Stage;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Nobody listens there (RFC 6761); the test shows what would have been sent.
const NOWHERE: &str = "https://hooks.invalid/twostep";

/// One library: the program that runs its script, and the script.
struct Library {
    program: PathBuf,
    script: PathBuf,
}

/// A request as the simulator shows it.
struct Request {
    headers: Value,
    body: String,
}

impl Request {
    fn of(shown: &Value) -> Result<Self> {
        let mut headers = Map::new();
        for header in shown["headers"].as_array().context("no headers")? {
            let name = header["name"].as_str().context("no name")?;
            headers.insert(name.to_owned(), header["value"].clone());
        }
        Ok(Self {
            headers: headers.into(),
            body: shown["body"].as_str().context("no body")?.to_owned(),
        })
    }
}

impl Library {
    /// The body as the library gives it, or its error.
    fn verify(&self, secret: &str, request: &Request) -> Result<Value> {
        let output = Command::new(&self.program)
            .arg(&self.script)
            .args([secret, &request.headers.to_string(), &request.body])
            .output()
            .with_context(|| format!("{} does not start", self.program.display()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(said.trim()).with_context(|| {
            let error = String::from_utf8_lossy(&output.stderr);
            format!("{} says {said}\n{error}", self.script.display())
        })
    }
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let libraries = libraries(stage.server.folder())?;
    let made = administrator.make_webhook(NOWHERE).await?;
    let id = made["id"].as_str().context("no id")?;
    let first = made["secret"].as_str().context("no secret")?;
    let rotated = administrator.act_on_webhook(id, "rotate-secret").await?;
    let second = rotated["secret"].as_str().context("no secret")?;
    let shown = administrator.act_on_webhook(id, "test").await?;
    ensure!(shown["answer"]["failure"].is_string(), "{shown}");
    let request = Request::of(&shown)?;
    let stranger = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let late = Request {
        headers: with(&request.headers, "webhook-timestamp", "1614265330"),
        body: request.body.clone(),
    };
    let moved = Request {
        headers: with(&request.headers, "webhook-id", "another"),
        body: request.body.clone(),
    };
    let altered = Request {
        headers: request.headers.clone(),
        body: request.body.replace("true", "false"),
    };
    let refused = json!({ "error": "signature" });
    for library in &libraries {
        // For a day after the rotation both secrets are good.
        for secret in [first, second] {
            let body = library.verify(secret, &request)?;
            ensure!(body["type"] == "device.reset", "{body}");
            ensure!(body["data"]["is_test"] == true, "{body}");
        }
        for (secret, request) in [
            (stranger, &request),
            (second, &late),
            (second, &moved),
            (second, &altered),
        ] {
            let body = library.verify(secret, request)?;
            ensure!(body == refused, "{body}");
        }
    }
    Ok(())
}

fn with(headers: &Value, name: &str, value: &str) -> Value {
    let mut headers = headers.clone();
    headers[name] = json!(value);
    headers
}

/// The scripts, the second one beside the packages that it imports.
fn libraries(folder: &Path) -> Result<[Library; 2]> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let copy = folder.join("webhooks.mjs");
    std::fs::copy(scripts.join("webhooks.mjs"), &copy)?;
    let packages = setting("TWOSTEP_NODE_MODULES")?;
    std::os::unix::fs::symlink(packages, folder.join("node_modules"))?;
    Ok([
        Library {
            program: setting("TWOSTEP_PYTHON")?.into(),
            script: scripts.join("webhooks.py"),
        },
        Library {
            program: "node".into(),
            script: copy,
        },
    ])
}
