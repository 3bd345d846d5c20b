//! Packages of npm, fetched once and checked against what we know of them.

use crate::process::{command, output_of, show};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// A package at one version.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// What the registry must deliver, whatever it says itself.
    pub(crate) integrity: &'static str,
}

/// Fetches the archive of a package into a folder, which is made; gives its path.
pub(crate) fn fetch(package: &Package, folder: &Path) -> Result<PathBuf> {
    let Package {
        name,
        version,
        integrity,
    } = package;
    println!("Fetching {name} {version} into {}", folder.display());
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let package = format!("{name}@{version}");
    let mut pack = command("npm", ["pack", "--json", &package]);
    pack.current_dir(folder);
    show(&pack);
    let report = output_of(&mut pack).context("npm pack failed")?;
    ensure!(
        report.contains(integrity),
        "{package} is not the one we know"
    );
    // The scope of a name stands before a hyphen.
    let file = name.trim_start_matches('@').replace('/', "-");
    Ok(folder.join(format!("{file}-{version}.tgz")))
}
