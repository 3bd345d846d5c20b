//! PostgreSQL is away, says nothing, or is lost in the middle: never a wrong yes, and no restart.

use crate::database::TestDatabase;
use crate::fault_proxy::{FaultProxy, Network};
use crate::rows::count_sessions_with_code;
use crate::support::{ADMIN, Answer, PASSWORD, TestApp};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// An installation behind a network that can fail; none where there is only a file.
async fn behind_a_network() -> Option<(TestApp, FaultProxy, String)> {
    let proxy = FaultProxy::start()?;
    let database = Arc::new(TestDatabase::create());
    let url = proxy.url(database.url());
    let app = TestApp::start_on(database, &url);
    let admin = app.set_up().await;
    Some((app, proxy, admin))
}

#[track_caller]
fn is_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.body["code"], "unavailable", "{answer:?}");
    let wait = answer.headers["retry-after"].to_str().expect("a number");
    assert!((1..=2).contains(&wait.parse().unwrap_or(0)), "{wait}");
}

/// while the server is away or silent every step answers 503, and afterwards goes on.
#[actix_web::test]
async fn a_server_that_is_away_opens_nothing() {
    let Some((app, proxy, admin)) = behind_a_network().await else {
        return;
    };
    let (phone, session) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    app.clock.advance(Duration::from_secs(30));
    for network in [Network::Down, Network::Silent] {
        proxy.set(network);
        let password = json!({ "email": ADMIN, "password": PASSWORD });
        let code = json!({ "code": phone.code(&app.clock) });
        let version = json!({ "two_step": "optional", "version": 1 });
        let steps = [
            ("POST", "/sign-in", "", Some(&password)),
            ("POST", "/sign-in/code", &flow, Some(&code)),
            ("POST", "/sign-in/new-device", &flow, None),
            ("GET", "/sign-in", &flow, None),
            ("GET", "/me", &session, None),
            ("GET", "/members", &session, None),
            ("PUT", "/policy", &session, Some(&version)),
            ("DELETE", "/session", &session, None),
        ];
        let answers = steps.map(|(method, path, token, body)| app.send(method, path, token, body));
        for answer in join_all(answers).await {
            is_unavailable(&answer);
        }
        assert_eq!(app.readyz().await.status, 503);
        proxy.set(Network::Works);
        app.get("/me", &session).await.ok();
    }
    app.code_session(&flow, &phone).await;
}

/// connections that died while nobody used them cost nobody an answer.
#[actix_web::test]
async fn dead_idle_connections_are_replaced() {
    let Some((app, proxy, admin)) = behind_a_network().await else {
        return;
    };
    join_all((0..20).map(|_| app.get("/me", &admin))).await;
    let german = json!({ "locale": "de" });
    let write = || app.send("PATCH", "/me", &admin, Some(&german));
    join_all((0..20).map(|_| write())).await;
    for _ in 0..2 {
        proxy.set(Network::Down);
        app.get("/me", &admin).await.refused(503, "unavailable");
        proxy.set(Network::Works);
        for answer in join_all((0..20).map(|_| app.get("/me", &admin))).await {
            answer.ok();
        }
        for answer in join_all((0..20).map(|_| write())).await {
            answer.ok();
        }
    }
}

/// the server is lost between the commit and its answer. Whether the code was spent is not
/// known, so the answer is no; the same code again makes no second session.
#[actix_web::test]
async fn a_lost_commit_is_no_yes_and_no_second_session() {
    let Some((app, proxy, admin)) = behind_a_network().await else {
        return;
    };
    let (phone, session) = app.set_up_phone(&admin).await;
    let flow = app.sign_in(ADMIN).await.text("/flow_token");
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": phone.code(&app.clock) });
    proxy.set(Network::LosesCommit);
    is_unavailable(&app.post("/sign-in/code", &flow, &code).await);
    proxy.set(Network::Works);
    let again = app.post("/sign-in/code", &flow, &code).await;
    assert_eq!(again.status, 401, "{again:?}");
    let second = app.sign_in(ADMIN).await.text("/flow_token");
    let again = app.post("/sign-in/code", &second, &code).await;
    again.refused(401, "already_used");
    let made = app
        .context
        .db
        .read(count_sessions_with_code)
        .await
        .expect("a count");
    assert_eq!(made, 2, "the one before, and the one without an answer");
    app.code_session(&second, &phone).await;
    app.get("/me", &session).await.ok();
}
