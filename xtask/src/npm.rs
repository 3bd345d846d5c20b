//! Packages of npm, fetched once and checked against what we know of them.

use crate::process::{command, output_of, root, run, show};
use crate::tools;
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

/// Packages with all that they need, as a `package-lock.json` in `xtask/npm` names them with their checksums.
pub(crate) struct Set {
    /// Its folder there.
    pub(crate) name: &'static str,
    /// Changes with the lock file, so that the cache holds one folder for each.
    pub(crate) version: &'static str,
}

/// The `node_modules` of a set, fetched into the cache when it is missing. No script of a package is run.
pub(crate) fn ensure_set(set: &Set) -> Result<PathBuf> {
    let Set { name, version } = set;
    let home = tools::cache()?.join(format!("npm-{name}-{version}"));
    let modules = home.join("node_modules");
    // npm writes it last.
    if !modules.join(".package-lock.json").is_file() {
        fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
        for file in ["package.json", "package-lock.json"] {
            let from = root().join("xtask/npm").join(name).join(file);
            fs::copy(&from, home.join(file)).with_context(|| format!("{}", from.display()))?;
        }
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run(command("npm", arguments).current_dir(&home))?;
    }
    Ok(modules)
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
