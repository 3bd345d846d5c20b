//! The browser application: `dist/` with its four programs, compressed ahead of time, and their sizes.

use crate::process::{command, root, run, target_folder};
use crate::{integrity, languages, shorten, tools};
use anyhow::{Context, Result, ensure};
use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// The page of the program `sign_in`, which a daily sign-in needs.
const SIGN_IN: &str = "index.html";
/// The page of the program `credentials`, on whose pages a member gets a password or a device.
const CREDENTIALS: &str = "credentials.html";
/// The page of the program `console`, for pages that need a session.
const CONSOLE: &str = "console.html";

/// The page of the program `challenge`, which other programs send people to.
const CHALLENGE: &str = "challenge.html";

/// The most that the first page may weigh as brotli, in bytes.
const FIRST_PAGE_LIMIT: usize = 139_500;

/// Worth compressing: text and WebAssembly.
const COMPRESSED: [&str; 8] = [
    "html",
    "js",
    "css",
    "wasm",
    "svg",
    "txt",
    "json",
    "webmanifest",
];

/// One file of the application, in bytes.
struct Weight {
    name: String,
    raw: usize,
    brotli: usize,
}

/// The folder with the built application.
pub(crate) fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds the programs and the languages, compresses them and prints what they weigh. Fails when
/// the first page is too heavy.
pub(crate) fn build() -> Result<()> {
    let path = tools::ensure()?;
    trunk(&path, SIGN_IN, &folder())?;
    // Trunk empties the folder that it builds into.
    for (page, name) in [
        (CREDENTIALS, "credentials"),
        (CONSOLE, "console"),
        (CHALLENGE, "challenge"),
    ] {
        let beside = target_folder()?.join(name);
        trunk(&path, page, &beside)?;
        for file in files_below(&beside)? {
            let name = file.file_name().context("a file without a name")?;
            fs::copy(&file, folder().join(name))?;
        }
    }
    for file in files_below(&folder())? {
        if is_script_of_program(&file) {
            shorten::program(&file)
                .with_context(|| format!("cannot shorten {}", file.display()))?;
        }
    }
    integrity::seal(&folder(), &[SIGN_IN, CREDENTIALS, CONSOLE, CHALLENGE])?;
    languages::write_page_files(&folder())?;
    copy_store_codes(&folder())?;
    print_weights(&compress_all(&folder())?)
}

/// Whether there is a module beside the script; the small scripts of our own have none.
fn is_script_of_program(file: &Path) -> bool {
    file.extension() == Some(OsStr::new("js"))
        && shorten::module_of(file).is_ok_and(|module| module.is_file())
}

/// Builds one page and its program.
fn trunk(path: &OsStr, page: &str, folder: &Path) -> Result<()> {
    let source = format!("web-ui/{page}");
    let arguments = ["build", &source, "--release", "--offline", "--html-output"];
    let mut trunk = command("trunk", arguments);
    trunk.args([page, "--dist"]).arg(folder);
    // Trunk takes NO_COLOR for a switch with a value of its own and refuses the usual `1`.
    run(trunk.env("PATH", path).env_remove("NO_COLOR"))
}

/// The QR codes of the pages in stores, which are loaded when they are shown.
fn copy_store_codes(folder: &Path) -> Result<()> {
    let codes = folder.join("store-codes");
    fs::create_dir_all(&codes).with_context(|| format!("cannot make {}", codes.display()))?;
    for file in files_below(&root().join("web-ui/store-codes"))? {
        fs::copy(
            &file,
            codes.join(file.file_name().context("a file without a name")?),
        )?;
    }
    Ok(())
}

fn compress_all(folder: &Path) -> Result<Vec<Weight>> {
    let cache = target_folder()?.join("brotli");
    fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
    let mut weights = Vec::new();
    for path in files_below(folder)? {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if COMPRESSED.contains(&extension) {
            let raw = fs::read(&path)?;
            let small = compressed(&raw, &cache)?;
            fs::write(path.with_extension(format!("{extension}.br")), &small)?;
            weights.push(Weight {
                name: path.strip_prefix(folder)?.display().to_string(),
                raw: raw.len(),
                brotli: small.len(),
            });
        }
    }
    weights.sort_by_key(|weight| std::cmp::Reverse(weight.brotli));
    Ok(weights)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Brotli at its strongest takes seconds, so what was compressed once is kept by its content.
fn compressed(raw: &[u8], cache: &Path) -> Result<Vec<u8>> {
    let mut hasher = DefaultHasher::new();
    hasher.write(raw);
    let kept = cache.join(format!("{:016x}-{}.br", hasher.finish(), raw.len()));
    if let Ok(small) = fs::read(&kept) {
        return Ok(small);
    }
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: raw.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*raw, &mut small, &parameters)?;
    fs::write(&kept, &small)?;
    Ok(small)
}

/// Every file, and what a browser fetches for the first look at each page.
fn print_weights(weights: &[Weight]) -> Result<()> {
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    for Weight { name, raw, brotli } in weights {
        println!("{raw:>10} {brotli:>10}  {name}");
    }
    for (page, what) in [
        (SIGN_IN, "the first page"),
        (CREDENTIALS, "a password or a device"),
        (CONSOLE, "the console"),
        (CHALLENGE, "a challenge"),
    ] {
        let text = fs::read_to_string(folder().join(page))?;
        let needs = |weight: &&Weight| weight.name == page || text.contains(&weight.name);
        let of_page = || weights.iter().filter(needs);
        let raw: usize = of_page().map(|weight| weight.raw).sum();
        let brotli: usize = of_page().map(|weight| weight.brotli).sum();
        println!("{raw:>10} {brotli:>10}  {what}, all files");
        ensure!(
            page != SIGN_IN || brotli <= FIRST_PAGE_LIMIT,
            "{what} weighs more than {FIRST_PAGE_LIMIT} bytes"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compressed_is_the_same_again() {
        let cache = std::env::temp_dir().join(format!("twostep-brotli-{}", std::process::id()));
        fs::create_dir_all(&cache).expect("a folder");
        let raw = b"second step, second step, second step".repeat(20);
        let first = compressed(&raw, &cache).expect("compresses");
        let kept = compressed(&raw, &cache).expect("reads back");
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*kept, &mut back).expect("decompresses");
        fs::remove_dir_all(&cache).expect("removes");
        assert_eq!(first, kept);
        assert_eq!(back, raw);
        assert!(first.len() < raw.len() / 5);
    }
}
