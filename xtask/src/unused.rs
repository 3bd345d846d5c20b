//! Dependencies that a manifest names and no source file of its crate uses, found by cargo-machete.

use crate::process::{root, run};
use crate::tools::{self, Tool};
use anyhow::Result;
use std::process::Command;

const CARGO_MACHETE: Tool<'static> = Tool {
    package: "cargo-machete",
    program: "cargo-machete",
    version: "0.9.2",
    options: &[],
};

/// Fails when a crate names a dependency that it does not use.
pub(crate) fn check() -> Result<()> {
    let mut machete = Command::new(tools::ensure_program(&CARGO_MACHETE)?);
    // With `CARGO` in its environment it expects the arguments of a cargo subcommand.
    machete.current_dir(root()).env_remove("CARGO");
    run(machete.arg("--skip-target-dir"))
}
