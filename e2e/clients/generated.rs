//! Clients that generators of others make of `openapi.yaml` go from an API token to a receipt.

use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::journey::Stage;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml");

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let token = administrator.verifying_token().await?;
    let folder = stage.server.folder().to_owned();
    for make in [python, type_script] {
        let mut client = make(&folder)?;
        let code = administrator.app.new_code().await?;
        client.args([&stage.server.url, &token, Administrator::EMAIL, &code]);
        let said: Value = serde_json::from_str(output_of(&mut client)?.trim())?;
        let expected = json!({
            "scopes": ["verifications:write"],
            "result": "accepted",
            "is_repeated": true,
            "claims": [true, "connect", "PC-042"],
            "kept": "accepted",
            "used": "already_used",
            "refused": "unauthenticated",
        });
        ensure!(said == expected, "{client:?}: {said}");
    }
    Ok(())
}

/// The client of openapi-python-client; a warning is a failure.
fn python(folder: &Path) -> Result<Command> {
    let python = PathBuf::from(setting("TWOSTEP_PYTHON")?);
    let programs = python.parent().context("no folder of programs")?;
    let client = folder.join("python");
    let mut generator = Command::new(programs.join("openapi-python-client"));
    generator
        .args(["generate", "--fail-on-warning", "--path", DOCUMENT])
        .arg("--config")
        .arg(script("generated.yaml"))
        .arg("--output-path")
        .arg(&client)
        .env("PATH", with_first(programs)?);
    output_of(&mut generator)?;
    let mut program = Command::new(&python);
    program.arg(script("generated.py")).arg(client);
    Ok(program)
}

/// The types of openapi-typescript; the script is compiled against them, so each name in it is one of the contract.
fn type_script(folder: &Path) -> Result<Command> {
    let modules = PathBuf::from(setting("TWOSTEP_TYPESCRIPT_MODULES")?);
    std::os::unix::fs::symlink(&modules, folder.join("node_modules"))?;
    std::fs::write(folder.join("package.json"), r#"{"type":"module"}"#)?;
    std::fs::copy(script("generated.ts"), folder.join("generated.ts"))?;
    let programs = modules.join(".bin");
    let mut generator = Command::new(programs.join("openapi-typescript"));
    generator.args([DOCUMENT, "--output", "schema.ts"]);
    let said = output_of(generator.current_dir(folder))?;
    ensure!(!said.contains("warn") && !said.contains('⚠'), "{said}");
    let mut compiler = Command::new(programs.join("tsc"));
    compiler.args(["--strict", "--noUncheckedIndexedAccess", "--skipLibCheck"]);
    compiler.args(["--module", "nodenext", "--target", "es2022"]);
    compiler.args(["--lib", "es2022,dom", "generated.ts"]);
    output_of(compiler.current_dir(folder))?;
    let mut program = Command::new("node");
    program.arg(folder.join("generated.js"));
    Ok(program)
}

fn script(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    folder.join(name)
}

/// The search path with a folder before the others.
fn with_first(folder: &Path) -> Result<impl AsRef<OsStr>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let others = std::env::split_paths(&path);
    Ok(std::env::join_paths(
        std::iter::once(folder.to_owned()).chain(others),
    )?)
}

/// What a program prints; all of it in the error when it fails.
fn output_of(program: &mut Command) -> Result<String> {
    let output = program
        .output()
        .with_context(|| format!("{program:?} does not start"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program:?}: {said}\n{error}");
    Ok(said)
}
