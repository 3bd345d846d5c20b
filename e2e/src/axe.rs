//! axe-core in the page: fails on what a person would stumble over.

use anyhow::{Context, Result, ensure};
use fantoccini::Client;
use serde_json::{Value, json};

/// Impacts that fail a journey; axe calls the lesser ones minor and moderate.
const GRAVE: [&str; 2] = ["serious", "critical"];

const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations),
        error => done([{id: String(error), impact: 'critical', help: 'axe failed', nodes: []}]));";

/// Checks the page that the browser shows now.
pub async fn check(client: &Client) -> Result<()> {
    if client.execute("return typeof axe", vec![]).await? == json!("undefined") {
        client.execute(&source()?, vec![]).await?;
    }
    let violations = client.execute_async(RUN, vec![]).await?;
    let violations = violations.as_array().context("axe gave no list")?;
    let grave: Vec<String> = violations
        .iter()
        .filter(|violation| GRAVE.contains(&violation["impact"].as_str().unwrap_or("critical")))
        .map(describe)
        .collect();
    let url = client.current_url().await?;
    ensure!(grave.is_empty(), "{}:\n{}", url.path(), grave.join("\n"));
    Ok(())
}

fn describe(violation: &Value) -> String {
    let places: Vec<String> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|node| format!("  {}\n    {}", node["html"], node["failureSummary"]))
        .collect();
    let (id, help) = (&violation["id"], &violation["help"]);
    format!("{id}: {help}\n{}", places.join("\n"))
}

fn source() -> Result<String> {
    let path = std::env::var_os("TWOSTEP_AXE").context("TWOSTEP_AXE is not set")?;
    Ok(std::fs::read_to_string(path)?)
}
