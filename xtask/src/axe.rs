//! axe-core, the accessibility checks that run in every dialog. Debian has no package of it, so
//! it comes from npm: one file, fetched once.

use crate::npm::{self, Package};
use crate::process::{command, run};
use crate::tools;
use anyhow::Result;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

const AXE: Package = Package {
    name: "axe-core",
    version: "4.14.1",
    integrity: "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
};

/// The path of `axe.min.js`.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = tools::cache()?.join(format!("{}-{}", AXE.name, AXE.version));
    let script = folder.join("axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    let archive = npm::fetch(&AXE, &folder)?;
    let arguments = ["--strip-components=1", "package/axe.min.js"];
    let mut unpack = command("tar", [OsStr::new("-xzf"), archive.as_os_str()]);
    run(unpack.args(arguments).current_dir(&folder))?;
    fs::remove_file(archive)?;
    Ok(script)
}
