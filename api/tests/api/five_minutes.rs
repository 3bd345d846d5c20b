//! The five minutes with curl of `api/docs/api.md`, as a reader pastes them beside a fresh demo.

use crate::database::server;
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Printed by the shell after each block, with how its last command ended.
const END: &str = "=== end of block, status ";

/// Every block is run exactly as it stands, one after the other in one shell; the waiting for the
/// next code is the page's own.
#[actix_web::test]
async fn the_five_minutes_run_as_written() {
    if server().is_some() {
        return; // The demo is on SQLite always.
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let blocks = blocks(&page);
    assert!(blocks.len() > 1, "the blocks are not found");
    let demo = Demo::start().await;
    let outputs = demo.paste(&blocks).await;
    assert_eq!(outputs.len(), blocks.len(), "{outputs:?}");
    for (block, (output, status)) in blocks.iter().zip(&outputs) {
        assert_eq!(status, "0", "{block}\n{output}");
    }
    let json = |at: usize| -> Value {
        let (output, _) = &outputs[at];
        serde_json::from_str(output).unwrap_or_else(|error| panic!("{error}: {output}"))
    };
    let own = json(outputs.len() - 4);
    assert_eq!(own["scopes"], serde_json::json!(["verifications:write"]));
    let claims = json(outputs.len() - 3);
    assert_eq!(
        (&claims["aud"], &claims["target"]),
        (&"https://remote.example.com".into(), &"PC-042".into())
    );
    let (asked, _) = &outputs[outputs.len() - 2];
    assert!(
        asked.contains("/challenge#tsc_") && asked.contains("\"pending\""),
        "{asked}"
    );
    let made = json(outputs.len() - 1);
    assert_eq!(made["email"], "robin@example.com");
    let me = json(outputs.len() - 5);
    assert_eq!(me["email"], "jo@example.com");
    assert_eq!(me["session"]["aal"], 2);
    assert_eq!(me["two_step"]["state"], "on");
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
    _folder: TempDir,
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
            _folder: folder,
        }
    }

    /// What each block printed, and the status of its last command.
    async fn paste(&self, blocks: &[&str]) -> Vec<(String, String)> {
        let mut shell = Command::new("bash")
            .env("TWOSTEP", &self.url)
            .env("TWOSTEP_MAILBOX", &self.mailbox)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("bash, curl, jq and oathtool are installed");
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
