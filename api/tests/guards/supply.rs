//! What the manifests must say about the code of others, and about our own.

use crate::source::{root, rust_files, words};
use std::fs;
use toml::{Table, Value};

fn manifest(path: &str) -> Table {
    let text = fs::read_to_string(root().join(path)).expect("the manifest is readable");
    text.parse().expect("the manifest is TOML")
}

fn dependency(name: &str) -> Value {
    manifest("Cargo.toml")["workspace"]["dependencies"][name].clone()
}

fn features(dependency: &Value) -> Vec<&str> {
    let list = dependency["features"]
        .as_array()
        .expect("it names its features");
    list.iter().filter_map(Value::as_str).collect()
}

/// U-02: no code that unpacks a request is built in, for any dependent.
#[test]
fn compressed_requests_have_no_code() {
    let web = dependency("actix-web");
    assert_eq!(web["default-features"].as_bool(), Some(false));
    assert!(
        features(&web)
            .iter()
            .all(|name| !name.starts_with("compress"))
    );
    let lock = manifest("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    let http = packages
        .iter()
        .find(|package| package["name"].as_str() == Some("actix-http"));
    let uses = http.and_then(|package| package["dependencies"].as_array());
    let uses: Vec<&str> = uses
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert!(!uses.is_empty(), "actix-http is not in the lock file");
    for unpacker in ["brotli", "flate2", "zstd"] {
        assert!(!uses.contains(&unpacker), "{unpacker}");
    }
}

/// U-01: an advisory is ignored with a date, a mitigation, and the tests of ours that hold it.
#[test]
fn every_ignored_advisory_is_dated_and_held_by_a_test() {
    let rules = manifest(".deny.toml");
    let ignored = rules["advisories"]["ignore"].as_array().expect("a list");
    let tests: String = rust_files().into_iter().map(|file| file.text).collect();
    for advisory in ignored {
        let reason = advisory["reason"].as_str().unwrap_or_default();
        let (date, _) = reason.split_once(": ").unwrap_or_default();
        let is_date = date.len() == 10 && date.chars().all(|c| c.is_ascii_digit() || c == '-');
        assert!(is_date, "no date: {reason}");
        let names: Vec<&str> = words(reason).filter(|word| word.contains('_')).collect();
        assert!(!names.is_empty(), "no test: {reason}");
        for name in names {
            assert!(
                tests.contains(&format!("fn {name}(")),
                "no such test: {name}"
            );
        }
    }
}

/// U-04: mails go through rustls, which checks host names (RUSTSEC-2026-0141).
#[test]
fn mails_use_rustls() {
    let lettre = dependency("lettre");
    assert_eq!(lettre["default-features"].as_bool(), Some(false));
    let features = features(&lettre);
    assert!(features.contains(&"tokio1-rustls"));
    for other in [
        "boring-tls",
        "native-tls",
        "tokio1-boring-tls",
        "tokio1-native-tls",
    ] {
        assert!(!features.contains(&other), "{other}");
    }
}

/// H-03: `http-limits` has a head timer because that of actix-http is broken before 3.21.2
/// (GHSA-54pm-2wm5-hpmg). With that version in the lock file, the first paragraphs of
/// `api/http-limits/src/lib.rs` say what to remove.
#[test]
fn our_head_timer_goes_when_actix_http_is_fixed() {
    let text = fs::read_to_string(root().join("Cargo.lock")).expect("the lock file is readable");
    assert!(
        !has_fixed_actix_http(&text),
        "actix-http has a head timer that works: remove ours, see api/http-limits/src/lib.rs"
    );
    let lock =
        |version: &str| format!("[[package]]\nname = \"actix-http\"\nversion = \"{version}\"\n");
    for version in ["3.21.2", "3.21.10", "3.22.0", "4.0.0"] {
        assert!(has_fixed_actix_http(&lock(version)), "{version}");
    }
    for version in ["3.20.0", "3.21.1", "2.99.9"] {
        assert!(!has_fixed_actix_http(&lock(version)), "{version}");
    }
}

fn has_fixed_actix_http(lock: &str) -> bool {
    const FIXED: [u32; 3] = [3, 21, 2];
    let lock: Table = lock.parse().expect("the lock file is TOML");
    let packages = lock["package"].as_array().expect("packages");
    let mut versions = packages
        .iter()
        .filter(|package| package["name"].as_str() == Some("actix-http"))
        .filter_map(|package| package["version"].as_str())
        .peekable();
    assert!(versions.peek().is_some(), "actix-http is not in it");
    versions.any(|version| {
        let parts = version
            .split(['.', '-'])
            .filter_map(|part| part.parse().ok());
        parts.take(3).collect::<Vec<u32>>().as_slice() >= FIXED.as_slice()
    })
}

/// A dependency of the workspace that no crate names is not built, and yet has to be kept up
/// to date. `cargo xtask test` looks for those that a crate names and does not use.
#[test]
fn every_dependency_of_the_workspace_is_named_by_a_crate() {
    let workspace = manifest("Cargo.toml");
    let all = workspace["workspace"]["dependencies"].as_table();
    let mut unnamed: Vec<&String> = all.expect("dependencies").keys().collect();
    let members = workspace["workspace"]["members"].as_array();
    for member in members.expect("members").iter().filter_map(Value::as_str) {
        let manifest = manifest(&format!("{member}/Cargo.toml"));
        let targets = manifest.get("target").and_then(Value::as_table);
        let of_targets = targets.into_iter().flat_map(|targets| targets.values());
        let tables = of_targets.filter_map(Value::as_table);
        for table in tables.chain([&manifest]) {
            for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
                let named = table.get(kind).and_then(Value::as_table);
                unnamed.retain(|name| named.is_none_or(|named| !named.contains_key(*name)));
            }
        }
    }
    assert!(unnamed.is_empty(), "no crate names {unnamed:?}");
}

/// U-03: no unsafe code of ours, no `unwrap`, and sums that overflow stop in release too.
#[test]
fn our_code_is_safe() {
    let workspace = manifest("Cargo.toml");
    let lints = &workspace["workspace"]["lints"];
    assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert_eq!(lints["clippy"]["unwrap_used"].as_str(), Some("warn"));
    let release = &workspace["profile"]["release"];
    assert_eq!(release["overflow-checks"].as_bool(), Some(true));
    let members = workspace["workspace"]["members"]
        .as_array()
        .expect("members");
    for member in members.iter().filter_map(Value::as_str) {
        let lints = &manifest(&format!("{member}/Cargo.toml"))["lints"];
        assert_eq!(lints["workspace"].as_bool(), Some(true), "{member}");
    }
}
