//! A receiver of webhooks on this machine: https with an authority of its own, answers as it is told, and keeps what
//! it got.

use crate::support::{ADMIN, TestApp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use twostep::platform::outbound::{Allowed, Outbound};
use twostep::programs::webhooks;

/// What it got.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) headers: HashMap<String, String>,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Received {
    pub(crate) fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub(crate) fn event(&self) -> &str {
        self.body["type"].as_str().expect("a type")
    }

    /// Whether one of the signatures is of this secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = STANDARD.decode(key).expect("Base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        let (id, at) = (self.id(), &self.headers["webhook-timestamp"]);
        mac.update(format!("{id}.{at}.{}", self.text).as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        let mut signatures = self.headers["webhook-signature"].split(' ');
        signatures.any(|signature| signature == expected)
    }
}

#[derive(Default)]
struct State {
    answers: VecDeque<String>,
    received: Vec<Received>,
    gate: Option<Gate>,
}

/// What holds answers back.
#[derive(Clone)]
pub(crate) struct Gate {
    arrived: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    /// Until a request came.
    pub(crate) async fn arrived(&self) {
        drop(self.arrived.acquire().await);
    }

    /// Answers go out.
    pub(crate) fn open(&self) {
        self.opened.add_permits(1);
    }
}

/// The receiver. It answers 204 unless it is told otherwise.
pub(crate) struct Receiver {
    pub(crate) url: String,
    authority: String,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let key = || KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own_key = key();
        let authority = params.self_signed(&own_key).expect("an authority");
        let authority = STANDARD.encode(authority.der());
        let authority =
            format!("-----BEGIN CERTIFICATE-----\n{authority}\n-----END CERTIFICATE-----\n");
        let issuer = Issuer::new(params, own_key);
        let server_key = key();
        let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
        let server = server
            .signed_by(&server_key, &issuer)
            .expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the versions of the provider")
            .with_no_client_auth()
            .with_single_cert(
                vec![server.der().clone()],
                PrivatePkcs8KeyDer::from(server_key.serialize_der()).into(),
            )
            .expect("a key that fits its certificate");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (acceptor, state) = (TlsAcceptor::from(Arc::new(config)), Arc::default());
        let kept = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(receive(acceptor.clone(), stream, Arc::clone(&kept)));
            }
        });
        Self {
            url: format!("https://127.0.0.1:{port}/hook"),
            authority,
            state,
        }
    }

    /// The app again, on a host that admits this receiver.
    pub(crate) fn admit(&self, mut app: TestApp) -> TestApp {
        let loopback = "127.0.0.0/8".parse().expect("a network");
        let allowed = Allowed::new(vec![loopback]);
        let roots = Some(self.authority.as_bytes());
        app.context.outbound = Outbound::new(allowed, roots).expect("a client");
        let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
        app.restart(db, keys);
        app
    }

    /// The next answers, each a status and headers: `503 Busy\r\nretry-after: 60`.
    pub(crate) fn answer(&self, answers: &[&str]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = answers.iter().map(|answer| {
            format!("HTTP/1.1 {answer}\r\nconnection: close\r\ncontent-length: 4\r\n\r\nseen")
        });
        state.answers.extend(answers);
    }

    /// Holds answers back from now on.
    pub(crate) fn hold(&self) -> Gate {
        let closed = || Arc::new(Semaphore::new(0));
        let gate = Gate {
            arrived: closed(),
            opened: closed(),
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.gate = Some(gate.clone());
        gate
    }

    /// What it got since the last look.
    pub(crate) fn take(&self) -> Vec<Received> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.received)
    }
}

async fn receive(acceptor: TlsAcceptor, stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut bytes = Vec::new();
    let received = loop {
        stream
            .read_buf(&mut bytes)
            .await
            .ok()
            .filter(|read| *read > 0)?;
        if let Some(received) = read(&bytes) {
            break received;
        }
    };
    let (answer, gate) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.received.push(received);
        (state.answers.pop_front(), state.gate.clone())
    };
    if let Some(gate) = gate {
        gate.arrived.add_permits(1);
        drop(gate.opened.acquire().await);
    }
    let answer =
        answer.unwrap_or_else(|| "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned());
    stream.write_all(answer.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}

/// A whole request.
fn read(bytes: &[u8]) -> Option<Received> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let headers = head.lines().skip(1).filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_lowercase(), value.to_owned()))
    });
    let headers: HashMap<String, String> = headers.collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    (body.len() == length).then(|| Received {
        headers,
        text: body.to_owned(),
        body: serde_json::from_str(body).unwrap_or(Value::Null),
    })
}

/// A webhook for these events; its id and its secret.
pub(crate) async fn make(
    app: &TestApp,
    admin: &str,
    url: &str,
    events: &[&str],
) -> (String, String) {
    let body = json!({ "url": url, "events": events });
    let made = app.post("/webhooks", admin, &body).await.ok();
    (made.text("/id"), made.text("/secret"))
}

/// Queues what happened and sends what is due: how many arrived.
pub(crate) async fn deliver(app: &TestApp) -> usize {
    webhooks::follow_all(&app.context)
        .await
        .expect("a database");
    webhooks::deliver_due(&app.context).await
}

/// Something that two webhooks' events can tell: an API token is made.
pub(crate) async fn happen(app: &TestApp, admin: &str) {
    crate::api_tokens::token(app, admin, &["members:read"]).await;
}

/// An administrator of an installation that admits a receiver, and a webhook for new API tokens.
pub(crate) struct Watched {
    pub(crate) app: TestApp,
    pub(crate) receiver: Receiver,
    pub(crate) admin: String,
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl Watched {
    pub(crate) async fn start() -> Self {
        let receiver = Receiver::start().await;
        let app = receiver.admit(TestApp::start());
        let admin = app.set_up().await;
        let events = ["api_token.created"];
        let (id, secret) = make(&app, &admin, &receiver.url, &events).await;
        Self {
            app,
            receiver,
            admin,
            id,
            secret,
        }
    }

    /// Time passes, and sessions with it.
    pub(crate) async fn wait(&mut self, time: Duration) {
        self.app.clock.advance(time);
        self.admin = self.app.session_of(ADMIN).await;
    }

    /// A request about the webhook.
    pub(crate) async fn send(&self, method: &str, rest: &str, body: Option<&Value>) -> Value {
        let path = format!("/webhooks/{}{rest}", self.id);
        self.app
            .send(method, &path, &self.admin, body)
            .await
            .ok()
            .body
    }

    pub(crate) async fn view(&self) -> Value {
        let list = self.app.get("/webhooks", &self.admin).await.ok();
        list.body["items"][0].clone()
    }

    /// Its deliveries, newest first.
    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let page = self.send("GET", "/deliveries", None).await;
        page["items"].as_array().expect("deliveries").clone()
    }
}

/// The deliveries that these are of.
pub(crate) fn ids(received: &[Received]) -> BTreeSet<&str> {
    received.iter().map(Received::id).collect()
}
