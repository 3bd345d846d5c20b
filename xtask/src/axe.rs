//! axe-core, the accessibility checks that run in every dialog. Debian has no package of it, so
//! it comes from npm: one file, fetched once.

use crate::process::{command, output_of, run, show};
use crate::tools;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::PathBuf;

const VERSION: &str = "4.14.1";
/// What the registry must deliver, whatever it says itself.
const INTEGRITY: &str = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";

/// The path of `axe.min.js`.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = tools::cache()?.join(format!("axe-core-{VERSION}"));
    let script = folder.join("axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    println!("Fetching axe-core {VERSION} into {}", folder.display());
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let package = format!("axe-core@{VERSION}");
    let mut pack = command("npm", ["pack", "--json", &package]);
    pack.current_dir(&folder);
    show(&pack);
    let report = output_of(&mut pack).context("npm pack failed")?;
    ensure!(
        report.contains(INTEGRITY),
        "{package} is not the one we know"
    );
    let archive = format!("axe-core-{VERSION}.tgz");
    let mut unpack = command(
        "tar",
        [
            "-xzf",
            &archive,
            "--strip-components=1",
            "package/axe.min.js",
        ],
    );
    run(unpack.current_dir(&folder))?;
    fs::remove_file(folder.join(archive))?;
    Ok(script)
}
