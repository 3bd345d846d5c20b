//! A journey through the whole program that remembers every secret that it met.

use crate::support::{AGENT, PASSWORD, Phone};
use crate::watched::{Watched, text};
use serde_json::{Value, json};
use twostep::platform::clock::Clock;

const WRONG: &str = "wrong canary password";
const NEW: &str = "copper lantern orchard";

/// What must not be seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hidden {
    /// Long enough to be found as they are.
    texts: Vec<String>,
    /// Six digits, found where they stand alone.
    codes: Vec<String>,
}

impl Hidden {
    pub(crate) fn count(&self) -> usize {
        self.texts.len() + self.codes.len()
    }

    /// Those that stand in a text.
    pub(crate) fn found_in(&self, text: &str) -> Vec<&str> {
        let texts = self.texts.iter().filter(|secret| text.contains(*secret));
        let codes = self.codes.iter().filter(|code| holds_code(text, code));
        texts.chain(codes).map(String::as_str).collect()
    }
}

/// Whether a code stands by itself: not within an id, nor as the fraction of a second.
fn holds_code(text: &str, code: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    text.match_indices(code).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + code.len()..].chars().next();
        !before.is_some_and(|c| is_part(c) || c == '.') && !after.is_some_and(is_part)
    })
}

/// The secrets of a journey.
#[derive(Default)]
pub(crate) struct Secrets {
    all: Hidden,
    /// What only a mail may say.
    mailed: Hidden,
}

impl Secrets {
    pub(crate) fn everything(&self) -> &Hidden {
        &self.all
    }

    pub(crate) fn mailed(&self) -> &Hidden {
        &self.mailed
    }

    fn keep(&mut self, text: &str) {
        assert!(text.len() > 6, "{text}");
        self.all.texts.push(text.to_owned());
    }

    fn keep_code(&mut self, code: &str) {
        self.all.codes.push(code.to_owned());
    }

    async fn mailed_code(&mut self, app: &Watched, to: &str, text: &str) -> String {
        let code = app.mailed_code(to, text).await;
        self.mailed.codes.push(code.clone());
        self.keep_code(&code);
        code
    }

    async fn mailed_token(&mut self, app: &Watched, prefix: &str) -> String {
        let token = app.mailed_token(AGENT, prefix).await;
        self.mailed.texts.push(token.clone());
        self.keep(&token);
        token
    }
}

/// Every secret there is: right, wrong, misshapen and in the wrong place.
pub(crate) async fn walk(app: &Watched) -> Secrets {
    let mut secrets = Secrets::default();
    for password in [PASSWORD, WRONG, NEW] {
        secrets.keep(password);
    }
    secrets.keep(&app.setup_token);
    let admin = app.set_up().await;
    secrets.keep(&admin);
    invite(app, &mut secrets, &admin).await;
    let session = sign_in(app, &mut secrets, AGENT).await;
    enroll(app, &mut secrets, &session).await;
    recover(app, &mut secrets).await;
    change_address(app, &mut secrets, &admin).await;
    in_a_browser(app, &mut secrets).await;
    in_the_wrong_place(app, &secrets).await;
    let keys = std::fs::read_to_string(app.folder.path().join("twostep.keys")).expect("the keys");
    for key in keys.lines().filter_map(|line| line.split('"').nth(1)) {
        if key.len() > 20 {
            secrets.keep(key);
        }
    }
    secrets
}

async fn invite(app: &Watched, secrets: &mut Secrets, admin: &str) {
    let member = json!({ "email": AGENT, "display_name": "Jo Doe", "role": "agent" });
    app.post("/members", admin, &member).await;
    let token = secrets.mailed_token(app, "tsi_").await;
    for body in [
        json!({ "token": token, "password": [PASSWORD] }),
        json!({ "token": { "x": token }, "password": PASSWORD }),
        json!({ "token": token, "password": PASSWORD, "x": PASSWORD }),
        json!({ "token": token, "password": "short" }),
        json!({ "token": token, "password": PASSWORD }),
        json!({ "token": token, "password": PASSWORD }),
    ] {
        app.post("/invitations/accept", "", &body).await;
    }
}

async fn sign_in(app: &Watched, secrets: &mut Secrets, email: &str) -> String {
    let body = |password: Value| json!({ "email": email, "password": password });
    for password in [json!(WRONG), json!([PASSWORD]), json!({ "x": PASSWORD })] {
        app.post("/sign-in", "", &body(password)).await;
    }
    let mut extra = body(json!(PASSWORD));
    extra[PASSWORD] = json!(PASSWORD);
    app.post("/sign-in", "", &extra).await;
    let answer = app.post("/sign-in", "", &body(json!(PASSWORD))).await;
    let token = text(&answer, "/session/token");
    secrets.keep(&token);
    token
}

/// From the code by mail to the first code that signs in.
async fn enroll(app: &Watched, secrets: &mut Secrets, session: &str) {
    let started = app.ask("POST", "/me/enrollment", session).await;
    let flow = text(&started, "/flow_token");
    secrets.keep(&flow);
    app.ask("POST", "/enrollment/email", &flow).await;
    let code = secrets.mailed_code(app, AGENT, "Email Verification").await;
    let mut tried = wrong(&code).to_vec();
    tried.push(json!({ "code": code }));
    for body in tried {
        app.post("/enrollment/email/verify", &flow, &body).await;
    }
    let device = app.ask("GET", "/enrollment/device", &flow).await;
    let secret = text(&device, "/secret");
    for field in ["/secret", "/otpauth_uri", "/qr_svg"] {
        secrets.keep(&text(&device, field));
    }
    secrets.keep("otpauth");
    let phone = Phone::scan(&secret);
    let code = phone.code(&Clock::System);
    secrets.keep_code(&code);
    for body in wrong(&code) {
        app.post("/enrollment/device/confirm", &flow, &body).await;
    }
    let body = json!({ "code": code });
    let confirmed = app.post("/enrollment/device/confirm", &flow, &body).await;
    let flow = text(&confirmed, "/flow_token");
    secrets.keep(&flow);
    // The next one is taken already: a phone's clock may be ahead by a step.
    let code = phone.code_after(&Clock::System, 1);
    secrets.keep_code(&code);
    for body in wrong(&code) {
        app.post("/sign-in/code", &flow, &body).await;
    }
    let body = json!({ "code": code, "audience": "https://remote.example.com" });
    let done = app.post("/sign-in/code", &flow, &body).await;
    secrets.keep(&text(&done, "/session/token"));
    secrets.keep(&text(&done, "/receipt"));
    let again = json!({ "email": AGENT, "password": PASSWORD });
    let again = app.post("/sign-in", "", &again).await;
    let flow = text(&again, "/flow_token");
    secrets.keep(&flow);
    let used = app.post("/sign-in/code", &flow, &body).await;
    assert_eq!(used["code"], "already_used", "{used}");
}

/// The ways in which a code is sent that does not help.
fn wrong(code: &str) -> [Value; 3] {
    [
        json!({ "code": [code] }),
        json!({ "code": format!("{code} ") }),
        json!({ "code": code, "x": code }),
    ]
}

async fn recover(app: &Watched, secrets: &mut Secrets) {
    app.post("/password-reset", "", &json!({ "email": AGENT }))
        .await;
    let token = secrets.mailed_token(app, "tsp_").await;
    for body in [
        json!({ "token": token, "new_password": [NEW] }),
        json!({ "token": token, "new_password": NEW, "code": "x" }),
        json!({ "token": token, "new_password": NEW }),
        json!({ "token": token, "new_password": NEW }),
    ] {
        app.post("/password-reset/confirm", "", &body).await;
    }
}

/// The administrator's address, with the code from the new mailbox, and the password.
async fn change_address(app: &Watched, secrets: &mut Secrets, admin: &str) {
    let new = json!({ "email": "ada@new.example" });
    app.post("/me/email", admin, &new).await;
    let code = secrets.mailed_code(app, "ada@new.example", "\n").await;
    for body in wrong(&code) {
        app.post("/me/email/verify", admin, &body).await;
    }
    let body = json!({ "code": code });
    app.post("/me/email/verify", admin, &body).await;
    for body in [
        json!({ "password": WRONG }),
        json!({ "password": PASSWORD, "code": 1 }),
        json!({ "password": PASSWORD }),
    ] {
        app.post("/me/reauthenticate", admin, &body).await;
    }
    let change = json!({ "current_password": PASSWORD, "new_password": [NEW] });
    app.post("/me/password", admin, &change).await;
    let change = json!({ "current_password": PASSWORD, "new_password": NEW });
    let changed = app.post("/me/password", admin, &change).await;
    assert_eq!(changed["code"], Value::Null, "{changed}");
}

/// The cookies of a browser, and what goes with them.
async fn in_a_browser(app: &Watched, secrets: &mut Secrets) {
    let body = json!({ "email": "ada@new.example", "password": NEW, "transport": "cookie" });
    let request = app.request("POST", "/sign-in").json(&body);
    let answer = request
        .header("sec-fetch-site", "same-origin")
        .send()
        .await
        .expect("an answer");
    let cookies: Vec<String> = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned))
        .filter(|cookie| !cookie.ends_with('='))
        .collect();
    assert_eq!(cookies.len(), 2, "a session and a known browser");
    for cookie in &cookies {
        secrets.keep(cookie.rsplit('=').next().unwrap_or_default());
    }
    let me = app
        .request("GET", "/me")
        .header("cookie", cookies.join("; "));
    let me = app.send(me).await;
    let csrf = text(&me, "/csrf_token");
    secrets.keep(&csrf);
    for token in ["wrong", &csrf] {
        let request = app.request("PATCH", "/me").header("x-csrf", token);
        let request = request
            .header("cookie", cookies.join("; "))
            .header("sec-fetch-site", "same-origin");
        app.send(request.json(&json!({ "locale": "de" }))).await;
    }
}

/// Secrets where they do not belong: paths, queries, headers, bodies that are no JSON.
async fn in_the_wrong_place(app: &Watched, secrets: &Secrets) {
    for secret in &secrets.all.texts {
        let escaped: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for path in [
            format!("/invitations/{escaped}"),
            format!("/members/{escaped}"),
            format!("/members?search={escaped}&{escaped}=1"),
            format!("/me?token={escaped}"),
        ] {
            if path.len() < 2000 {
                app.ask("GET", &path, "").await;
            }
        }
        let request = app.request("POST", "/sign-in");
        let request = request.header("content-type", "application/json");
        app.send(request.body(format!("{{\"email\": \"{secret}\", ")))
            .await;
        if secret.len() < 200 && secret.is_ascii() {
            for name in ["authorization", "cookie", "x-csrf", "origin", "user-agent"] {
                let request = app.request("GET", "/me").header(name, secret);
                app.send(request).await;
            }
            app.ask("GET", "/me", secret).await;
        }
    }
}
