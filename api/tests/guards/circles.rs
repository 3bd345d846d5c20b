//! No circle of files: no file uses, directly or through others, a file that uses it. No circle of
//! folders either: what holds for files holds for the folders and files side by side in any folder.
//!
//! A file uses another one if it names a path that leads there. A name that a `mod.rs` re-exports
//! leads to the file that defines it. The re-export itself is not a use, so a folder may re-export
//! its files while these use what the folder's `mod.rs` defines.

use crate::imports::{Uses, uses};
use crate::source::{Source, rust_files};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn no_crate_has_a_circle_of_files_or_folders() {
    let files = rust_files();
    for folder in [
        "web-ui/src",
        "api/src",
        "api/http-limits/src",
        "shared-types/src",
    ] {
        let found = circles(&files, folder);
        assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    }
}

/// The circles of files and of folders below a crate's source folder, in alphabetical order.
pub(crate) fn circles(sources: &[Source], folder: &str) -> Vec<String> {
    let files = uses(sources, folder);
    let found = circles_of(&files, "files");
    if !found.is_empty() {
        return found;
    }
    // A circle of files would be found again among their folders.
    siblings(&files)
        .values()
        .flat_map(|siblings| circles_of(siblings, "folders"))
        .collect()
}

fn circles_of(uses: &Uses, what: &str) -> Vec<String> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = uses
        .keys()
        .map(|file| (file.as_str(), reached_from(uses, file)))
        .collect();
    let circles: BTreeSet<Vec<&str>> = uses
        .keys()
        .map(|file| {
            let others = reached[file.as_str()].iter().copied();
            others
                .filter(|other| reached[other].contains(file.as_str()))
                .collect::<Vec<_>>()
        })
        .filter(|circle| !circle.is_empty())
        .collect();
    circles
        .into_iter()
        .map(|members| format!("a circle of {what}: {}", members.join(", ")))
        .collect()
}

/// For each folder, which of the folders and files in it use which. The `mod.rs` of a folder belongs
/// to the folder itself.
fn siblings(files: &Uses) -> BTreeMap<String, Uses> {
    let mut all: BTreeMap<String, Uses> = BTreeMap::new();
    for (file, used) in files {
        for other in used {
            let (from, to): (Vec<&str>, Vec<&str>) =
                (file.split('/').collect(), other.split('/').collect());
            let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            let (own, foreign) = (from[same], to[same]);
            if own == "mod.rs" || foreign == "mod.rs" {
                continue;
            }
            let folder = from[..same].join("/");
            let within = all.entry(folder.clone()).or_default();
            let names = [own, foreign].map(|name| format!("{folder}/{name}"));
            for name in &names {
                within.entry(name.clone()).or_default();
            }
            let [own, foreign] = names;
            within.entry(own).or_default().insert(foreign);
        }
    }
    all
}

fn reached_from<'a>(uses: &'a Uses, file: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flatten() {
            if reached.insert(used.as_str()) {
                open.push(used);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source::new(&format!("x/src/{path}"), text))
            .collect();
        circles(&sources, "x/src")
    }

    #[test]
    fn a_circle_of_folders_is_found() {
        let files = [
            ("a/one.rs", "use crate::b::two::X;"),
            ("a/other.rs", ""),
            ("b/two.rs", ""),
            ("b/more.rs", "use crate::a::other::Y;"),
        ];
        assert_eq!(
            found(&files),
            ["a circle of folders: x/src/a, x/src/b".to_owned()]
        );
    }

    #[test]
    fn a_circle_of_two_and_of_three_files_is_found() {
        let two = found(&[
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "fn f() { crate::a::g(); }"),
        ]);
        assert_eq!(two, ["a circle of files: x/src/a.rs, x/src/b.rs"]);
        let three = found(&[
            ("a/mod.rs", "mod c;\nfn f() { c::g(); }"),
            ("a/c.rs", "use crate::{b::{self, B}, z};"),
            ("b.rs", "use super::a;\nfn g() { a::f(); }"),
            ("z.rs", "//! Used by a circle, and no part of it.\n"),
        ]);
        let files = "x/src/a/c.rs, x/src/a/mod.rs, x/src/b.rs";
        assert_eq!(three, [format!("a circle of files: {files}")]);
    }

    #[test]
    fn a_re_export_leads_to_the_defining_file() {
        let folder = |child: &'static str| {
            found(&[
                (
                    "a/mod.rs",
                    "mod page;\npub use page::Page;\npub struct Props;",
                ),
                ("a/page.rs", child),
                ("b.rs", "pub fn f() {}"),
            ])
        };
        assert!(folder("use super::Props;\nuse crate::b;").is_empty());
        let through = found(&[
            ("a/mod.rs", "mod page;\npub use page::Page;"),
            ("a/page.rs", "use crate::b;"),
            ("b.rs", "use crate::a::Page;"),
        ]);
        assert_eq!(through, ["a circle of files: x/src/a/page.rs, x/src/b.rs"]);
    }

    #[test]
    fn a_re_exported_name_that_the_file_needs_is_a_use() {
        let circle = found(&[
            (
                "a/mod.rs",
                "mod state;\npub use state::State;\npub struct A(State);",
            ),
            ("a/state.rs", "use super::A;"),
        ]);
        assert_eq!(
            circle,
            ["a circle of files: x/src/a/mod.rs, x/src/a/state.rs"]
        );
    }

    #[test]
    fn other_crates_strings_and_comments_are_no_uses() {
        let none = found(&[
            (
                "a.rs",
                "use serde::Serialize;\n// crate::b\nconst B: &str = \"crate::b\";",
            ),
            ("b.rs", "use crate::a;"),
        ]);
        assert!(none.is_empty(), "{none:?}");
    }
}
