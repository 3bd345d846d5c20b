//! The functional core as a crate of its own: the files that decide and need neither database nor HTTP. It builds in
//! seconds where the program takes minutes, so that each of its mutants is run.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The crate, in the folder `core` of the copy of the checkout.
pub(crate) const PACKAGE: &str = "functional-core";
/// Where its files are, there and in the checkout.
const SOURCES: &str = "core/src/";
const OF_API: &str = "api/src/";

/// Its files, which name no other file of the program.
pub(crate) const FILES: [&str; 45] = [
    "api/src/consoles/clients/difference.rs",
    "api/src/consoles/clients/uris.rs",
    "api/src/consoles/forward_auth/decide.rs",
    "api/src/consoles/oauth/decide.rs",
    "api/src/consoles/oauth/error.rs",
    "api/src/consoles/oauth/level.rs",
    "api/src/consoles/oauth/params.rs",
    "api/src/consoles/oauth/wanted.rs",
    "api/src/consoles/radius/message.rs",
    "api/src/people/api_tokens/networks.rs",
    "api/src/people/device_import/entry.rs",
    "api/src/people/device_import/lines.rs",
    "api/src/people/device_import/migration.rs",
    "api/src/people/device_import/otpauth.rs",
    "api/src/people/groups/name.rs",
    "api/src/people/members/email.rs",
    "api/src/people/members/words.rs",
    "api/src/people/organizations/short_name.rs",
    "api/src/people/policy/plan.rs",
    "api/src/people/policy/recovery.rs",
    "api/src/platform/crypto/cleared_tests.rs",
    "api/src/platform/crypto/code.rs",
    "api/src/platform/crypto/email_code.rs",
    "api/src/platform/crypto/guessable.rs",
    "api/src/platform/crypto/hasher.rs",
    "api/src/platform/crypto/keys.rs",
    "api/src/platform/crypto/keys_tests.rs",
    "api/src/platform/crypto/mac_key.rs",
    "api/src/platform/crypto/mod.rs",
    "api/src/platform/crypto/password.rs",
    "api/src/platform/crypto/purpose.rs",
    "api/src/platform/crypto/random.rs",
    "api/src/platform/crypto/token.rs",
    "api/src/platform/crypto/totp.rs",
    "api/src/platform/limits.rs",
    "api/src/platform/text.rs",
    "api/src/platform/time_zone.rs",
    "api/src/protection/demand/mod.rs",
    "api/src/protection/demand/rule.rs",
    "api/src/protection/demand/tests.rs",
    "api/src/protection/hold.rs",
    "api/src/protection/signing/audience.rs",
    "api/src/protection/signing/model.rs",
    "api/src/protection/throttle/model.rs",
    "api/src/second_step/flow/next.rs",
];

/// Writes the crate into the copy of the checkout.
pub(crate) fn lay_out(tree: &Path) -> Result<()> {
    for file in FILES {
        let to = tree.join(in_core(file));
        fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        fs::copy(tree.join(file), &to).with_context(|| file.to_owned())?;
    }
    let root = format!("#![allow(dead_code, missing_docs)]\n{}", modules());
    fs::write(tree.join(SOURCES).join("lib.rs"), root)?;
    let manifest = fs::read_to_string(tree.join("api/Cargo.toml"))?;
    fs::write(tree.join("core/Cargo.toml"), manifest_of(&manifest))?;
    let workspace = tree.join("Cargo.toml");
    let text = fs::read_to_string(&workspace)?;
    let members = text.replace("members = [\"api\"", "members = [\"core\", \"api\"");
    fs::write(workspace, members).context("Cargo.toml of the copy")
}

/// Where a file of the checkout is in the crate; names of mutants begin with it.
pub(crate) fn in_core(name: &str) -> String {
    name.replacen(OF_API, SOURCES, 1)
}

/// The other way round.
pub(crate) fn in_checkout(name: &str) -> String {
    name.replacen(SOURCES, OF_API, 1)
}

/// The dependencies of the program, of which cargo builds all once.
fn manifest_of(program: &str) -> String {
    let (_, dependencies) = program.split_once("[dependencies]").unwrap_or_default();
    let dependencies = dependencies.split("[lints]").next().unwrap_or_default();
    format!(
        "[package]\nname = \"{PACKAGE}\"\nversion.workspace = true\nedition.workspace = true\n\n\
         [dependencies]{dependencies}"
    )
}

/// One tree of modules, with those that have no file of their own written out.
fn modules() -> String {
    let mut tree = Module::default();
    let has_root = |folder: &str| FILES.contains(&&*format!("{OF_API}{folder}/mod.rs"));
    for file in FILES {
        let path = file.trim_start_matches(OF_API).trim_end_matches(".rs");
        let mut module = &mut tree;
        let mut folder = String::new();
        for name in path.split('/') {
            // Its own file says what is in it.
            if has_root(&folder) {
                break;
            }
            module = module.inside.entry(name).or_default();
            folder = [&folder, name].join(if folder.is_empty() { "" } else { "/" });
        }
    }
    tree.text()
}

#[derive(Default)]
struct Module<'a> {
    inside: BTreeMap<&'a str, Self>,
}

impl Module<'_> {
    fn text(&self) -> String {
        let each = self.inside.iter().map(|(name, module)| {
            if module.inside.is_empty() {
                format!("pub mod {name};\n")
            } else {
                format!("pub mod {name} {{\n{}}}\n", module.text())
            }
        });
        each.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_without_a_file_are_written_out() {
        let text = modules();
        assert!(
            text.contains(
                "pub mod platform {\npub mod crypto;\npub mod limits;\npub mod text;\npub mod time_zone;\n}\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("pub mod throttle {\npub mod model;\n}\n"),
            "{text}"
        );
        assert!(!text.contains("guessable"), "{text}");
    }

    #[test]
    fn names_go_both_ways() {
        let name = "api/src/second_step/flow/next.rs:1:2: replace a with b";
        assert_eq!(
            in_core(name),
            "core/src/second_step/flow/next.rs:1:2: replace a with b"
        );
        assert_eq!(in_checkout(&in_core(name)), name);
    }

    #[test]
    fn dependencies_are_those_of_the_program() {
        let manifest = manifest_of(
            "[package]\nname = \"x\"\n\n[dependencies]\na = 1\n\n[lints]\nworkspace = true\n",
        );
        assert!(
            manifest.ends_with("[dependencies]\na = 1\n\n"),
            "{manifest}"
        );
    }
}
