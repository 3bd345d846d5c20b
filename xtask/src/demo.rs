//! `cargo xtask demo`: from a fresh checkout to a sign-in page.

use crate::process::{cargo, run, show, target_folder};
use crate::web;
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Builds what is missing and becomes the demo.
///
/// The API is built without optimization: a newcomer waits half as long, and one person does
/// not notice the difference.
pub(crate) fn run_demo() -> Result<()> {
    web::build()?;
    run(&mut cargo("build --package twostep"))?;
    let mut demo = Command::new(target_folder()?.join("debug/twostep"));
    demo.args(["demo", "--web-ui"]).arg(web::folder());
    show(&demo);
    // Replacing this process hands over the terminal: Ctrl-C reaches the demo and nobody else.
    Err(demo.exec()).context("cannot start the demo")
}
