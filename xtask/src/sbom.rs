//! `cargo xtask sbom`: what the program is made of, as CycloneDX 1.5 in JSON: every crate that is
//! linked into it or builds it, with license, checksum, and who asked for it.

use crate::process::{cargo, output_of, root, target_folder};
use crate::tools;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const PROGRAM: &str = "twostep";

/// Writes the document beside what cargo builds, and says where it is.
pub(crate) fn write() -> Result<()> {
    let document = document()?;
    let path = target_folder()?.join("twostep.cdx.json");
    fs::write(&path, serde_json::to_string_pretty(&document)?)
        .with_context(|| path.display().to_string())?;
    let count = document["components"].as_array().map_or(0, Vec::len);
    println!("{count} components: {}", path.display());
    Ok(())
}

fn document() -> Result<Value> {
    let mut metadata = cargo("metadata --format-version 1 --locked --filter-platform");
    let metadata = output_of(metadata.arg(tools::host()?)).context("cargo metadata")?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let packages: BTreeMap<&str, &Value> = by_id(&metadata["packages"]);
    let nodes: BTreeMap<&str, &Value> = by_id(&metadata["resolve"]["nodes"]);
    let program = packages
        .iter()
        .find(|(_, package)| package["name"] == PROGRAM);
    let (program, about) = program.context("the program is no package")?;
    let used = reached(program, &nodes);
    let checksums = checksums()?;
    let components: Vec<Value> = used
        .iter()
        .filter(|id| *id != program)
        .filter_map(|id| Some(component(packages.get(id)?, &checksums)))
        .collect();
    let dependencies: Vec<Value> = used
        .iter()
        .map(|id| {
            let below = asked_for(nodes[id])
                .into_iter()
                .map(|id| name(packages[id]));
            json!({ "ref": name(packages[id]), "dependsOn": below.collect::<Vec<_>>() })
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": name(about),
            "name": PROGRAM,
            "version": about["version"],
            "licenses": [{ "expression": about["license"] }],
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn by_id(list: &Value) -> BTreeMap<&str, &Value> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|one| Some((one["id"].as_str()?, one)))
        .collect()
}

/// Everything below a package; what only tests need is left out.
fn reached<'a>(start: &'a str, nodes: &BTreeMap<&'a str, &'a Value>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(id) = waiting.pop() {
        let below = nodes.get(id).map(|node| asked_for(node));
        for next in below.unwrap_or_default() {
            if found.insert(next) {
                waiting.push(next);
            }
        }
    }
    found
}

/// What a package asks for itself, to be linked or to be built.
fn asked_for(node: &Value) -> Vec<&str> {
    let is_shipped = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
    };
    let all = node["deps"].as_array().into_iter().flatten();
    all.filter(is_shipped)
        .filter_map(|dependency| dependency["pkg"].as_str())
        .collect()
}

/// The name by which the world knows a package.
fn name(package: &Value) -> String {
    let word = |field: &str| package[field].as_str().unwrap_or_default();
    format!("pkg:cargo/{}@{}", word("name"), word("version"))
}

fn component(package: &Value, checksums: &BTreeMap<String, String>) -> Value {
    let word = |field: &str| package[field].as_str().unwrap_or_default();
    let mut component = json!({
        "type": "library",
        "bom-ref": name(package),
        "name": word("name"),
        "version": word("version"),
        "purl": name(package),
        "licenses": [{ "expression": word("license").replace('/', " OR ") }],
    });
    if let Some(checksum) = checksums.get(&name(package)) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

/// By name, as the lock file has them; our own crates have none.
fn checksums() -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    let lock: toml::Table = text.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let known = packages.into_iter().flatten().filter_map(|package| {
        let word = |field: &str| package.get(field)?.as_str();
        let name = format!("pkg:cargo/{}@{}", word("name")?, word("version")?);
        Some((name, word("checksum")?.to_owned()))
    });
    Ok(known.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Crates of this repository, which no registry has a checksum of.
    fn workspace_crates() -> BTreeSet<String> {
        let mut metadata = cargo("metadata --format-version 1 --locked --no-deps");
        let metadata = output_of(&mut metadata).expect("metadata");
        let metadata: Value = serde_json::from_str(&metadata).expect("metadata");
        let packages = metadata["packages"].as_array().expect("packages");
        let names = packages.iter().filter_map(|one| one["name"].as_str());
        names.map(str::to_owned).collect()
    }

    /// U-01: the list has what is linked, with license and checksum, and not what only tests need.
    #[test]
    fn the_list_is_whole() {
        let document = document().expect("a document");
        let components = document["components"].as_array().expect("components");
        let find = |name: &str| components.iter().find(|one| one["name"] == name);
        for name in [
            "actix-web",
            "diesel",
            "argon2",
            "lettre",
            "shared-types",
            "http-limits",
        ] {
            assert!(find(name).is_some(), "{name}");
        }
        for name in ["proptest", "insta", "fantoccini", "yew", "twostep"] {
            assert!(find(name).is_none(), "{name}");
        }
        let own = workspace_crates();
        for component in components {
            let license = &component["licenses"][0]["expression"];
            assert!(
                license.as_str().is_some_and(|text| !text.is_empty()),
                "{component}"
            );
            let checksum = &component["hashes"][0]["content"];
            let is_own = component["name"]
                .as_str()
                .is_some_and(|name| own.contains(name));
            let expected = (!is_own).then_some(64);
            assert_eq!(checksum.as_str().map(str::len), expected, "{component}");
        }
        let references = document["dependencies"].as_array().expect("references");
        assert_eq!(references.len(), components.len() + 1);
    }
}
