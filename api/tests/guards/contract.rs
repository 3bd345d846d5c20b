//! What is generated or written twice must match.

use crate::source::{Finding, Source, assert_none, root, rust_files};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use twostep::application::{app, openapi};

/// Clients read `openapi.yaml` in the repository; it says what the program says.
#[test]
fn openapi_yaml_is_fresh() {
    let committed = fs::read_to_string(root().join("openapi.yaml")).unwrap_or_default();
    let generated = openapi::to_yaml(&app::document());
    let is_same = |(old, new): &(&str, &str)| old == new;
    let same = committed.lines().zip(generated.lines()).take_while(is_same);
    assert!(
        committed == generated,
        "openapi.yaml:{}: it is stale; write it anew: cargo run -p twostep -- openapi > openapi.yaml",
        same.count() + 1
    );
}

/// Every migration can be taken back.
#[test]
fn every_migration_goes_up_and_down() {
    let mut findings: Vec<Finding> = Vec::new();
    for backend in folders(&root().join("migrations")) {
        for name in folders(&root().join("migrations").join(&backend)) {
            for file in ["up.sql", "down.sql"] {
                let path = format!("migrations/{backend}/{name}/{file}");
                let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
                if text.trim().is_empty() {
                    let source = Source::new(&path, "");
                    findings.push(source.finding(1, "a migration goes up and down"));
                }
            }
        }
    }
    assert_none(&findings);
}

/// What the program keeps is written by the program: a trigger is a second place for its rules, in
/// each dialect, that no reader of the code finds.
#[test]
fn no_migration_makes_a_trigger() {
    let mut findings: Vec<Finding> = Vec::new();
    let mut looked_at = 0;
    for backend in folders(&root().join("migrations")) {
        for name in folders(&root().join("migrations").join(&backend)) {
            for file in ["up.sql", "down.sql"] {
                let path = format!("migrations/{backend}/{name}/{file}");
                let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
                looked_at += 1;
                findings.extend(triggers(&path, &text));
            }
        }
    }
    assert!(looked_at > 0, "the migrations were not found");
    assert_none(&findings);
    for text in [
        "SELECT 1;\nCREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; END;",
        "create constraint\n  trigger a after insert on b execute function c();",
        "CREATE FUNCTION c() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN END $$;",
    ] {
        assert_eq!(triggers("migrations/up.sql", text).len(), 1, "{text}");
    }
    assert!(triggers("migrations/up.sql", "-- No trigger.\nSELECT 1;").is_empty());
}

fn triggers(path: &str, text: &str) -> Vec<Finding> {
    let source = Source::new(path, text);
    let lines = text.lines().enumerate();
    let found = lines.filter(|(_, line)| {
        let code = line.split("--").next().unwrap_or_default();
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word.eq_ignore_ascii_case("trigger"))
    });
    let rule = "no business state in triggers: the program writes what it keeps";
    found
        .map(|(number, _)| source.finding(number + 1, rule))
        .collect()
}

/// The same steps on every backend, so that anybody can see whether they match.
#[test]
fn every_backend_has_the_same_migrations() {
    let all = root().join("migrations");
    let of = |backend: &String| folders(&all.join(backend));
    let backends: Vec<String> = folders(&all).into_iter().collect();
    assert!(!backends.is_empty(), "the migrations were not found");
    for pair in backends.windows(2) {
        assert_eq!(of(&pair[0]), of(&pair[1]), "{pair:?}");
    }
}

fn folders(path: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Bodies of many rows are read by another limit than all others: what keeps their answers knows each of them.
#[test]
fn routes_of_many_rows_are_known_where_answers_are_kept() {
    let known = fs::read_to_string(root().join("api/src/programs/idempotency/routes.rs"));
    let known = known.expect("the routes");
    let mut found = 0;
    for source in rust_files() {
        for handler in source.text.split("#[post(\"").skip(1) {
            let Some((path, rest)) = handler.split_once('"') else {
                continue;
            };
            let parameters = rest.split(") ->").next().unwrap_or_default();
            if source.path.starts_with("api/src/") && parameters.contains("RowsBody<") {
                assert!(
                    known.contains(&format!("\"{path}\"")),
                    "{path} is unknown there"
                );
                found += 1;
            }
        }
    }
    assert_eq!(found, 3, "batch, import, and entries of authenticators");
}
