//! The shell blocks of the guides and of the README, as a reader pastes them.

use crate::database::server;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// In the order in which they are pasted: the first one makes what the others go on with.
const GUIDES: [&str; 10] = [
    "quickstart",
    "testing",
    "ask-for-a-code",
    "provision-members",
    "webhooks",
    "read-the-record",
    "errors-and-limits",
    "idempotency",
    "versioning",
    "cookies-and-csrf",
];
/// Printed by the shell after each block, with how its last command ended.
const END: &str = "=== end of block, status ";
/// Their blocks are files of programs of others, which run with them (`e2e/clients`).
const RUN_BY_OTHERS: [&str; 3] = ["protect-a-console", "radius", "directory"];
/// What a reader would have to replace before pasting.
const PLACEHOLDERS: [&str; 5] = ["…", "YOUR_", "<your", "EXAMPLE_", "..."];

/// One block, and what came of it.
struct Block {
    guide: &'static str,
    text: String,
    printed: String,
    status: String,
}

/// Every block of every guide is run exactly as it stands in one shell beside one demo; the waiting for the
/// next code is the pages' own.
#[actix_web::test]
async fn the_guides_run_as_written() {
    if server().is_some() {
        return; // The demo is on SQLite always.
    }
    let pages = GUIDES.map(|name| (name, page(&format!("docs/guides/{name}.md"))));
    let texts: Vec<(&'static str, &str)> = pages
        .iter()
        .flat_map(|(name, page)| blocks(page).into_iter().map(|block| (*name, block)))
        .collect();
    let demo = Demo::start().await;
    let pasted: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    let outputs = demo.paste(&pasted).await;
    assert_eq!(outputs.len(), texts.len(), "{outputs:?}");
    let ran: Vec<Block> = texts
        .into_iter()
        .zip(outputs)
        .map(|((guide, text), (printed, status))| Block {
            guide,
            text: text.to_owned(),
            printed,
            status,
        })
        .collect();
    for block in &ran {
        assert_eq!(block.status, "0", "{}\n{}", block.text, block.printed);
    }
    they_show_what_they_say(&Printed(&ran));
    the_demo_names_itself(&demo, &ran).await;
}

/// On another port than the usual one too, its links and its contract lead to itself.
async fn the_demo_names_itself(demo: &Demo, ran: &[Block]) {
    let (_, port) = demo.url.rsplit_once(':').expect("a port");
    let url = format!("http://localhost:{port}");
    let link = format!("open {url}/challenge#tsc_");
    let is_linked = ran.iter().any(|block| block.printed.starts_with(&link));
    assert!(is_linked, "{link}");
    let contract = demo.paste(&["curl -s $TWOSTEP/openapi.yaml | grep -A1 ^servers:\n"]);
    let (servers, _) = &contract.await[0];
    assert_eq!(servers.trim(), format!("servers:\n- url: {url}"));
}

/// What the blocks of the guides printed.
struct Printed<'a>(&'a [Block]);

impl Printed<'_> {
    fn block(&self, guide: &str, at: usize) -> &str {
        let mut blocks = self.0.iter().filter(|block| block.guide == guide);
        blocks.nth(at).expect("a block").printed.trim()
    }

    fn last(&self, guide: &str) -> &str {
        let mut blocks = self.0.iter().filter(|block| block.guide == guide);
        blocks.next_back().expect("a block").printed.trim()
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A block that fails quietly would still end well: what each guide is about was printed.
fn they_show_what_they_say(printed: &Printed<'_>) {
    codes_show_what_they_say(printed);
    members_show_what_they_say(printed);
    assert_eq!(printed.last("webhooks"), "the signature is right");
    record_shows_what_it_says(printed);
    let denied = read(printed.block("errors-and-limits", 0));
    assert_eq!(denied["code"], "insufficient_scope");
    let misspelled = printed.block("errors-and-limits", 1);
    assert!(misspelled.contains("audiance"), "{misspelled}");
    assert!(printed.block("idempotency", 0).contains("true"));
    let reused = printed.block("idempotency", 1);
    assert_eq!(reused, "\"idempotency_key_reused\"");
    assert_eq!(printed.last("idempotency"), "304");
    assert_eq!(printed.last("cookies-and-csrf"), "\"forbidden\"\n204");
}

fn codes_show_what_they_say(printed: &Printed<'_>) {
    let own = read(printed.block("quickstart", 0));
    assert_eq!(own["scopes"], json!(["verifications:write"]));
    assert_eq!(read(printed.block("quickstart", 3))["result"], "accepted");
    let (_, claims) = printed
        .last("quickstart")
        .split_once('\n')
        .expect("a key, then claims");
    let claims = read(claims);
    let said = json!([claims["aud"], claims["target"]]);
    assert_eq!(said, json!(["https://remote.example.com", "PC-042"]));
    assert_eq!(printed.block("testing", 1).lines().last(), Some("\"code\""));
    let outcomes = "[\"accepted\",true]\n[\"already_used\",false]\n[\"rejected\",false]";
    assert_eq!(printed.block("testing", 2), outcomes);
    assert_eq!(printed.block("testing", 3), "3");
    assert!(printed.block("testing", 4).contains("[TEST] [Acme tests]"));
    assert_eq!(printed.last("testing"), "600");
    let again = read(printed.block("ask-for-a-code", 0));
    assert_eq!(again["result"], "already_used");
    let asked = printed.block("ask-for-a-code", 1);
    assert!(asked.contains("/challenge#tsc_") && asked.contains("\"pending\""));
    assert_eq!(printed.block("ask-for-a-code", 2), "\"conflict\"");
    let me = read(printed.last("ask-for-a-code"));
    let expected = json!({"email": "jo@example.com", "session": 2, "two_step": "on"});
    assert_eq!(me, expected);
}

fn members_show_what_they_say(printed: &Printed<'_>) {
    let robin = read(printed.block("provision-members", 1));
    assert_eq!(robin["email"], "robin@example.com");
    let sent = printed.block("provision-members", 2);
    assert_eq!(sent, "[\"made\",\"unchanged\"]");
    let file = read(printed.block("provision-members", 3));
    let rows = file.as_array().expect("rows");
    assert_eq!(rows.len(), 3, "{file}");
    assert!(rows.iter().all(|row| row[2] == "unchanged"), "{file}");
    assert!(
        printed
            .block("provision-members", 6)
            .contains("Night shift")
    );
    assert_eq!(printed.block("provision-members", 7), "\"disabled\"");
    assert_eq!(printed.last("provision-members"), "204\n\"not_found\"");
}

fn record_shows_what_it_says(printed: &Printed<'_>) {
    let blocks = [
        (1, "\"verification.answered\",\"accepted\",\"Jo Doe\"]"),
        (2, "[\"device.confirmed\",\"success\",null]"),
        (3, "true"),
        (4, "\"verification.answered\",\"success\",\"accepted\""),
        (5, "none is missing from "),
    ];
    for (at, said) in blocks {
        let block = printed.block("read-the-record", at);
        assert!(block.contains(said), "{said} in {block}");
    }
}

/// A guide that is not in the list would be served and never run.
#[test]
fn every_guide_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides");
    let files = fs::read_dir(folder).expect("the guides").flatten();
    let names: BTreeSet<String> = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    let all = GUIDES.iter().chain(&RUN_BY_OTHERS);
    let run: BTreeSet<String> = all.map(|name| format!("{name}.md")).collect();
    assert_eq!(names, run);
}

/// What is pasted works as it stands.
#[test]
fn no_block_has_a_placeholder() {
    let guides = GUIDES.map(|name| format!("docs/guides/{name}.md"));
    for path in guides.into_iter().chain(["../README.md".to_owned()]) {
        let page = page(&path);
        let blocks = blocks(&page);
        assert!(!blocks.is_empty(), "{path}: the blocks are not found");
        for block in blocks {
            let found = placeholder(block);
            assert!(found.is_none(), "{path}: {found:?} in\n{block}");
        }
    }
    for bad in ["curl <url>", "token=…", "key=YOUR_KEY", "cat < FILE > x"] {
        let found = placeholder(bad).is_some();
        assert_eq!(found, bad != "cat < FILE > x", "{bad}");
    }
}

fn placeholder(block: &str) -> Option<String> {
    let word = PLACEHOLDERS.into_iter().find(|word| block.contains(word));
    let bracket = || {
        let (_, rest) = block.split_once('<')?;
        let (word, _) = rest.split_once('>')?;
        let is_name = |c: char| c.is_alphanumeric() || "_-".contains(c);
        (!word.is_empty() && word.chars().all(is_name)).then(|| format!("<{word}>"))
    };
    word.map(str::to_owned).or_else(bracket)
}

/// The README's commands, in a folder of their own: `cargo` stands for builds that other steps make, and takes only what
/// the workspace knows; the program that is served is the real one, until it says that it listens.
#[actix_web::test]
async fn the_readme_runs_as_written() {
    if server().is_some() {
        return; // It is on SQLite always.
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = page("../Cargo.toml");
    assert!(manifest.contains("[profile.dist]"), "no profile dist");
    let tasks = page("../xtask/src/main.rs");
    for task in ["Demo", "Test", "Web"] {
        assert!(tasks.contains(&format!("    {task}")), "no task {task}");
    }
    let programs = folder.path().join("bin");
    let served = folder.path().join("target/dist");
    for folder in [&programs, &served, &folder.path().join("dist")] {
        fs::create_dir_all(folder).expect("a folder");
    }
    for name in ["index", "credentials", "console", "challenge"] {
        let page = folder.path().join(format!("dist/{name}.html"));
        fs::write(page, "<!DOCTYPE html>").expect("a page");
    }
    write_program(&programs.join("cargo"), CARGO);
    write_program(&served.join("twostep"), SERVED);
    let mut shell = Command::new("bash");
    shell
        .current_dir(folder.path())
        .env("PATH", path_with(&programs))
        .env("PROGRAM", env!("CARGO_BIN_EXE_twostep"))
        .env("TWOSTEP_LISTEN", "127.0.0.1:0");
    let page = fs::read_to_string(root.join("README.md")).expect("the README");
    let blocks = blocks(&page);
    let outputs = paste_into(shell, &blocks).await;
    assert_eq!(outputs.len(), blocks.len(), "{outputs:?}");
    for (block, (printed, status)) in blocks.iter().zip(&outputs) {
        assert_eq!(status, "0", "{block}\n{printed}");
    }
    let printed: String = outputs.into_iter().map(|(printed, _)| printed).collect();
    assert!(printed.contains("listening on "), "{printed}");
}

/// Takes the builds of the README, and nothing else.
const CARGO: &str = r#"#!/bin/sh
case "$*" in
    "xtask demo" | "xtask test" | "xtask web" | "build --profile dist --package twostep") ;;
    *) echo "unknown: cargo $*" >&2; exit 1 ;;
esac
"#;
/// Serves until it listens.
const SERVED: &str = r#"#!/bin/bash
exec 3< <(exec "$PROGRAM" "$@" 2>&1)
server=$!
while read -r line <&3; do
    echo "$line"
    case "$line" in *"listening on "*) kill "$server"; exit 0 ;; esac
done
exit 1
"#;

/// The search path with a folder in front.
fn path_with(folder: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let others = std::env::split_paths(&path);
    let all = std::iter::once(folder.to_owned()).chain(others);
    std::env::join_paths(all).expect("folders without a colon")
}

fn write_program(path: &PathBuf, text: &str) {
    fs::write(path, text).expect("a program");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, mode).expect("its mode");
}

/// A text with its path from the crate.
pub(crate) fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The shell blocks of a page.
fn blocks(page: &str) -> Vec<&str> {
    let starts = page.split("```sh\n").skip(1);
    starts.filter_map(|rest| rest.split("```").next()).collect()
}

/// `twostep demo` on ports of its own.
struct Demo {
    url: String,
    mailbox: String,
    /// Kept open, so that the process can print.
    _output: Lines<BufReader<ChildStdout>>,
    _process: Child,
    /// Where the demo makes its folder; dropped after the process.
    folder: TempDir,
}

impl Demo {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_twostep"))
            .args(["demo", "--listen", "127.0.0.1:0", "--mailbox-port", "0"])
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let output = process.stdout.take().expect("its output");
        let mut output = BufReader::new(output).lines();
        let (mut url, mut mailbox) = (String::new(), String::new());
        while url.is_empty() {
            let line = output.next_line().await.expect("UTF-8").expect("a line");
            if let Some(found) = line.strip_prefix("listening on ") {
                found.clone_into(&mut url);
            } else if let Some((_, found)) = line.split_once("E-mails arrive here:") {
                found.trim().clone_into(&mut mailbox);
            }
        }
        Self {
            url,
            mailbox,
            _output: output,
            _process: process,
            folder,
        }
    }

    /// What each block printed, and the status of its last command. The shell finds the program, and the folder of
    /// the demo where it looks for temporary ones.
    async fn paste(&self, blocks: &[&str]) -> Vec<(String, String)> {
        let program = Path::new(env!("CARGO_BIN_EXE_twostep"));
        let programs = program.parent().expect("its folder");
        let mut shell = Command::new("bash");
        shell
            .env("PATH", path_with(programs))
            .env("TMPDIR", self.folder.path())
            .env("TWOSTEP", &self.url)
            .env("TWOSTEP_MAILBOX", &self.mailbox);
        paste_into(shell, blocks).await
    }
}

/// The same in any shell.
async fn paste_into(mut shell: Command, blocks: &[&str]) -> Vec<(String, String)> {
    let mut shell = shell
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("bash, curl, jq, openssl and oathtool are installed");
    let mut input = shell.stdin.take().expect("its input");
    for block in blocks {
        let pasted = format!("{block}echo \"{END}$?\"\n");
        input.write_all(pasted.as_bytes()).await.expect("a shell");
    }
    drop(input);
    let output = shell.wait_with_output().await.expect("its output");
    let output = String::from_utf8(output.stdout).expect("UTF-8");
    split(&output)
}

/// Cuts what the shell printed at the end of each block.
fn split(output: &str) -> Vec<(String, String)> {
    let mut outputs = Vec::new();
    let mut rest = output;
    while let Some((printed, after)) = rest.split_once(END) {
        let (status, after) = after.split_once('\n').unwrap_or((after, ""));
        outputs.push((printed.to_owned(), status.to_owned()));
        rest = after;
    }
    outputs
}
