//! Every operation of the document, called by everybody: who may call it, and what is answered,
//! must be what the document says.

use crate::api_tokens::token;
use crate::mass_assignment::body_of;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use crate::support_recovery::cookie;
use serde_json::{Value, json};
use shared_types::api_tokens::Scope;
use shared_types::limits::{BODY_BYTES, ROWS_BODY_BYTES, URL_BYTES};
use std::collections::BTreeSet;
use std::time::Duration;

const HELPDESK: &str = "help@example.com";
/// Whom operations are done to, and who has a phone.
const TARGET: &str = "target@example.com";
const ROLES: [&str; 3] = ["agent", "helpdesk", "admin"];

/// What other standards say in full: forms, pages, and errors that are no problems (RFC 6749 §5.2); and what a trusted
/// proxy alone may ask (`forward_auth.rs`).
pub(crate) fn is_of_others(path: &str) -> bool {
    let proxies = ["/auth-request", "/forward-auth"];
    path.starts_with("/oauth/") || path.starts_with("/.twostep/") || proxies.contains(&path)
}

/// The route that takes a file.
const FILE_ROUTE: &str = "/members/import";
/// The routes that take many rows.
const ROWS_ROUTES: [&str; 3] = ["/devices/import", "/members/batch", FILE_ROUTE];

/// What the document says of an operation.
struct Operation {
    method: String,
    path: String,
    has_body: bool,
    has_query: bool,
    /// The scheme that a bearer token is for, when there is one.
    scheme: Option<String>,
    /// The role that the session must have at least.
    role: Option<String>,
    /// Whether an API token with the right scope may call it.
    is_for_programs: bool,
    /// Status, with the problem code where it is none of success.
    answers: BTreeSet<(u16, String)>,
}

/// Whose credential a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    Nobody,
    /// A flow in this step.
    Flow(&'static str),
    /// A member of this role.
    Member(&'static str),
    /// An API token with every scope.
    Program,
}

/// Who changes nothing that others need comes first.
const CALLERS: [Caller; 8] = [
    Caller::Nobody,
    Caller::Flow("email"),
    Caller::Flow("enroll"),
    Caller::Flow("code"),
    Caller::Member("agent"),
    Caller::Member("helpdesk"),
    Caller::Program,
    Caller::Member("admin"),
];

/// All of them; what removes something comes last.
fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if is_of_others(path) {
            continue;
        }
        for (method, operation) in methods.as_object().expect("methods") {
            operations.push(Operation::read(method, path, operation));
        }
    }
    assert!(operations.len() > 30, "the document is empty");
    // The password of all tests is changed at the very end.
    operations.sort_by_key(|operation| match operation.path.as_str() {
        "/api/v1/me/password" => 2,
        _ => i32::from(operation.method == "DELETE"),
    });
    operations
}

impl Operation {
    fn read(method: &str, path: &str, operation: &Value) -> Self {
        let schemes = operation["security"].as_array().expect("a list of schemes");
        let mut schemes = schemes.iter().filter_map(Value::as_object).flatten();
        let is_for_programs = schemes.clone().any(|(name, _)| name == "api_token");
        let bearer = schemes.find(|(name, _)| name.ends_with("_token"));
        let parameters = operation["parameters"].as_array();
        let mut answers = BTreeSet::new();
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let status: u16 = status.parse().expect("a status");
            let content = &response["content"]["application/problem+json"];
            match content["examples"].as_object() {
                Some(codes) => answers.extend(codes.keys().map(|code| (status, code.clone()))),
                None => drop(answers.insert((status, String::new()))),
            }
        }
        Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            has_body: operation.get("requestBody").is_some(),
            has_query: parameters
                .into_iter()
                .flatten()
                .any(|one| one["in"] == "query"),
            scheme: bearer.map(|(name, _)| name.clone()),
            role: bearer.and_then(|(_, scopes)| Some(scopes[0].as_str()?.to_owned())),
            is_for_programs,
            answers,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn request(&self, app: &TestApp, id: &str, token: &str) -> reqwest::RequestBuilder {
        self.request_to(
            app,
            &self.path.replace("{id}", id).replace("{delivery}", id),
            token,
        )
    }

    fn request_to(&self, app: &TestApp, target: &str, token: &str) -> reqwest::RequestBuilder {
        let request = app.at(&self.method, target);
        match token {
            "" => request,
            token => request.bearer_auth(token),
        }
    }

    fn body(&self) -> Option<Value> {
        let short = self.path.strip_prefix("/api/v1").unwrap_or(&self.path);
        self.has_body.then(|| body_of(&self.method, short))
    }

    async fn call(&self, app: &TestApp, id: &str, token: &str) -> Answer {
        let request = self.request(app, id, token);
        let request = match self.body() {
            Some(body) => request.json(&body),
            None => request,
        };
        app.finish(request).await
    }

    /// What is answered stands in the document.
    fn says(&self, answer: &Answer, caller: Caller) {
        let code = answer.body["code"].as_str().unwrap_or_default();
        let code = if answer.status < 400 { "" } else { code };
        let found = self.answers.contains(&(answer.status, code.to_owned()));
        assert!(found, "{} as {caller:?}: {answer:?}", self.name());
    }

    /// Who may call it is who the document says.
    fn admits(&self, answer: &Answer, caller: Caller) {
        let code = answer.body["code"].as_str().unwrap_or_default();
        let place = |role: &str| ROLES.iter().position(|known| *known == role);
        let is_enough = |role: &str| {
            self.role
                .as_deref()
                .is_none_or(|least| place(role) >= place(least))
        };
        let expected = match (self.scheme.as_deref(), caller) {
            (Some("session_token" | "api_token"), Caller::Program) if self.is_for_programs => None,
            (Some("session_token"), Caller::Program) | (Some("api_token"), Caller::Member(_)) => {
                Some((403, "forbidden"))
            }
            (Some("session_token"), Caller::Member(role)) if is_enough(role) => None,
            (Some("session_token"), Caller::Member(_)) => Some((403, "forbidden")),
            (Some("flow_token"), Caller::Flow(_)) | (None, _) => None,
            (Some("flow_token"), Caller::Member(_) | Caller::Program) => {
                Some((401, "flow_expired"))
            }
            (Some("session_token" | "flow_token" | "api_token"), _) => {
                Some((401, "unauthenticated"))
            }
            (Some(other), _) => panic!("what is {other}?"),
        };
        let refused = [
            "unauthenticated",
            "flow_expired",
            "forbidden",
            "insufficient_scope",
        ];
        let refused = refused.contains(&code);
        match expected {
            None => assert!(!refused, "{} as {caller:?}: {answer:?}", self.name()),
            Some((status, code)) => answer.refused(status, code),
        }
    }

    /// The caller's own session, or the member to whom operations are done.
    async fn id(&self, people: &People, token: &str) -> String {
        if self.path.contains("/sessions/") {
            let me = people.app.get("/me", token).await;
            let session = me.body.pointer("/session/id").and_then(Value::as_str);
            return session.unwrap_or(&people.target).to_owned();
        }
        people.target.clone()
    }
}

/// An installation with somebody of each role, and somebody with a phone.
struct People {
    app: TestApp,
    target: String,
}

impl People {
    async fn start() -> Self {
        let (app, admin) = TestApp::with_admin().await;
        let mut target = String::new();
        for (email, role) in [(AGENT, "agent"), (HELPDESK, "helpdesk"), (TARGET, "agent")] {
            app.clock.advance(Duration::from_secs(61));
            target = app.invite(&admin, email, role).await;
        }
        let session = app.session_of(TARGET).await;
        app.set_up_phone(&session).await;
        Self { app, target }
    }

    /// A fresh credential. A day later no limit stands in the way.
    async fn credential(&self, caller: Caller) -> String {
        let app = &self.app;
        app.clock.advance(Duration::from_hours(24));
        match caller {
            Caller::Nobody => String::new(),
            Caller::Flow("code") => app.sign_in(TARGET).await.ok().text("/flow_token"),
            Caller::Flow(step) => {
                let session = app.session_of(AGENT).await;
                let flow = app.send("POST", "/me/enrollment", &session, None).await;
                let flow = flow.ok().text("/flow_token");
                if step == "enroll" {
                    app.prove_mailbox(&flow).await;
                }
                flow
            }
            Caller::Member("agent") => app.session_of(AGENT).await,
            Caller::Member("helpdesk") => app.session_of(HELPDESK).await,
            Caller::Member(_) => app.session_of(ADMIN).await,
            Caller::Program => {
                let admin = app.session_of(ADMIN).await;
                let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
                token(app, &admin, &scopes).await
            }
        }
    }

    /// Whether the credential is still what it was made as.
    async fn is_good(&self, caller: Caller, token: &str) -> bool {
        match caller {
            Caller::Nobody => true,
            Caller::Flow(step) => self.app.get("/sign-in", token).await.body["step"] == step,
            Caller::Member(_) => self.app.get("/me", token).await.status == 200,
            Caller::Program => self.app.get("/api-tokens/self", token).await.status == 200,
        }
    }
}

/// Everybody calls everything with a body that is well-formed.
#[actix_web::test]
async fn the_document_says_who_may_call_and_what_is_answered() {
    let operations = operations();
    let mut successes = BTreeSet::new();
    let people = People::start().await;
    for caller in CALLERS {
        let mut token = people.credential(caller).await;
        for operation in &operations {
            if !people.is_good(caller, &token).await {
                token = people.credential(caller).await;
            }
            let id = operation.id(&people, &token).await;
            let answer = operation.call(&people.app, &id, &token).await;
            operation.says(&answer, caller);
            operation.admits(&answer, caller);
            if answer.status < 300 {
                successes.insert(operation.name());
            }
        }
    }
    assert!(successes.len() > 25, "{successes:?}");
}

/// What an extractor refuses is refused alike by every operation that has it, and documented there.
#[actix_web::test]
async fn a_request_of_the_wrong_form_is_refused_as_documented() {
    let people = People::start().await;
    let app = &people.app;
    let program = people.credential(Caller::Program).await;
    let admin = people.credential(Caller::Member("admin")).await;
    let flow = app.sign_in(TARGET).await.ok().text("/flow_token");
    for operation in &operations() {
        let (caller, token) = match operation.scheme.as_deref() {
            Some("session_token") => (Caller::Member("admin"), admin.as_str()),
            Some("api_token") => (Caller::Program, program.as_str()),
            Some(_) => (Caller::Flow("code"), flow.as_str()),
            None => (Caller::Nobody, ""),
        };
        let id = &people.target;
        let request = || operation.request(app, id, token);
        let mut tries = Vec::new();
        if operation.has_body {
            let is_file = operation.path.ends_with(FILE_ROUTE);
            let content_type = if is_file {
                "text/csv"
            } else {
                "application/json"
            };
            let sent = |text: String| request().header("content-type", content_type).body(text);
            if is_file {
                tries.push((sent("x".to_owned()), 422, "invalid_input"));
            } else {
                tries.push((sent("{".to_owned()), 400, "malformed_request"));
                tries.push((sent("{\"x\":1}".to_owned()), 422, "invalid_input"));
            }
            let longest = if ROWS_ROUTES
                .iter()
                .any(|route| operation.path.ends_with(route))
            {
                ROWS_BODY_BYTES
            } else {
                BODY_BYTES
            };
            tries.push((sent(" ".repeat(longest + 1)), 413, "too_large"));
            tries.push((request().body("x"), 415, "unsupported_media_type"));
        }
        if operation.has_query {
            let path = operation.path.replace("{id}", id).replace("{delivery}", id);
            let with = |query: &str| format!("{path}?{query}");
            let (unknown, long) = (with("x=1"), with(&"x".repeat(URL_BYTES)));
            let to = |target: &str| operation.request_to(app, target, token);
            tries.push((to(&unknown), 422, "invalid_input"));
            tries.push((to(&long), 413, "too_large"));
        }
        if operation.path.contains("{id}") {
            let request = operation.request(app, "none", token);
            let request = operation
                .body()
                .iter()
                .fold(request, reqwest::RequestBuilder::json);
            tries.push((request, 404, "not_found"));
        }
        if operation.scheme.is_some() {
            let request = request().header("cookie", "__Host-tsv=x");
            tries.push((request, 400, "malformed_request"));
        }
        for (request, status, code) in tries {
            let answer = app.finish(request).await;
            answer.refused(status, code);
            operation.says(&answer, caller);
        }
    }
}

/// Whatever changes something asks a browser for the value that only our own pages know.
#[actix_web::test]
async fn a_forged_request_is_refused_as_documented() {
    let app = TestApp::start();
    app.set_up().await;
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let start = app.request("POST", "/sign-in").json(&body);
    let answer = app
        .finish(start.header("sec-fetch-site", "same-origin"))
        .await;
    let session = cookie(&answer.ok(), "__Host-tsv=");
    let mut forged = 0;
    for operation in &operations() {
        let scheme = operation.scheme.as_deref();
        // Browsers send no API token by themselves.
        if operation.method == "GET" || scheme.is_none_or(|scheme| scheme == "api_token") {
            continue;
        }
        let cookie = match scheme {
            Some("session_token") => session.clone(),
            _ => "__Host-tsv_flow=x".to_owned(),
        };
        let request = operation.request(&app, ADMIN, "").header("cookie", cookie);
        let request = operation
            .body()
            .iter()
            .fold(request, reqwest::RequestBuilder::json);
        let answer = app.finish(request).await;
        answer.refused(403, "forbidden");
        operation.says(&answer, Caller::Nobody);
        forged += 1;
    }
    assert!(forged > 20, "{forged}");
}
