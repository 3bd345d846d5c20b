//! `PyJWT` fetches the evidence keys by their address and checks the signed head of a day.

use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::journey::Stage;
use e2e::wait;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The server signs once a minute what there is to sign.
const SIGNED_WITHIN: Duration = Duration::from_secs(90);

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let database = stage.server.folder().join("twostep.sqlite");
    python("yesterday.py", &[&database.to_string_lossy()])?;
    let administrator = Administrator::first_of(stage).await?;
    let file = wait::until_at_most(SIGNED_WITHIN, "a signed head", async || {
        let file = administrator.export_audit().await?;
        Ok(file.contains("\n{\"head\":").then_some(file))
    })
    .await?;
    let lines: Vec<&str> = file.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("{\"head\":"));
    let at = at.context("no head")?;
    let head: Value = serde_json::from_str(lines[at])?;
    let head = head["head"].as_str().context("no text")?;
    let (seal, row): (Value, Value) = (
        serde_json::from_str(lines[at - 1])?,
        serde_json::from_str(lines[at - 2])?,
    );
    let url = stage.server.url.clone();
    let key_set = format!("{url}/.well-known/evidence-keys.json");
    let check = |issuer: &str, head: &str| -> Result<Value> {
        let said = python("heads.py", &[&key_set, issuer, head])?;
        serde_json::from_str(said.trim()).context(said)
    };
    let claims = check(&url, head)?;
    let said = json!([
        claims["iss"],
        claims["chain"],
        claims["position"],
        claims["head"]
    ]);
    let expected = json!([
        url,
        row["organization"],
        row["position"],
        seal["seal"]["mac"]
    ]);
    ensure!(said == expected, "{claims}, not {expected}");
    let day = claims["day"].as_str().context("no day")?;
    let at = row["at"].as_str().context("no time")?;
    ensure!(at.starts_with(day), "{claims}: {at}");

    let (signed, signature) = head.rsplit_once('.').context("no signature")?;
    let first = if signature.starts_with('A') { "B" } else { "A" };
    let altered = format!("{signed}.{first}{}", &signature[1..]);
    let refused = [
        check(&url, &altered)?,
        check("https://other.example.com", head)?,
    ];
    let expected = [json!({"error": "signature"}), json!({"error": "issuer"})];
    ensure!(refused == expected, "{refused:?}");

    stage.server.run(&["keys", "rotate-signing", "--at-once"])?;
    ensure!(check(&url, head)? == claims, "the key is public for ever");
    verify(stage, &file, &key_set).await
}

/// The program says the same of the file with a copy of the keys, and of one without the head.
async fn verify(stage: &Stage, file: &str, key_set: &str) -> Result<()> {
    let copy = reqwest::get(key_set).await?.text().await?;
    std::fs::write(stage.server.folder().join("evidence.json"), copy)?;
    std::fs::write(stage.server.folder().join("audit.ndjson"), file)?;
    let arguments = [
        "audit",
        "verify",
        "--export",
        "audit.ndjson",
        "--evidence-keys",
        "evidence.json",
    ];
    let said = stage.server.run(&arguments)?;
    ensure!(said.contains("; signed head of "), "{said}");
    let others = file.lines().filter(|line| !line.starts_with("{\"head\":"));
    let without = others.collect::<Vec<_>>().join("\n") + "\n";
    std::fs::write(stage.server.folder().join("audit.ndjson"), without)?;
    ensure!(stage.server.run(&arguments).is_err(), "nothing is missing");
    Ok(())
}

/// What a script prints.
fn python(script: &str, arguments: &[&str]) -> Result<String> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let output = Command::new(setting("TWOSTEP_PYTHON")?)
        .arg(scripts.join(script))
        .args(arguments)
        .output()?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{script}: {error}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
