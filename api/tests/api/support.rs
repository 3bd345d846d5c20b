//! A real server on a free port, with helpers that walk the journey the way a client would.

use crate::database::TestDatabase;
use crate::examples;
use serde_json::{Value, json};
use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};
use shared_types::time::Time;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use totp_lite::{Sha1, totp_custom};
use twostep::application::app::Parts;
use twostep::people::sessions::LastUses;
use twostep::platform::breached::BreachedPasswords;
use twostep::platform::clock::Clock;
use twostep::platform::context::Context;
use twostep::platform::crypto::hasher::Hasher;
use twostep::platform::crypto::keys::KeyRing;
use twostep::platform::crypto::password::PasswordCost;
use twostep::platform::crypto::totp::Window;
use twostep::platform::db::{DatabaseUrl, Db};
use twostep::platform::http::HttpSettings;
use twostep::platform::ldap::Directories;
use twostep::platform::notes::Notes;
use twostep::platform::outbound::Outbound;
use twostep::platform::repeats::Repeats;

/// The password of everybody in these tests.
pub(crate) const PASSWORD: &str = "violet anchor breakfast";
/// What a password hash costs here: with the cost of the program a third of the time of all tests were hashes.
pub(crate) const COST: PasswordCost = PasswordCost::new(256, 2);
/// The first administrator.
pub(crate) const ADMIN: &str = "admin@example.com";
/// The agent that [`TestApp::invite`] makes.
pub(crate) const AGENT: &str = "jo@example.com";

/// A status and a body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The text at a JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found
            .unwrap_or_else(|| panic!("no text at {pointer} in {self:?}"))
            .to_owned()
    }

    /// The body, after a look at the status.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!((200..300).contains(&self.status), "{self:?}");
        self
    }

    /// The fields that were refused, with the reasons.
    pub(crate) fn field_errors(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().expect("field errors").iter();
        errors
            .filter_map(|e| Some((e["field"].as_str()?, e["code"].as_str()?)))
            .collect()
    }

    /// Checks status and problem code at once.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        let found = (self.status, self.body["code"].as_str());
        assert_eq!(found, (status, Some(code)), "{self:?}");
    }
}

/// A complete `POST /setup`.
pub(crate) fn setup_request(token: &str) -> Value {
    json!({
        "setup_token": token,
        "organization": "Acme Support",
        "email": ADMIN,
        "display_name": "Ada Admin",
        "password": PASSWORD,
    })
}

fn serve(context: &Context) -> Served {
    serve_with(context, HttpSettings::default())
}

fn serve_with(context: &Context, settings: HttpSettings) -> Served {
    let parts = Parts::new(context.clone(), settings, None);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let bound = twostep::application::server::listen(&parts, listener).expect("a server");
    let served = Served {
        base: format!("http://{}", bound.addresses[0]),
        server: bound.server.handle(),
        last_uses: bound.last_uses,
    };
    tokio::spawn(bound.server);
    served
}

/// A server that runs.
struct Served {
    base: String,
    server: actix_web::dev::ServerHandle,
    last_uses: LastUses,
}

/// A server, its database and its clock. Everything goes when it is dropped.
pub(crate) struct TestApp {
    pub(crate) context: Context,
    pub(crate) clock: Clock,
    served: Served,
    client: reqwest::Client,
    pub(crate) database: Arc<TestDatabase>,
    /// For files beside the database, such as a key file.
    pub(crate) folder: tempfile::TempDir,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.served.server.stop(false));
    }
}

impl TestApp {
    /// A fresh installation with nobody in it.
    pub(crate) fn start() -> Self {
        let database = Arc::new(TestDatabase::create());
        let url = database.url().clone();
        Self::start_on(database, &url)
    }

    /// The same behind a URL of its own, such as that of a proxy.
    pub(crate) fn start_on(database: Arc<TestDatabase>, url: &DatabaseUrl) -> Self {
        let context = Context {
            db: Db::open(url).expect("a database"),
            clock: Clock::manual(Time::from_micros(1_800_000_000_000_000)),
            keys: Arc::new(KeyRing::generate()),
            hasher: Hasher::new(COST),
            repeats: Repeats::default(),
            notes: Notes::default(),
            code_window: Window::default(),
            public_url: HttpSettings::default().public_url.origin().into(),
            invitations_per_hour: INVITATIONS_PER_HOUR,
            breached: BreachedPasswords::default(),
            audit_retention: AUDIT_RETENTION,
            outbound: Outbound::default(),
            directories: Directories::default(),
        };
        Self::launch(database, context)
    }

    /// Writes down when sessions were last used, as a running program does every two seconds.
    pub(crate) async fn write_last_uses(&self) {
        self.served.last_uses.write(&self.context).await;
    }

    /// One more node on the same database.
    pub(crate) fn another_node(&self) -> Self {
        let context = Context {
            db: Db::open(self.database.url()).expect("a database"),
            hasher: Hasher::new(COST),
            repeats: Repeats::default(),
            notes: Notes::default(),
            code_window: Window::default(),
            ..self.context.clone()
        };
        Self::launch(Arc::clone(&self.database), context)
    }

    fn launch(database: Arc<TestDatabase>, context: Context) -> Self {
        let served = serve(&context);
        Self {
            clock: context.clock.clone(),
            context,
            client: reqwest::Client::new(),
            served,
            database,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// Whether the node says that it can serve.
    pub(crate) async fn readyz(&self) -> Answer {
        self.finish(self.at("GET", "/readyz")).await
    }

    /// Ends the server, and starts another one with other keys on another database, or the same.
    pub(crate) fn restart(&mut self, db: Db, keys: KeyRing) {
        drop(self.served.server.stop(false));
        self.context.db = db;
        self.context.keys = Arc::new(keys);
        self.served = serve(&self.context);
    }

    /// The same behind a proxy on this machine: whom it names is believed.
    pub(crate) fn behind_a_proxy(mut self) -> Self {
        drop(self.served.server.stop(false));
        let settings = HttpSettings {
            trusted_proxies: vec!["127.0.0.0/8".parse().expect("a network")],
            ..HttpSettings::default()
        };
        self.served = serve_with(&self.context, settings);
        self
    }

    /// An installation with its first administrator, signed in; gives the bearer token.
    pub(crate) async fn with_admin() -> (Self, String) {
        let app = Self::start();
        let session = app.set_up().await;
        (app, session)
    }

    /// Makes the first administrator and signs him in; gives the bearer token.
    pub(crate) async fn set_up(&self) -> String {
        let body = setup_request(&self.setup_token().await);
        self.post("/setup", "", &body).await.ok();
        self.session_of(ADMIN).await
    }

    /// A setup token as the first start prints it.
    pub(crate) async fn setup_token(&self) -> String {
        let token = twostep::account::setup::issue_first_token(&self.context).await;
        token
            .expect("the database answers")
            .expect("a fresh installation")
            .expose()
            .to_owned()
    }

    /// A request as a client sends it; `token` is empty where there is none.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Answer {
        let method = method.parse().expect("a method");
        let mut request = self
            .client
            .request(method, format!("{}/api/v1{path}", self.served.base));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        self.finish(request).await
    }

    /// Sends a request that a test built itself.
    pub(crate) async fn finish(&self, request: reqwest::RequestBuilder) -> Answer {
        examples::send(request).await
    }

    /// The start of a request to a path.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.at(method, &format!("/api/v1{path}"))
    }

    /// The same, for a path that may be outside the prefix.
    pub(crate) fn at(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        self.client
            .request(method, format!("{}{path}", self.served.base))
    }

    /// Where the server is.
    pub(crate) fn base(&self) -> &str {
        &self.served.base
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.send("POST", path, token, Some(body)).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, token, None).await
    }

    /// `POST /sign-in` with the common password.
    pub(crate) async fn sign_in(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "password": PASSWORD });
        self.post("/sign-in", "", &body).await
    }

    /// A session of somebody who owes no code.
    pub(crate) async fn session_of(&self, email: &str) -> String {
        self.sign_in(email).await.ok().text("/session/token")
    }

    /// Invites the agent and accepts for it.
    pub(crate) async fn invite(&self, admin: &str, email: &str, role: &str) -> String {
        let body = json!({ "email": email, "display_name": "Jo Doe", "role": role });
        let member = self.post("/members", admin, &body).await.ok();
        let token = self.newest_mail("invitation").await["content"]["token"].clone();
        let body = json!({ "token": token, "password": PASSWORD });
        self.post("/invitations/accept", "", &body).await.ok();
        member.text("/id")
    }

    /// Proves the mailbox of a flow in step `email`.
    pub(crate) async fn prove_mailbox(&self, flow: &str) {
        self.send("POST", "/enrollment/email", flow, None)
            .await
            .ok();
        let code = self.newest_mail("email_verification").await["content"]["code"].clone();
        self.post("/enrollment/email/verify", flow, &json!({ "code": code }))
            .await
            .ok();
    }

    /// Walks a flow in step `email` to a confirmed device.
    pub(crate) async fn enroll(&self, flow: &str) -> (Phone, String) {
        self.prove_mailbox(flow).await;
        let secret = self
            .get("/enrollment/device", flow)
            .await
            .ok()
            .text("/secret");
        let phone = Phone::scan(&secret);
        let body = json!({ "code": phone.code(&self.clock) });
        let confirmed = self
            .post("/enrollment/device/confirm", flow, &body)
            .await
            .ok();
        assert_eq!(confirmed.text("/step"), "code");
        (phone, confirmed.text("/flow_token"))
    }

    /// Sets up a phone for somebody who has none, and signs in with it.
    pub(crate) async fn set_up_phone(&self, session: &str) -> (Phone, String) {
        let started = self
            .send("POST", "/me/enrollment", session, None)
            .await
            .ok();
        let (phone, flow) = self.enroll(&started.text("/flow_token")).await;
        let session = self.code_session(&flow, &phone).await;
        (phone, session)
    }

    /// Finishes a flow in step `code` with the next fresh code.
    pub(crate) async fn code_session(&self, flow: &str, phone: &Phone) -> String {
        self.clock.advance(Duration::from_secs(30));
        let body = json!({ "code": phone.code(&self.clock) });
        self.post("/sign-in/code", flow, &body)
            .await
            .ok()
            .text("/session/token")
    }

    /// Signs in with a phone.
    pub(crate) async fn sign_in_with(&self, email: &str, phone: &Phone) -> String {
        let flow = self.sign_in(email).await.ok().text("/flow_token");
        self.code_session(&flow, phone).await
    }
}

/// An authenticator app.
#[derive(Clone)]
pub(crate) struct Phone(Vec<u8>);

impl Phone {
    pub(crate) fn scan(secret: &str) -> Self {
        let alphabet = base32::Alphabet::Rfc4648 { padding: false };
        Self(base32::decode(alphabet, secret).expect("Base32"))
    }

    pub(crate) fn of(secret: &[u8]) -> Self {
        Self(secret.into())
    }

    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }

    /// The code that it shows at the clock's time.
    pub(crate) fn code(&self, clock: &Clock) -> String {
        self.code_after(clock, 0)
    }

    /// The code of a step before or after the clock's time.
    pub(crate) fn code_after(&self, clock: &Clock, steps: i64) -> String {
        let seconds = clock.now().seconds() + 30 * steps;
        totp_custom::<Sha1>(30, 6, &self.0, seconds.unsigned_abs())
    }

    /// A code that is none of those that it shows about now.
    pub(crate) fn wrong_code(&self, clock: &Clock) -> String {
        let is_near = |code: &String| (-2..=2).any(|steps| self.code_after(clock, steps) == *code);
        let mut codes = (0..10).map(|n| format!("{n:06}"));
        let wrong = codes.find(|code| !is_near(code));
        wrong.expect("five codes cannot fill ten")
    }
}
