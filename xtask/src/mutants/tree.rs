//! A copy of the checkout below `target/`, in which the mutants are made. It is built again and again in its
//! own place, which takes a fraction of what a fresh copy would.

use super::core;
use crate::process::{command, output_of, root};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the copy what the checkout is now. Files that are the same stay as they are, so that cargo does not
/// build them again; one that a run left changed is put right.
pub(crate) fn renew(tree: &Path) -> Result<PathBuf> {
    let listed = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listed = output_of(&mut command("git", listed)).context("git ls-files")?;
    let names: BTreeSet<&str> = listed.lines().collect();
    for name in &names {
        let (from, to) = (root().join(name), tree.join(name));
        // Deleted, and not committed yet.
        let Ok(bytes) = fs::read(&from) else {
            continue;
        };
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        let folder = to.parent().context("a file has a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::write(&to, bytes).with_context(|| to.display().to_string())?;
    }
    remove_others(tree, tree, &names)?;
    core::lay_out(tree)?;
    Ok(tree.to_owned())
}

/// Removes what is no file of the checkout, but for what cargo built.
fn remove_others(tree: &Path, folder: &Path, names: &BTreeSet<&str>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.strip_prefix(tree).unwrap_or(&path).to_string_lossy();
        if path.is_dir() {
            if name != "target" {
                remove_others(tree, &path, names)?;
            }
        } else if !names.contains(&*name) || !root().join(&*name).exists() {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
