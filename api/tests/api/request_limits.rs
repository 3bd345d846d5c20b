//! How many requests an API token may make (K-06), and changes that change nothing: neither fills the disk.

use crate::api_tokens::{make, token};
use crate::recovery::agent_with_phone;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::API_TOKEN_REQUESTS;
use std::time::Duration;
use twostep::platform::db::schema::{audit_events, limits};

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value.map_or("", |value| value.to_str().expect("ASCII"))
}

/// Rows of the record, and of counters.
async fn rows(app: &TestApp) -> (i64, i64) {
    let count = |c: &mut _| {
        let events = audit_events::table.count().get_result(c)?;
        Ok((events, limits::table.count().get_result(c)?))
    };
    app.context.db.read(count).await.expect("counts")
}

/// K-06 (limit): a token is granted its number in a minute and not one more, alone, at no cost of a row; the next
/// minute grants it again. Other tokens and the owner's session go on.
#[actix_web::test]
async fn a_token_makes_its_number_of_requests_in_a_minute() {
    let (app, admin) = TestApp::with_admin().await;
    let [first, second] = [
        token(&app, &admin, &["policy:read"]).await,
        token(&app, &admin, &["policy:read"]).await,
    ];
    let before = rows(&app).await;
    for asked in 1..=API_TOKEN_REQUESTS {
        let answer = app.get("/policy", &first).await.ok();
        let left = format!("\"requests\";r={};t=60", API_TOKEN_REQUESTS - asked);
        assert_eq!(header(&answer, "ratelimit"), left);
    }
    app.clock.advance(Duration::from_millis(19_500));
    let refused = app.get("/policy", &first).await;
    refused.refused(429, "throttled");
    assert_eq!(header(&refused, "retry-after"), "41");
    assert_eq!(header(&refused, "ratelimit"), "\"requests\";r=0;t=41");
    assert_eq!(refused.body["retry_after_seconds"], 41);
    app.get("/policy", &second).await.ok();
    app.get("/policy", &admin).await.ok();
    assert_eq!(rows(&app).await, before);
    app.clock.advance(Duration::from_millis(40_500));
    let again = app.get("/policy", &first).await.ok();
    assert_eq!(
        header(&again, "ratelimit"),
        format!("\"requests\";r={};t=60", API_TOKEN_REQUESTS - 1)
    );
}

/// K-06 (limit): of requests at the same moment no more are granted than the number.
#[actix_web::test]
async fn requests_at_once_do_not_pass_the_number() {
    let (app, admin) = TestApp::with_admin().await;
    let token = token(&app, &admin, &["policy:read"]).await;
    for _ in 0..API_TOKEN_REQUESTS - 20 {
        app.get("/policy", &token).await.ok();
    }
    let asked = (0..50).map(|_| app.get("/policy", &token));
    let answers = futures_util::future::join_all(asked).await;
    let granted = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((granted, refused), (20, 30));
}

/// K-06 (headers): every answer to a token carries both headers, whatever it answers and whichever part of the server
/// answered; answers to sessions, to nobody, and to a token that opens nothing carry none.
#[actix_web::test]
async fn every_answer_to_a_token_says_what_is_left() {
    let (app, admin) = TestApp::with_admin().await;
    let made = make(&app, &admin, &["members:write", "members:read"])
        .await
        .ok();
    let (token, id) = (made.text("/token"), made.text("/id"));
    let with = |method: &str, path: &str| app.request(method, path).bearer_auth(&token);
    let json = |text: &'static str| {
        let request = with("POST", "/members").header("content-type", "application/json");
        request.body(text)
    };
    let asked = [
        (with("GET", "/members"), 200),
        (with("HEAD", "/members"), 200),
        (with("GET", "/members/none"), 404),
        (with("GET", "/members?limit=0"), 422),
        (with("GET", "/policy"), 403),
        (json("{"), 400),
        (with("POST", "/members").body("x"), 415),
        (json("{\"x\":1}"), 422),
        (json(Box::leak(" ".repeat(17_000).into_boxed_str())), 413),
        (with("GET", "/nowhere"), 404),
        (with("PUT", "/members"), 405),
        (with("DELETE", "/session"), 403),
        (with("POST", "/sign-in/new-device"), 401),
    ];
    for (at, (request, status)) in asked.into_iter().enumerate() {
        let answer = app.finish(request).await;
        assert_eq!(answer.status, status, "{at}: {answer:?}");
        let left = usize::try_from(API_TOKEN_REQUESTS).expect("small") - at - 1;
        assert_eq!(
            header(&answer, "ratelimit"),
            format!("\"requests\";r={left};t=60")
        );
        assert_eq!(
            header(&answer, "ratelimit-policy"),
            format!("\"requests\";q={API_TOKEN_REQUESTS};w=60")
        );
    }
    app.send("DELETE", &format!("/api-tokens/{id}"), &admin, None)
        .await
        .ok();
    for answer in [
        app.get("/members", &admin).await.ok(),
        app.get("/members", "").await,
        app.get("/members", &token).await,
        app.sign_in(ADMIN).await,
        app.finish(app.at("GET", "/healthz").bearer_auth(&token))
            .await,
    ] {
        assert_eq!(header(&answer, "ratelimit"), "", "{answer:?}");
        assert_eq!(header(&answer, "ratelimit-policy"), "", "{answer:?}");
    }
}

/// G-02: what is accepted and changes nothing is answered 200 and writes nothing, however often it is asked.
#[actix_web::test]
async fn what_changes_nothing_is_not_recorded() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let scopes = ["members:write", "devices:reset"];
    let program = token(&app, &admin, &scopes).await;
    let path = format!("/members/{member}");
    let policy = json!({ "two_step": "optional", "version": 1 });
    let same = json!({ "display_name": "Jo Doe", "role": "agent", "status": "active" });
    let own = json!({ "display_name": "Ada Admin", "locale": null });
    let hook = json!({ "url": "https://hooks.example.com/a", "events": ["policy.changed"] });
    let made = app.post("/webhooks", &admin, &hook).await.ok();
    let hook = json!({ "url": "https://hooks.example.com/a", "events": ["policy.changed"], "status": "active" });
    let webhook = format!("/webhooks/{}", made.text("/id"));
    let name = json!({ "name": "Night" });
    let made = app.post("/groups", &admin, &name).await.ok();
    let group = format!("/groups/{}", made.text("/id"));
    let in_group = json!({ "groups": ["Night"] });
    app.send("PATCH", &path, &admin, Some(&in_group)).await.ok();
    let asked: [(&str, String, &str, Option<&Value>); 10] = [
        ("POST", format!("{path}/unlock"), &program, None),
        ("POST", format!("{path}/unlock"), &admin, None),
        ("PATCH", path.clone(), &program, Some(&same)),
        ("PATCH", path.clone(), &admin, Some(&same)),
        ("PATCH", path.clone(), &admin, Some(&json!({}))),
        ("PUT", "/policy".to_owned(), &admin, Some(&policy)),
        ("PATCH", "/me".to_owned(), &admin, Some(&own)),
        ("PATCH", webhook, &admin, Some(&hook)),
        ("PATCH", path.clone(), &admin, Some(&in_group)),
        ("PATCH", group, &admin, Some(&name)),
    ];
    let before = rows(&app).await;
    for (method, path, token, body) in &asked {
        for _ in 0..3 {
            let answer = app.send(method, path, token, *body).await;
            assert_eq!(answer.status, 200, "{method} {path}: {answer:?}");
        }
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.get("/policy", &admin).await.body["version"], 1);
    // An older version is told, though it asks for what stands.
    let stale = json!({ "two_step": "optional", "version": 0 });
    app.send("PUT", "/policy", &admin, Some(&stale))
        .await
        .refused(409, "conflict");
    // One field that differs is one row, which names it alone.
    let one = json!({ "display_name": "Jo Roe", "role": "agent" });
    app.send("PATCH", &path, &admin, Some(&one)).await.ok();
    assert_eq!(rows(&app).await.0, before.0 + 1);
    // What is chosen is chosen, though it was so without a choice.
    let chosen = json!({ "two_step": "optional", "recovery": "wait", "version": 1 });
    let chosen = app.send("PUT", "/policy", &admin, Some(&chosen)).await.ok();
    assert_eq!(chosen.body["version"], 2);
    assert_eq!(rows(&app).await.0, before.0 + 2);
}

/// G-02: an unlock that ends something is recorded once; the next one has nothing to end.
#[actix_web::test]
async fn an_unlock_is_recorded_when_there_is_something_to_end() {
    let (app, admin, phone) = agent_with_phone().await;
    let found = app.get("/members?search=jo", &admin).await.ok();
    let member = found.text("/items/0/id");
    for _ in 0..5 {
        let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
        let code = json!({ "code": phone.wrong_code(&app.clock) });
        app.post("/sign-in/code", &flow, &code).await;
    }
    let path = format!("/members/{member}");
    let state = app.get(&path, &admin).await.ok().body["two_step"]["state"].clone();
    assert_eq!(state, "locked");
    let before = rows(&app).await.0;
    for recorded in [1, 1, 1] {
        let unlocked = app
            .send("POST", &format!("{path}/unlock"), &admin, None)
            .await
            .ok();
        assert_eq!(unlocked.body["two_step"]["state"], "on");
        assert_eq!(rows(&app).await.0, before + recorded);
    }
}
