//! What the pages of the built application load: each file is named by the hash of its content, and the
//! page says which content it must have (Subresource Integrity, ASVS 3.6.1), so that a file that was
//! exchanged is not run and an old one is never taken from a cache.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The bytes of the hash in a name.
const NAME_HASH: usize = 8;

/// What a page loads, by the attribute that names the file. `integrity` stands beside it under this name.
const LOADED: [(&str, &str, &str); 5] = [
    ("<script ", "src", "integrity"),
    ("<link ", "href", "integrity"),
    ("<script ", "data-wasm", "data-wasm-integrity"),
    ("<script ", "data-prefetch", "data-prefetch-integrity"),
    // Checked by the modulepreload of the same file.
    ("<script ", "data-js", ""),
];

/// Names every file that these pages load by its content, and writes into the pages what each must be;
/// then looks at the result as a browser would.
pub(crate) fn seal(folder: &Path, pages: &[&str]) -> Result<()> {
    let mut texts = Vec::new();
    for page in pages {
        texts.push(fs::read_to_string(folder.join(page))?);
    }
    let mut names: Vec<String> = texts.iter().flat_map(|text| loaded_files(text)).collect();
    names.sort_unstable();
    names.dedup();
    for old in names {
        let new = rename(folder, &old)?;
        for text in &mut texts {
            *text = text.replace(&format!("\"/{old}\""), &format!("\"/{new}\""));
        }
    }
    for (page, text) in pages.iter().zip(texts) {
        fs::write(folder.join(page), with_integrity(folder, &text)?)?;
        check(folder, page)?;
    }
    Ok(())
}

/// The names of the files that a page loads.
fn loaded_files(page: &str) -> Vec<String> {
    let mut files = Vec::new();
    for tag in tags(page) {
        for (start, attribute, _) in LOADED {
            if tag.starts_with(start) {
                let path = value(tag, attribute).and_then(|path| path.strip_prefix('/'));
                files.extend(path.map(str::to_owned));
            }
        }
    }
    files
}

/// `boot.js` becomes `boot-0123456789abcdef.js`, and what had a hash has the one of its content.
fn rename(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut hash = String::new();
    for byte in Sha256::digest(&content).iter().take(NAME_HASH) {
        write!(hash, "{byte:02x}")?;
    }
    let (stem, extension) = name
        .rsplit_once('.')
        .context("a file without an extension")?;
    let (stem, suffix) = match stem.strip_suffix("_bg") {
        Some(stem) => (stem, "_bg"),
        None => (stem, ""),
    };
    let bare = match stem.rsplit_once('-') {
        Some((bare, old)) if is_hash(old) => bare,
        _ => stem,
    };
    let new = format!("{bare}-{hash}{suffix}.{extension}");
    fs::rename(path, folder.join(&new))?;
    Ok(new)
}

fn is_hash(text: &str) -> bool {
    text.len() >= 2 * NAME_HASH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The page with an `integrity` for each file that it loads.
fn with_integrity(folder: &Path, page: &str) -> Result<String> {
    let mut sealed = String::with_capacity(page.len() + 1024);
    let mut rest = page;
    for tag in tags(page) {
        let (before, after) = rest.split_once(tag).context("a tag of the page")?;
        sealed.push_str(before);
        let mut tag = tag.to_owned();
        for (start, attribute, integrity) in LOADED {
            if tag.starts_with(start)
                && !integrity.is_empty()
                && let Some(path) = value(&tag, attribute)
            {
                let name = path.strip_prefix('/').context("a file of another place")?;
                let digest = integrity_of(&folder.join(name))?;
                tag = with_attribute(&tag, integrity, &digest);
            }
        }
        sealed.push_str(&tag);
        rest = after;
    }
    sealed.push_str(rest);
    Ok(sealed)
}

fn integrity_of(file: &Path) -> Result<String> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!(
        "sha384-{}",
        STANDARD.encode(Sha384::digest(content))
    ))
}

/// The start tags of scripts and links. Our own pages have no `>` in an attribute.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let starts = page.match_indices('<').map(|(at, _)| &page[at..]);
    let wanted = starts.filter(|rest| rest.starts_with("<script ") || rest.starts_with("<link "));
    wanted.filter_map(|rest| rest.split_inclusive('>').next())
}

/// The value of an attribute.
fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
    rest.split('"').next()
}

/// The tag with this value of an attribute, which it may have had.
fn with_attribute(tag: &str, attribute: &str, new: &str) -> String {
    if let Some(old) = value(tag, attribute) {
        return tag.replace(
            &format!(" {attribute}=\"{old}\""),
            &format!(" {attribute}=\"{new}\""),
        );
    }
    let name = tag.split(' ').next().unwrap_or(tag);
    tag.replacen(name, &format!("{name} {attribute}=\"{new}\""), 1)
}

/// Fails when a page loads anything without its hash in the name, or without saying what it must be.
fn check(folder: &Path, page: &str) -> Result<usize> {
    let text = fs::read_to_string(folder.join(page))?;
    let mut files = 0;
    for tag in tags(&text) {
        ensure!(
            !tag.contains("://") && !tag.contains("=\"//"),
            "{page}: another origin: {tag}"
        );
        for (start, attribute, integrity) in LOADED {
            if let Some(path) = value(tag, attribute).filter(|_| tag.starts_with(start)) {
                let name = path.trim_start_matches('/');
                let stem = name.split('.').next().unwrap_or(name);
                let stem = stem.strip_suffix("_bg").unwrap_or(stem);
                let hash = stem.rsplit('-').next().unwrap_or(stem);
                ensure!(is_hash(hash), "{page}: no hash in the name: {tag}");
                let digest = integrity_of(&folder.join(name))?;
                let is_same = integrity.is_empty() || value(tag, integrity) == Some(&*digest);
                ensure!(is_same, "{page}: {integrity} is not that of {name}: {tag}");
                files += 1;
            }
        }
        let is_loaded = value(tag, "src").or(value(tag, "href")).is_some();
        ensure!(is_loaded, "{page}: it loads nothing: {tag}");
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web;

    const PAGE: &str = r#"<head><link rel="icon" href="/favicon-0123456789abcdef.svg" integrity="sha384-x"/>
<link rel="stylesheet" href="/base-0123456789abcdef.css" integrity="sha384-old"/>
<script type="module" src="/boot.js" data-js="/sign_in-0123456789abcdef.js" data-wasm="/sign_in-0123456789abcdef_bg.wasm" data-prefetch="/prefetch.js"></script>
<link rel="modulepreload" href="/sign_in-0123456789abcdef.js"><link rel="preload" href="/sign_in-0123456789abcdef_bg.wasm" crossorigin="anonymous" as="fetch" type="application/wasm"></head><body><p>a < b</p></body>"#;

    fn built(page: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
        for name in ["favicon-0123456789abcdef.svg", "base-0123456789abcdef.css"] {
            write(name, name).expect("written");
        }
        for name in [
            "sign_in-0123456789abcdef.js",
            "sign_in-0123456789abcdef_bg.wasm",
        ] {
            write(name, name).expect("written");
        }
        for name in ["boot.js", "prefetch.js"] {
            write(name, name).expect("written");
        }
        write("index.html", page).expect("written");
        write("console.html", page).expect("written");
        folder
    }

    /// B-10 (hashed, integrity): after the build every script, module, preload and style that a page loads has the
    /// hash of its content in its name and an integrity, on both pages.
    #[test]
    fn everything_that_a_page_loads_is_sealed() {
        let folder = built(PAGE);
        let pages = ["index.html", "console.html"];
        assert!(check(folder.path(), "index.html").is_err());
        seal(folder.path(), &pages).expect("sealed");
        for page in pages {
            assert_eq!(check(folder.path(), page).expect("sealed"), 8);
        }
        let text = fs::read_to_string(folder.path().join("index.html")).expect("the page");
        assert!(
            !text.contains("0123456789abcdef") && !text.contains("/boot.js"),
            "{text}"
        );
        assert_eq!(text.matches("integrity=\"sha384-").count(), 7, "{text}");
        assert!(text.ends_with("<body><p>a < b</p></body>"));
        // Sealing again changes nothing.
        seal(folder.path(), &pages).expect("sealed");
        let again = fs::read_to_string(folder.path().join("index.html")).expect("the page");
        assert_eq!(again, text);
    }

    /// B-10 (same-origin, integrity): what the check would find.
    #[test]
    fn an_unsealed_page_is_found() {
        for (good, bad) in [
            ("href=\"/", "href=\"https://cdn.example/"),
            ("src=\"/boot-", "src=\"//cdn.example/boot-"),
            (" integrity=\"sha384-", " integrity=\"sha384-A"),
        ] {
            let folder = built(PAGE);
            seal(folder.path(), &["index.html"]).expect("sealed");
            let path = folder.path().join("index.html");
            let text = fs::read_to_string(&path).expect("the page");
            fs::write(&path, text.replacen(good, bad, 1)).expect("written");
            assert!(check(folder.path(), "index.html").is_err(), "{bad}");
        }
        let folder = built(PAGE);
        seal(folder.path(), &["index.html"]).expect("sealed");
        let path = folder.path().join("index.html");
        let text = fs::read_to_string(&path).expect("the page");
        let script = value(&text, "src")
            .expect("the script")
            .trim_start_matches('/');
        fs::write(folder.path().join(script), "exchanged").expect("written");
        assert!(
            check(folder.path(), "index.html").is_err(),
            "another content"
        );
    }

    /// B-10: the application that was built last, where there is one.
    #[test]
    fn the_built_pages_are_sealed() {
        let folder = web::folder();
        if folder.join("index.html").is_file() {
            for page in [
                "index.html",
                "credentials.html",
                "console.html",
                "challenge.html",
            ] {
                let files = check(&folder, page).expect("sealed");
                assert!(files >= 9, "{page} loads {files} files");
            }
        }
    }
}
