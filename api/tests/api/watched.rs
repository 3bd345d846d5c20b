//! The real program with everything that it lets out: its log at the finest level, its answers,
//! its mails.

use crate::sink::{Received, Sink};
use crate::support::{ADMIN, PASSWORD, setup_request};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::task::JoinHandle;

/// The program, a mail server on loopback, and what went over both.
pub(crate) struct Watched {
    child: Child,
    origin: String,
    pub(crate) setup_token: String,
    client: Client,
    log: JoinHandle<String>,
    pub(crate) sink: Sink,
    answers: Arc<Mutex<String>>,
    pub(crate) folder: TempDir,
}

/// What there is to search once the program has ended.
pub(crate) struct Seen {
    /// Standard error.
    pub(crate) log: String,
    /// Heads and bodies of every answer.
    pub(crate) answers: String,
    pub(crate) folder: TempDir,
}

impl Watched {
    /// A server on a fresh database that logs all there is to log.
    pub(crate) async fn start() -> Self {
        Self::start_with(|errors| tokio::spawn(read(errors))).await
    }

    /// The same, but the reader of the log is gone.
    pub(crate) async fn start_unread() -> Self {
        let hang_up = |errors| {
            drop(errors);
            tokio::spawn(async { String::new() })
        };
        Self::start_with(hang_up).await
    }

    async fn start_with(reader: impl Fn(ChildStderr) -> JoinHandle<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (sink, smtp) = Sink::start().await;
        let mut child = spawn(folder.path(), &smtp);
        let log = reader(child.stderr.take().expect("its log"));
        let output = child.stdout.take().expect("its output");
        let (mut setup_token, mut origin) = (String::new(), String::new());
        let mut lines = BufReader::new(output).lines();
        while origin.is_empty() {
            let line = lines.next_line().await.expect("UTF-8").expect("a line");
            if let Some(token) = line.strip_prefix("setup token: ") {
                token.clone_into(&mut setup_token);
            } else if let Some(found) = line.strip_prefix("listening on ") {
                found.clone_into(&mut origin);
            }
        }
        Self {
            child,
            origin,
            setup_token,
            client: Client::new(),
            log,
            sink,
            answers: Arc::default(),
            folder,
        }
    }

    /// The first organization; gives its administrator's session.
    pub(crate) async fn set_up(&self) -> String {
        let body = setup_request(&self.setup_token);
        self.post("/setup", "", &body).await;
        let body = json!({ "email": ADMIN, "password": PASSWORD });
        text(&self.post("/sign-in", "", &body).await, "/session/token")
    }

    /// The start of a request to a path of the API.
    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = method.parse().expect("a method");
        let url = format!("{}/api/v1{path}", self.origin);
        self.client.request(method, url)
    }

    /// `POST`, with a bearer token where there is one; the answer's body.
    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Value {
        self.send(with_token(self.request("POST", path), token).json(body))
            .await
    }

    /// A request without a body.
    pub(crate) async fn ask(&self, method: &str, path: &str, token: &str) -> Value {
        self.send(with_token(self.request(method, path), token))
            .await
    }

    /// Sends a request and keeps all of its answer.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Value {
        let answer = request.send().await.expect("an answer");
        let mut all = head(&answer);
        let body = answer.text().await.expect("a body");
        all.push_str(&body);
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.push_str(&all);
        answers.push('\n');
        serde_json::from_str(&body).unwrap_or(Value::String(all))
    }

    /// Waits for a mail to somebody that holds a text; without the breaks of its encoding.
    pub(crate) async fn mailed(&self, to: &str, text: &str) -> String {
        let is_wanted = |mail: &Received| {
            let plain = mail.data.replace("=\n", "").replace("=3D", "=");
            let is_to = mail.to.iter().any(|address| address.contains(to));
            (is_to && plain.contains(text)).then_some(plain)
        };
        let mut count = 1;
        loop {
            let mails = self.sink.wait_for(count).await;
            if let Some(mail) = mails.iter().find_map(is_wanted) {
                return mail;
            }
            count = mails.len() + 1;
        }
    }

    /// The code of such a mail.
    pub(crate) async fn mailed_code(&self, to: &str, text: &str) -> String {
        let mail = self.mailed(to, text).await;
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        mail.lines().find(is_code).expect("a code").to_owned()
    }

    /// The token of the link in such a mail.
    pub(crate) async fn mailed_token(&self, to: &str, prefix: &str) -> String {
        let mail = self.mailed(to, prefix).await;
        let at = mail.find(prefix).expect("a token");
        mail[at..at + prefix.len() + 54].to_owned()
    }

    /// Ends the program, and gives what it let out.
    pub(crate) async fn end(mut self) -> Seen {
        self.child.kill().await.expect("the program ends");
        let log = self.log.await.expect("its log");
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        Seen {
            log,
            answers: answers.clone(),
            folder: self.folder,
        }
    }
}

impl Seen {
    /// The lines of the log, each of them JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.log.lines().map(parse).collect()
    }

    /// The lines that tell of audit rows.
    pub(crate) fn audit_lines(&self) -> Vec<Value> {
        let mut lines = self.lines();
        lines.retain(|line| line["message"] == "audit");
        lines
    }
}

fn spawn(folder: &Path, smtp: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_twostep"))
        .arg("serve")
        .env_clear()
        .env("TWOSTEP_LISTEN", "127.0.0.1:0")
        .env("TWOSTEP_LOG", "trace")
        .env("TWOSTEP_SMTP_URL", smtp)
        .env("TWOSTEP_MAIL_FROM", "Twostep <twostep@example.com>")
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts")
}

async fn read(mut errors: ChildStderr) -> String {
    let mut bytes = Vec::new();
    errors.read_to_end(&mut bytes).await.expect("a log");
    String::from_utf8(bytes).expect("UTF-8")
}

fn with_token(request: RequestBuilder, token: &str) -> RequestBuilder {
    if token.is_empty() {
        return request;
    }
    request.bearer_auth(token)
}

/// Status and headers, as they would be read off the wire.
fn head(answer: &Response) -> String {
    let mut head = format!("{}\n", answer.status());
    for (name, value) in answer.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        head.extend([name.as_str(), ": ", &value, "\n"]);
    }
    head
}

/// The text at a JSON pointer.
#[track_caller]
pub(crate) fn text(answer: &Value, pointer: &str) -> String {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("no text at {pointer} in {answer}"))
        .to_owned()
}
