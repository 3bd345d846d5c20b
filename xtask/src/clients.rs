//! `cargo xtask test --only clients`: libraries of others that check what the program signs.

use crate::debian::{self, Sign};
use crate::npm::{self, Package};
use crate::process::{command, output_of, run};
use crate::tools;
use anyhow::Result;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PYJWT: &str = "2.15.1";
/// Ed25519, for `PyJWT`.
const CRYPTOGRAPHY: &str = "50.0.2";
const JOSE: Package = Package {
    name: "jose",
    version: "6.2.18",
    integrity: "sha512-doV4thUwgkrycJH4yLeqwTGIIZphHl+pk7CPReuMIhYhncmgzdko85MaCG4YQFTxqMFr1/oEH32tZuKKovcDEg==",
};

/// Where the libraries are.
pub(crate) struct Libraries {
    /// A Python that has `PyJWT`.
    pub(crate) python: PathBuf,
    /// The folder from which Node.js imports `jose`.
    pub(crate) node_modules: PathBuf,
}

/// Fetches the libraries into the cache when they are missing.
pub(crate) fn ensure() -> Result<Libraries> {
    debian::ensure(&[
        (Sign::Program("node"), "nodejs"),
        (Sign::Program("npm"), "npm"),
    ])?;
    Ok(Libraries {
        python: ensure_python()?,
        node_modules: ensure_jose()?,
    })
}

fn ensure_python() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!("pyjwt-{PYJWT}-{CRYPTOGRAPHY}"));
    let python = home.join("bin/python");
    let is_there = |python: &Path| {
        let versions = "import jwt, cryptography as c; print(jwt.__version__, c.__version__)";
        let said = output_of(Command::new(python).args(["-c", versions]));
        said.is_some_and(|said| said.trim() == format!("{PYJWT} {CRYPTOGRAPHY}"))
    };
    if !is_there(&python) {
        let packages = [
            format!("pyjwt=={PYJWT}"),
            format!("cryptography=={CRYPTOGRAPHY}"),
        ];
        tools::make_environment(&home, &packages)?;
    }
    Ok(python)
}

fn ensure_jose() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!("{}-{}", JOSE.name, JOSE.version));
    let modules = home.join("node_modules");
    let package = modules.join(JOSE.name);
    if !package.join("package.json").is_file() {
        let archive = npm::fetch(&JOSE, &home)?;
        fs::create_dir_all(&package)?;
        let mut unpack = command("tar", [OsStr::new("-xzf"), archive.as_os_str()]);
        run(unpack.arg("--strip-components=1").current_dir(&package))?;
        fs::remove_file(archive)?;
    }
    Ok(modules)
}
