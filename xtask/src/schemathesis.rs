//! `cargo xtask schemathesis`: the contract against the running program, as Schemathesis tries it.

use crate::debian::{self, Sign};
use crate::process::{cargo, command, output_of, root, run, show, target_folder};
use crate::tools;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const VERSION: &str = "4.32.5";
const CONFIGURATION: &str = ".schemathesis.toml";
/// A token asks as often as it likes: what is tried is not the limit.
const TOKEN_REQUESTS: &str = "1000000";
/// They would end the session that all the rest is tried with.
const END_THE_SESSION: [&str; 2] = ["/api/v1/session", "/api/v1/me/sessions/{id}"];

/// Who calls.
#[derive(Clone)]
enum Caller {
    Nobody,
    Agent,
    Administrator,
    Flow,
    Token(String),
}

/// What one caller's run came to.
struct Outcome {
    caller: Caller,
    summary: String,
    time: Duration,
    is_good: bool,
}

/// Runs all checks as everybody, each on a demo of its own, and prints one table.
pub(crate) fn run_all(examples: u32, seed: u64) -> Result<()> {
    debian::ensure(&[(Sign::Program("curl"), "curl")])?;
    let schemathesis = ensure_tool()?;
    run(&mut cargo("build --package twostep"))?;
    let work = target_folder()?.join("schemathesis");
    fs::create_dir_all(&work)?;
    let mut outcomes = Vec::new();
    let people = [
        Caller::Nobody,
        Caller::Agent,
        Caller::Administrator,
        Caller::Flow,
    ];
    let programs = scopes()?.into_iter().map(Caller::Token);
    for caller in people.into_iter().chain(programs) {
        let demo = Demo::start(&work)?;
        let mut tool = Command::new(&schemathesis);
        tool.current_dir(&work)
            .arg("--config-file")
            .arg(root().join(CONFIGURATION))
            .arg("run")
            .arg(root().join("openapi.yaml"))
            .args(["--url", &demo.origin, "--checks", "all", "--workers", "1"])
            .args(["--max-examples", &examples.to_string()])
            .args(["--seed", &seed.to_string()]);
        if let Some(token) = demo.token(&caller)? {
            tool.args(["--header", &format!("Authorization: Bearer {token}")]);
            for path in END_THE_SESSION {
                tool.args(["--exclude-path", path]);
            }
        }
        println!("\n=== {} ===", caller.name());
        outcomes.push(judge(caller, &mut tool)?);
    }
    print(&outcomes);
    let bad = outcomes.iter().filter(|one| !one.is_good).count();
    ensure!(bad == 0, "{bad} of {} runs found something", outcomes.len());
    Ok(())
}

impl Caller {
    fn name(&self) -> &str {
        match self {
            Self::Nobody => "no credential",
            Self::Agent => "agent",
            Self::Administrator => "administrator",
            Self::Flow => "flow",
            Self::Token(scope) => scope,
        }
    }
}

/// The scopes of an API token, as the contract lists them.
fn scopes() -> Result<Vec<String>> {
    let contract = fs::read_to_string(root().join("openapi.yaml"))?;
    let (_, schema) = contract.split_once("\n    Scope:\n").context("no Scope")?;
    let (_, words) = schema.split_once("\n      enum:\n").context("no words")?;
    let words = words
        .lines()
        .map_while(|line| line.strip_prefix("      - "));
    Ok(words.map(str::to_owned).collect())
}

/// Shows all of the output when something was found, and the line of counts in any case.
fn judge(caller: Caller, tool: &mut Command) -> Result<Outcome> {
    let start = Instant::now();
    let output = tool.output().context("Schemathesis does not start")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        println!("{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    let summary = text.lines().find(|line| line.contains(" generated, "));
    Ok(Outcome {
        caller,
        summary: summary.unwrap_or("no counts").trim().to_owned(),
        time: start.elapsed(),
        is_good: output.status.success(),
    })
}

fn print(outcomes: &[Outcome]) {
    println!("\n| caller | cases | seconds |");
    println!("| --- | --- | ---: |");
    for one in outcomes {
        let (caller, seconds) = (one.caller.name(), one.time.as_secs());
        println!("| {caller} | {} | {seconds} |", one.summary);
    }
}

/// Schemathesis in an environment of its own, in the cache.
fn ensure_tool() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!("schemathesis-{VERSION}"));
    let program = home.join("bin/schemathesis");
    if output_of(Command::new(&program).arg("--version")).is_some() {
        return Ok(program);
    }
    tools::make_environment(&home, &[format!("schemathesis=={VERSION}")])?;
    Ok(program)
}

/// A demo, which ends when this is dropped.
struct Demo {
    child: Child,
    origin: String,
}

impl Demo {
    fn start(folder: &Path) -> Result<Self> {
        let mut demo = Command::new(target_folder()?.join("debug/twostep"));
        demo.args(["demo", "--mailbox-port", "0"])
            .current_dir(folder)
            .env("TWOSTEP_LISTEN", "127.0.0.1:0")
            .env("TWOSTEP_LOG", "off")
            .env("TWOSTEP_API_TOKEN_REQUESTS", TOKEN_REQUESTS)
            .stdout(Stdio::piped());
        show(&demo);
        let mut child = demo.spawn().context("the demo does not start")?;
        let output = child.stdout.take().context("its output")?;
        for line in BufReader::new(output).lines() {
            if let Some(origin) = line?.strip_prefix("listening on ") {
                let origin = origin.to_owned();
                return Ok(Self { child, origin });
            }
        }
        anyhow::bail!("the demo ended before it listened")
    }

    /// The bearer token of a caller.
    fn token(&self, caller: &Caller) -> Result<Option<String>> {
        let sign_in = |name: &str| {
            let body = json!({
                "email": format!("{name}@example.com"),
                "password": "violet anchor breakfast",
            });
            text(&self.post("/sign-in", "", &body)?, "/session/token")
        };
        Ok(Some(match caller {
            Caller::Nobody => return Ok(None),
            Caller::Agent => sign_in("jo")?,
            Caller::Administrator => sign_in("admin")?,
            Caller::Flow => {
                let started = self.post("/me/enrollment", &sign_in("jo")?, &json!({}))?;
                text(&started, "/flow_token")?
            }
            Caller::Token(scope) => {
                let body = json!({ "name": "Schemathesis", "scopes": [scope] });
                text(
                    &self.post("/api-tokens", &sign_in("admin")?, &body)?,
                    "/token",
                )?
            }
        }))
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> Result<Value> {
        let mut curl = command("curl", ["--silent", "--show-error", "--request", "POST"]);
        curl.args(["--header", "content-type: application/json"])
            .args(["--data", &body.to_string()])
            .arg(format!("{}/api/v1{path}", self.origin));
        if !token.is_empty() {
            curl.args(["--header", &format!("authorization: Bearer {token}")]);
        }
        let answer = output_of(&mut curl).with_context(|| format!("POST {path}"))?;
        serde_json::from_str(&answer).with_context(|| format!("POST {path}: {answer}"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = ended {
            eprintln!("the demo does not end: {error}");
        }
    }
}

fn text(answer: &Value, pointer: &str) -> Result<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .with_context(|| format!("no {pointer} in {answer}"))
}
