//! The real program in a process of its own, for faults that a process can meet.

use crate::support::{ADMIN, PASSWORD, setup_request};
use reqwest::{Client, RequestBuilder};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The program as an operator starts it.
pub(crate) struct Program {
    child: Child,
    origin: String,
    setup_token: String,
    client: Client,
}

impl Program {
    /// A server on a fresh database in this folder.
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[]).await
    }

    /// The same with settings.
    pub(crate) async fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        // A file that grows past the limit is an error to the program, as on a full disk, only
        // when the signal is ignored; what the shell ignores, the program ignores.
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" serve"])
            .arg(env!("CARGO_BIN_EXE_twostep"))
            .env("TWOSTEP_LISTEN", "127.0.0.1:0")
            .envs(settings.iter().copied())
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
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
        }
    }

    /// The first organization; gives its administrator's session.
    pub(crate) async fn set_up(&self) -> String {
        let done = self.post("/setup", &setup_request(&self.setup_token)).await;
        assert!(done.status().is_success(), "{done:?}");
        let answer: Value = self.sign_in().await.json().await.expect("JSON");
        let session = answer["session"]["token"].as_str();
        session.expect("a session").to_owned()
    }

    /// Ends it as a power cut would.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.expect("the program ends");
    }

    /// Asks it to end, as an operator's tools do.
    pub(crate) fn terminate(&self) {
        let id = self.id().expect("it runs");
        kill_process(id, Signal::TERM).expect("a signal");
    }

    /// Waits for its end.
    pub(crate) async fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().await.expect("its end").code()
    }

    /// The start of a request.
    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = method.parse().expect("a method");
        self.client
            .request(method, format!("{}{path}", self.origin))
    }

    /// How `GET` of a path is answered.
    pub(crate) async fn status(&self, path: &str) -> u16 {
        status(self.request("GET", path)).await
    }

    fn id(&self) -> Option<Pid> {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        id.and_then(Pid::from_raw)
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Response {
        let request = self.client.post(self.url(path)).json(body);
        request.send().await.expect("an answer")
    }

    /// Status and body of a `POST`; `token` is empty where there is none.
    pub(crate) async fn ask(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let mut request = self.client.post(self.url(path)).json(body);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    /// The administrator's password.
    pub(crate) async fn sign_in(&self) -> reqwest::Response {
        self.post("/sign-in", &json!({ "email": ADMIN, "password": PASSWORD }))
            .await
    }

    /// How `GET /me` is answered.
    pub(crate) async fn me(&self, session: &str) -> u16 {
        let request = self.client.get(self.url("/me"));
        status(request.bearer_auth(session)).await
    }

    /// How a change of one's own language is answered: a small write.
    pub(crate) async fn change_me(&self, session: &str, locale: &str) -> u16 {
        let request = self.client.patch(self.url("/me"));
        let request = request.json(&json!({ "locale": locale }));
        status(request.bearer_auth(session)).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.origin)
    }

    /// No file may grow past this.
    pub(crate) fn limit_files(&self, bytes: Option<u64>) {
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(self.id(), Resource::Fsize, limit).expect("a limit");
    }
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}
