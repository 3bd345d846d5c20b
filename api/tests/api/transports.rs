//! A flow is good for the transport it was made for: a cookie's token is nothing as a bearer token, and the
//! other way round, on each way that leads to a session.

use crate::recovery::agent_with_phone;
use crate::support::{AGENT, Answer, PASSWORD, Phone, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::secret::Secret;
use shared_types::sessions::Transport;
use std::time::Duration;
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::sign_ins;
use twostep::second_step::flow::{self, FlowCredential};

const FLOW: &str = "__Host-tsv_flow=";

/// The token and the anti-forgery value of a flow that was begun in a browser.
async fn in_a_browser(app: &TestApp) -> (String, String) {
    let started = app.start_in_a_browser(AGENT).await;
    let cookies = started.headers.get_all("set-cookie").iter();
    let mut lines = cookies.filter_map(|line| line.to_str().ok());
    let token = lines
        .find_map(|line| line.strip_prefix(FLOW)?.split(';').next())
        .expect("the cookie of the flow");
    (token.to_owned(), started.text("/csrf_token"))
}

async fn by_cookie(app: &TestApp, token: &str, csrf_token: &str, body: &Value) -> Answer {
    let request = app
        .request("POST", "/sign-in/code")
        .header("sec-fetch-site", "same-origin")
        .header("x-csrf", csrf_token)
        .header("cookie", format!("{FLOW}{token}"))
        .json(body);
    app.finish(request).await
}

async fn sessions(app: &TestApp) -> i64 {
    let count = |c: &mut DbConnection| {
        let sessions = sign_ins::table.filter(sign_ins::state.eq("session"));
        sessions.filter(sign_ins::aal.eq(2)).count().get_result(c)
    };
    app.context.db.read(count).await.expect("a count")
}

/// The anti-forgery value of any cookie: with it, nothing but the transport is wrong.
fn csrf_token(app: &TestApp, token: &str) -> String {
    let credential = twostep::platform::http::credential::Credential {
        token: Secret::new(token),
        transport: Transport::Cookie,
    };
    let value = twostep::platform::http::csrf::token_of(&app.context, &credential);
    value.expect("a value").expose().to_owned()
}

fn right(app: &TestApp, phone: &Phone) -> Value {
    json!({ "code": phone.code(&app.clock) })
}

/// S-01 (transport): the right code with the token of a cookie as a bearer token makes no session, and spends
/// nothing: the same code is right in the browser.
#[actix_web::test]
async fn a_cookie_is_no_bearer_token() {
    let (app, _, phone) = agent_with_phone().await;
    let (token, csrf_token) = in_a_browser(&app).await;
    app.clock.advance(Duration::from_secs(30));
    let before = sessions(&app).await;
    let refused = app
        .post("/sign-in/code", &token, &right(&app, &phone))
        .await;
    refused.refused(401, "flow_expired");
    assert_eq!(sessions(&app).await, before);
    let code = right(&app, &phone);
    by_cookie(&app, &token, &csrf_token, &code).await.ok();
    assert_eq!(sessions(&app).await, before + 1);
}

/// S-01 (transport): a bearer token in the cookie of a flow makes no session either.
#[actix_web::test]
async fn a_bearer_token_is_no_cookie() {
    let (app, _, phone) = agent_with_phone().await;
    let token = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.clock.advance(Duration::from_secs(30));
    let (before, code) = (sessions(&app).await, right(&app, &phone));
    let csrf_token = csrf_token(&app, &token);
    let refused = by_cookie(&app, &token, &csrf_token, &code).await;
    refused.refused(401, "flow_expired");
    assert_eq!(sessions(&app).await, before);
    app.post("/sign-in/code", &token, &code).await.ok();
    assert_eq!(sessions(&app).await, before + 1);
}

/// S-01 (transport): the flows of a batch are read in one statement, and each is asked for its transport too.
#[actix_web::test]
async fn a_batch_asks_for_the_transport() {
    let (app, _, _) = agent_with_phone().await;
    let (cookie, _) = in_a_browser(&app).await;
    let bearer = app
        .post(
            "/sign-in",
            "",
            &json!({ "email": AGENT, "password": PASSWORD }),
        )
        .await;
    let bearer = bearer.ok().text("/flow_token");
    let credential = |text: &str, transport| FlowCredential {
        transport,
        token: token::presented(TokenKind::Flow, text).expect("a token of a flow"),
        csrf_token: None,
    };
    let asked = [
        credential(&cookie, Transport::Bearer),
        credential(&bearer, Transport::Cookie),
        credential(&cookie, Transport::Cookie),
        credential(&bearer, Transport::Bearer),
    ];
    let now = app.clock.now();
    // A flow is found once in a batch, so that each pair is asked for by itself.
    let read = move |c: &mut DbConnection| {
        let mut found = Vec::new();
        for pair in asked.chunks(2) {
            let pair: Vec<&FlowCredential> = pair.iter().collect();
            found.extend(flow::load_together(c, &pair, now)?);
        }
        Ok(found.iter().map(Option::is_some).collect::<Vec<_>>())
    };
    let found = app.context.db.read(read).await.expect("flows");
    assert_eq!(found, [false, false, true, true]);
}
