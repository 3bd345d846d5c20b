//! Cookies: what our own pages do, from the password to the end of the session.

use crate::oauth_support::browser_session;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, Phone, TestApp};
use crate::support_recovery::cookie;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use twostep::record::audit::Action;

/// S-07 (Clear-Site-Data), B-01, B-02: the whole way with cookies only; no token ever stands in a body.
#[actix_web::test]
async fn a_browser_sets_up_and_signs_in() {
    let (app, _) = TestApp::with_admin().await;
    let mut browser = Browser::new(&app);
    let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let session = browser.post("/sign-in", &password).await;
    assert_eq!(session.text("/step"), "done");
    assert_eq!(browser.names(), ["__Host-tsv", "__Host-tsv_dev"]);
    browser.get("/me").await;
    browser.post("/me/enrollment", &Value::Null).await;
    assert!(browser.names().contains(&"__Host-tsv_flow"));
    let phone = browser.enroll().await;
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": phone.code(&app.clock) });
    let session = browser.post("/sign-in/code", &code).await;
    assert_eq!(session.body["session"]["aal"], 2);
    assert_eq!(browser.names(), ["__Host-tsv", "__Host-tsv_dev"]);
    let me = browser.get("/me").await;
    assert_eq!(me.text("/two_step/state"), "on");
    let out = browser.send("DELETE", "/session", &Value::Null).await.ok();
    assert_eq!(out.headers["clear-site-data"], "\"storage\"");
    assert_eq!(browser.names(), ["__Host-tsv_dev"]);
}

/// A jar, the last anti-forgery value, and the headers that browsers send by themselves.
pub(crate) struct Browser<'a> {
    app: &'a TestApp,
    /// Where it is, behind a proxy.
    pub(crate) address: Option<&'static str>,
    cookies: BTreeMap<String, String>,
    csrf_token: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            address: None,
            cookies: BTreeMap::new(),
            csrf_token: String::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null).await.ok()
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body).await.ok()
    }

    /// From the step `email` to the step `code`.
    pub(crate) async fn enroll(&mut self) -> Phone {
        self.post("/enrollment/email", &Value::Null).await;
        let mail = self.app.newest_mail("email_verification").await;
        let code = json!({ "code": mail["content"]["code"] });
        self.post("/enrollment/email/verify", &code).await;
        let pending = self.get("/enrollment/device").await;
        let phone = Phone::scan(&pending.text("/secret"));
        let code = json!({ "code": phone.code(&self.app.clock) });
        self.post("/enrollment/device/confirm", &code).await;
        phone
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let pairs = self.cookies.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = self
            .app
            .request(method, path)
            .header("cookie", pairs.join("; "))
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf", &self.csrf_token);
        if let Some(address) = self.address {
            request = request.header("x-forwarded-for", address);
        }
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = self.app.finish(request).await;
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for token in ["/flow_token", "/session/token"] {
            assert_eq!(answer.body.pointer(token), None, "a token in a body");
        }
        if answer.body["csrf_token"].is_string() {
            self.csrf_token = answer.text("/csrf_token");
        }
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().expect("a readable cookie");
            let (pair, attributes) = line.split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("name=value");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// What is left when the person closes the browser and the session ends.
    pub(crate) fn forget_session(&mut self) {
        self.cookies.retain(|name, _| name == "__Host-tsv_dev");
    }

    fn names(&self) -> Vec<&str> {
        self.cookies.keys().map(String::as_str).collect()
    }
}

/// Issue 16 (remarks): who signs in again in a browser with a living session ends it, for nobody has its token any more.
/// A program that happens to send the cookie ends nothing. The answer names the new session.
#[actix_web::test]
async fn a_new_session_of_a_browser_ends_the_old_one() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let old = browser_session(&app, ADMIN).await;
    let sign_in = async |transport: &str| {
        let body = json!({ "email": AGENT, "password": PASSWORD, "transport": transport });
        let request = app.request("POST", "/sign-in").json(&body);
        let request = request.header("sec-fetch-site", "same-origin");
        app.finish(request.header("cookie", &old)).await.ok()
    };
    let me = async |session: &str| {
        let request = app.request("GET", "/me").header("cookie", session);
        app.finish(request).await
    };
    sign_in("bearer").await;
    assert_eq!(me(&old).await.status, 200);
    let signed_in = sign_in("cookie").await;
    assert_eq!(me(&old).await.status, 401);
    let new = me(&cookie(&signed_in, "__Host-tsv=")).await.ok();
    assert_eq!(new.text("/session/id"), signed_in.text("/session/id"));
    let recorded = details_of(&app.context.db, Action::SessionEnded).await;
    assert_eq!(recorded.len(), 1);
}
