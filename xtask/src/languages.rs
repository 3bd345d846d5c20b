//! The languages of the pages: the file that a browser loads for each, and the pseudo-language.

use crate::process::root;
use anyhow::{Context, Result, bail};
use catalogue::{Catalogue, PSEUDO_TAG, Problem, SOURCE_TAG, pseudo_language};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the files that browsers load into `locales/` below a folder.
pub(crate) fn write_page_files(folder: &Path) -> Result<()> {
    let catalogue = Catalogue::read(&catalogues()).or_else(|problems| fail(&problems))?;
    let folder = folder.join("locales");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for file in catalogue.page_files() {
        fs::write(folder.join(file.name), file.text)?;
    }
    Ok(())
}

/// Writes the pseudo-language anew.
pub(crate) fn write_pseudo_language() -> Result<()> {
    let path = pseudo_path();
    fs::write(&path, made_pseudo_language()?)?;
    println!("wrote {}", path.display());
    Ok(())
}

fn made_pseudo_language() -> Result<String> {
    let english = fs::read_to_string(catalogues().join(format!("{SOURCE_TAG}.ftl")))?;
    pseudo_language(&english).or_else(|problems| fail(&problems))
}

fn catalogues() -> PathBuf {
    root().join("shared-types/locales")
}

fn pseudo_path() -> PathBuf {
    catalogues().join(format!("{PSEUDO_TAG}.ftl"))
}

fn fail<T>(problems: &[Problem]) -> Result<T> {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    bail!("{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After a change of `en.ftl`: `cargo xtask pseudo-locale`.
    #[test]
    fn the_pseudo_language_is_fresh() {
        let kept = fs::read_to_string(pseudo_path()).expect("the file is there");
        assert_eq!(kept, made_pseudo_language().expect("English is right"));
    }
}
