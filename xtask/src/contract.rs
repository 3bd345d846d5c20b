//! `cargo xtask test --only lints`: redocly and spectral read openapi.yaml, each by its own rules.

use crate::debian::{self, Sign};
use crate::npm::{self, Set};
use crate::process::{command, run};
use anyhow::Result;

const RULES: Set = Set {
    name: "contract",
    version: "redocly-2.77.0-spectral-6.16.3",
};
const DOCUMENT: &str = "openapi.yaml";

/// Fails for what neither rule set lets through nor `.redocly.lint-ignore.yaml` and `.spectral.yaml` explain.
pub(crate) fn check() -> Result<()> {
    debian::ensure(&[
        (Sign::Program("node"), "nodejs"),
        (Sign::Program("npm"), "npm"),
    ])?;
    let modules = npm::ensure_set(&RULES)?;
    let program = |name: &str| modules.join(".bin").join(name).display().to_string();
    let arguments = ["lint", DOCUMENT, "--config", ".redocly.yaml"];
    let mut redocly = command(&program("redocly"), arguments);
    // It asks nobody else: neither for a newer version nor to tell how it is used.
    run(redocly
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"))?;
    let arguments = ["lint", DOCUMENT, "--ruleset", ".spectral.yaml"];
    let mut spectral = command(&program("spectral"), arguments);
    run(spectral.args(["--fail-severity", "hint"]))
}
