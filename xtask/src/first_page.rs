//! `cargo xtask first-page`: how long a person waits for the sign-in form.

use crate::process::{cargo, run, target_folder};
use crate::{debian, web};
use anyhow::Result;
use std::process::Command;

/// Builds everything and measures it in Chromium, with the program of a profile.
pub(crate) fn measure(profile: &str) -> Result<()> {
    debian::ensure(&debian::BROWSER)?;
    web::build()?;
    let program = format!("build --profile {profile} --package twostep");
    run(&mut cargo(&program))?;
    run(&mut cargo("build --release --package e2e --bins"))?;
    let folder = target_folder()?;
    let mut visits = Command::new(folder.join("release/first-page"));
    visits
        .env("TWOSTEP_BIN", folder.join(profile).join("twostep"))
        .env("TWOSTEP_DIST", web::folder());
    run(&mut visits)
}
