//! A console that signs people in with us, as tests play it: its registration, a browser that goes there, its server.

use crate::support::{Answer, PASSWORD, Phone, TestApp};
use crate::support_recovery::cookie;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation};
use reqwest::RequestBuilder;
use reqwest::redirect::Policy;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;

/// Where the console takes browsers back.
pub(crate) const CALLBACK: &str = "https://remote.example.com/callback";
/// What its server keeps of each start (RFC 7636 §4.1).
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Where the tests' installation says that it is.
pub(crate) const ISSUER: &str = "http://localhost:8080";

/// RFC 7636 §4.2.
pub(crate) fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// A console that an administrator registered.
pub(crate) struct Console<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) id: String,
    /// Empty where it keeps none.
    pub(crate) secret: String,
}

/// What registers a console.
pub(crate) fn registration() -> Value {
    json!({ "name": "Acme Remote", "redirect_uris": [CALLBACK] })
}

/// Registers a console with these fields beside the needed ones.
pub(crate) async fn register<'a>(app: &'a TestApp, admin: &str, fields: &Value) -> Console<'a> {
    let mut body = registration();
    let fields = fields.as_object().cloned().unwrap_or_default();
    body.as_object_mut().expect("fields").extend(fields);
    let made = app.post("/clients", admin, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let secret = made.body["client_secret"].as_str().unwrap_or_default();
    Console {
        app,
        id: made.text("/client_id"),
        secret: secret.to_owned(),
    }
}

/// A request whose redirects are shown and not followed.
pub(crate) fn still(app: &TestApp, method: &str, path: &str) -> RequestBuilder {
    let client = reqwest::Client::builder().redirect(Policy::none()).build();
    let method = method.parse().expect("a method");
    let client = client.expect("a client");
    client.request(method, format!("{}{path}", app.base()))
}

/// An answer, with its text.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Shown {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let answer = request.send().await.expect("an answer");
        Self {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.expect("a text"),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect after credentials leads (RFC 9700 §4.12: 303).
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.header("location")
    }

    /// What comes back to the console.
    #[track_caller]
    pub(crate) fn back(&self) -> BTreeMap<String, String> {
        let location = self.location();
        let (address, query) = location.split_once('?').expect("a query");
        assert_eq!(address, CALLBACK);
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        pairs.collect()
    }

    /// The error that comes back to the console.
    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        let back = self.back();
        assert!(!back.contains_key("code"), "{back:?}");
        back["error"].clone()
    }

    /// The code that comes back to the console.
    #[track_caller]
    pub(crate) fn code(&self) -> String {
        let back = self.back();
        back.get("code")
            .unwrap_or_else(|| panic!("{back:?}"))
            .clone()
    }

    /// The page of the browser application that comes first, and where it goes on.
    #[track_caller]
    pub(crate) fn page(&self) -> (String, String) {
        let (path, query) = self.location().split_once('?').expect("a query");
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (name, target) = pairs.next().expect("a parameter");
        assert_eq!((&*name, pairs.next()), ("continue", None));
        (path.to_owned(), target.into_owned())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Console<'_> {
    /// The query of a start, with more parameters; one that is empty takes a needed one away.
    pub(crate) fn query(&self, more: &[(&str, &str)]) -> String {
        let challenge = challenge();
        let mut pairs: Vec<(&str, &str)> = vec![
            ("client_id", &self.id),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email groups"),
            ("state", "s t&a"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        for (name, value) in more {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, value));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs).finish()
    }

    /// A browser with this session goes to the authorization endpoint.
    pub(crate) async fn start(&self, session: &str, more: &[(&str, &str)]) -> Shown {
        let path = format!("/oauth/authorize?{}", self.query(more));
        Shown::of(browse(self.app, &path, session)).await
    }

    /// Its server sends a form.
    pub(crate) fn send(&self, path: &str, form: String) -> RequestBuilder {
        let request = still(self.app, "POST", path)
            .header("content-type", "application/x-www-form-urlencoded");
        if self.secret.is_empty() {
            request.body(format!("{form}&client_id={}", self.id))
        } else {
            request.basic_auth(&self.id, Some(&self.secret)).body(form)
        }
    }

    pub(crate) async fn redeem(&self, code: &str, more: &[(&str, &str)]) -> Shown {
        Shown::of(self.send("/oauth/token", form(code, more))).await
    }

    /// From a session to the tokens.
    pub(crate) async fn sign_in(&self, session: &str) -> Value {
        let code = self.start(session, &[]).await.code();
        let tokens = self.redeem(&code, &[]).await;
        assert_eq!(tokens.status, 200, "{}", tokens.text);
        tokens.json()
    }

    pub(crate) async fn userinfo(&self, token: &str) -> Shown {
        let request = still(self.app, "GET", "/oauth/userinfo");
        Shown::of(request.bearer_auth(token)).await
    }
}

/// A browser opens an address on a page of ours; without a session the cookie is empty.
pub(crate) fn browse(app: &TestApp, path: &str, session: &str) -> RequestBuilder {
    let request = still(app, "GET", path).header("sec-fetch-site", "same-origin");
    if session.is_empty() {
        request
    } else {
        request.header("cookie", session)
    }
}

/// A page of ours sends a form.
pub(crate) fn post_form(app: &TestApp, path: &str, session: &str, form: String) -> RequestBuilder {
    still(app, "POST", path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", session)
        .body(form)
}

/// The cookie of a session without a code.
pub(crate) async fn browser_session(app: &TestApp, email: &str) -> String {
    cookie(&app.start_in_a_browser(email).await, "__Host-tsv=")
}

/// The cookie of a session with a code.
pub(crate) async fn browser_session_with(app: &TestApp, email: &str, phone: &Phone) -> String {
    let started = app.start_in_a_browser(email).await;
    app.clock.advance(Duration::from_secs(30));
    let request = app
        .request("POST", "/sign-in/code")
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf", started.text("/csrf_token"))
        .header("cookie", cookie(&started, "__Host-tsv_flow="))
        .json(&json!({ "code": phone.code(&app.clock) }));
    cookie(&app.finish(request).await.ok(), "__Host-tsv=")
}

/// A change that a page of ours asks for, with this session.
pub(crate) async fn change(app: &TestApp, method: &str, path: &str, session: &str) -> Answer {
    let me = app.request("GET", "/me").header("cookie", session);
    let me = app.finish(me.header("sec-fetch-site", "same-origin")).await;
    let request = app
        .request(method, path)
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf", me.ok().text("/csrf_token"))
        .header("cookie", session)
        .json(&json!({ "password": PASSWORD }));
    app.finish(request).await.ok()
}

/// Confirms that it is the person, in a browser.
pub(crate) async fn confirm(app: &TestApp, session: &str) {
    change(app, "POST", "/me/reauthenticate", session).await;
}

/// The claims of an ID token, checked with the published keys as a relying party does.
pub(crate) async fn check_id_token(
    app: &TestApp,
    token: &str,
    audience: &str,
) -> Map<String, Value> {
    let keys = app
        .finish(app.at("GET", "/.well-known/jwks.json"))
        .await
        .body;
    let keys: JwkSet = serde_json::from_value(keys).expect("keys that a library reads");
    let header = jsonwebtoken::decode_header(token).expect("a token");
    let kid = header.kid.expect("a name");
    let key = keys.find(&kid).expect("a published key");
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.set_audience(&[audience]);
    validation.set_issuer(&[ISSUER]);
    let key = DecodingKey::from_jwk(key).expect("a key");
    let claims = jsonwebtoken::decode(token, &key, &validation);
    claims.expect("a good signature").claims
}

/// The form of a redemption, with other parameters.
pub(crate) fn form(code: &str, more: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in more {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value));
    }
    pairs.retain(|(_, value)| !value.is_empty());
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}
