//! What must come from Debian's packages.

use crate::process::{command, is_on_path, output_of, run};
use anyhow::{Result, bail};
use std::path::Path;

/// How to see that a package is there without asking the package manager.
pub(crate) enum Sign {
    /// A program on the search path.
    Program(&'static str),
    /// A file.
    File(&'static str),
}

/// What shows our pages.
pub(crate) const BROWSER: [(Sign, &str); 3] = [
    (Sign::Program("chromium"), "chromium"),
    (Sign::Program("chromedriver"), "chromium-driver"),
    (
        Sign::File("/usr/share/fonts/truetype/dejavu"),
        "fonts-dejavu-core",
    ),
];

impl Sign {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name) => is_on_path(name),
            Self::File(path) => Path::new(path).exists(),
        }
    }
}

/// Installs those packages whose sign is missing. A machine that has them all asks nobody.
pub(crate) fn ensure(wanted: &[(Sign, &'static str)]) -> Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(sign, _)| !sign.is_there())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing Debian packages: {}", missing.join(", "));
    let rights = rights(&missing)?;
    run(&mut apt_get(rights, &["update", "--quiet"]))?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    run(&mut apt_get(rights, &[&install[..], &missing].concat()))
}

/// What stands before `apt-get`: nothing for root, `sudo` for others.
fn rights(missing: &[&str]) -> Result<&'static [&'static str]> {
    let packages = missing.join(" ");
    if !is_on_path("apt-get") {
        bail!("This machine has no apt-get. Please install what these packages hold: {packages}");
    }
    let id = output_of(&mut command("id", ["-u"])).unwrap_or_default();
    if id.trim() == "0" {
        return Ok(&[]);
    }
    if !is_on_path("sudo") {
        bail!("Installing needs root. As root, run: apt-get install {packages}");
    }
    Ok(&["sudo"])
}

fn apt_get(rights: &[&str], arguments: &[&str]) -> std::process::Command {
    let words = [
        rights,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
        arguments,
    ]
    .concat();
    command(words[0], &words[1..])
}
