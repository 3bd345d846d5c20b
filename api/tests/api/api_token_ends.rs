//! What a token is good for in time and place, and how it ends (K-05).

use crate::api_tokens::{SECOND, make, second_admin, token};
use crate::recovery::sign_in;
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::API_TOKENS_LISTED;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::record::audit::Action;

const DAY: Duration = Duration::from_hours(24);

/// K-05 (expiry): an end always, from the clock; ended tokens are shown for a while, and then forgotten.
#[actix_web::test]
async fn a_token_ends_by_itself() {
    let (app, admin) = TestApp::with_admin().await;
    let made = make(&app, &admin, &["members:read"]).await.ok();
    let token = made.text("/token");
    let end = (app.clock.now() + 90 * DAY).to_string();
    assert_eq!(made.text("/expires_at"), end);
    for days in [json!(0), json!(366), json!(-1), json!("90")] {
        let body = json!({ "name": "x", "scopes": ["members:read"], "expires_in_days": days });
        app.post("/api-tokens", &admin, &body)
            .await
            .refused(422, "invalid_input");
    }
    app.clock.advance(89 * DAY + Duration::from_secs(86_399));
    app.get("/members", &token).await.ok();
    app.clock.advance(Duration::from_secs(1));
    app.get("/members", &token)
        .await
        .refused(401, "unauthenticated");
    let admin = app.session_of(ADMIN).await;
    let list = app.get("/api-tokens", &admin).await.ok();
    assert_eq!(list.body["items"][0]["state"], "expired");
    app.clock.advance(30 * DAY);
    sweep_once(&app.context).await.expect("a database");
    let admin = app.session_of(ADMIN).await;
    let list = app.get("/api-tokens", &admin).await.ok();
    assert_eq!(list.body["items"], json!([]));
}

/// However many tokens ended, none that lives is missing in the list.
#[actix_web::test]
async fn a_living_token_is_always_listed() {
    let (app, admin) = TestApp::with_admin().await;
    let living = make(&app, &admin, &["members:read"]).await.ok().text("/id");
    let ended = app.clock.now().micros() - 1;
    let copy = format!(
        "WITH RECURSIVE numbers (n) AS (
            SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {API_TOKENS_LISTED}
        )
        INSERT INTO api_tokens (key, public_id, verifier, organization, owner, made_by, name,
            scopes, networks, aal, created_at, expires_at)
        SELECT key + n, verifier, verifier, organization, owner, made_by, name,
            scopes, networks, aal, created_at, {ended}
        FROM api_tokens CROSS JOIN numbers"
    );
    let copy = move |c: &mut DbConnection| c.batch_execute(&copy);
    app.context.db.write(copy).await.expect("rows");
    let list = app.get("/api-tokens", &admin).await.ok();
    let items = list.body["items"].as_array().expect("items");
    assert_eq!(i64::try_from(items.len()), Ok(API_TOKENS_LISTED));
    let listed: Vec<_> = items
        .iter()
        .filter(|item| item["state"] != "expired")
        .map(|item| &item["id"])
        .collect();
    assert_eq!(listed, [living.as_str()]);
}

/// K-05 (expiry): the owner is mailed 14 and 3 days before the end, once each; of a token that was made for less, not at
/// all for what is over.
#[actix_web::test]
async fn an_end_is_told_before() {
    let (app, admin) = TestApp::with_admin().await;
    make(&app, &admin, &["members:read"]).await.ok();
    let short = json!({ "name": "Short", "scopes": ["members:read"], "expires_in_days": 10 });
    app.post("/api-tokens", &admin, &short).await.ok();
    let mut told = Vec::new();
    for day in 1..=91 {
        app.clock.advance(DAY);
        sweep_once(&app.context).await.expect("a database");
        let names: Vec<String> = app
            .mails("api_token_ends")
            .await
            .iter()
            .map(name_in)
            .collect();
        if names.len() > told.len() {
            told.extend(names[told.len()..].iter().map(|name| (day, name.clone())));
        }
    }
    let expected = [(7, "Short"), (76, "Ticket system"), (87, "Ticket system")];
    let expected = expected.map(|(day, name)| (day, name.to_owned()));
    assert_eq!(told, expected);
}

fn name_in(mail: &Value) -> String {
    let name = &mail["content"]["notice"]["name"];
    name.as_str()
        .unwrap_or_else(|| panic!("a name in {mail}"))
        .to_owned()
}

/// K-05 (networks): from other networks than its own a token opens nothing.
#[actix_web::test]
async fn a_token_keeps_to_its_networks() {
    let (app, admin) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let body = json!({
        "name": "At home",
        "scopes": ["members:read"],
        "networks": ["203.0.113.7/24", "2001:db8::/48"],
    });
    let made = app.post("/api-tokens", &admin, &body).await.ok();
    assert_eq!(
        made.body["networks"],
        json!(["203.0.113.0/24", "2001:db8::/48"])
    );
    let token = made.text("/token");
    let from = |address: &str| {
        let request = app.request("GET", "/members").bearer_auth(&token);
        app.finish(request.header("x-forwarded-for", address))
    };
    for address in ["203.0.113.99", "2001:db8:0:9::1"] {
        from(address).await.ok();
    }
    for address in ["198.51.100.1", "2001:db8:1::1"] {
        let refused = from(address).await;
        refused.refused(403, "forbidden");
        // Behind a proxy the caller cannot know which address it was.
        assert!(refused.text("/detail").contains(address), "{refused:?}");
    }
    for wrong in [
        json!(["203.0.113.0/40"]),
        json!(["home"]),
        json!(vec!["10.0.0.1"; 21]),
    ] {
        let body = json!({ "name": "x", "scopes": ["members:read"], "networks": wrong });
        app.post("/api-tokens", &admin, &body)
            .await
            .refused(422, "invalid_input");
    }
}

/// K-05 (networks): requests from outside are counted, and their number is recorded and mailed to the owner once a day,
/// whichever node refused them.
#[actix_web::test]
async fn requests_from_outside_are_told_once_a_day() {
    let (app, admin) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let body =
        json!({ "name": "At home", "scopes": ["members:read"], "networks": ["203.0.113.0/24"] });
    let made = app.post("/api-tokens", &admin, &body).await.ok();
    let token = made.text("/token");
    let ask = async |times: usize, address: &str, status: u16| {
        for _ in 0..times {
            let request = app.request("GET", "/members").bearer_auth(&token);
            let answer = app.finish(request.header("x-forwarded-for", address)).await;
            assert_eq!(answer.status, status, "{answer:?}");
        }
        app.write_last_uses().await;
        let nodes = [app.another_node(), app.another_node()];
        for node in &nodes {
            sweep_once(&node.context).await.expect("a database");
        }
        let mails = app.mails("api_token_used_outside").await;
        let told = mails
            .iter()
            .map(|mail| mail["content"]["notice"]["requests"].clone());
        told.collect::<Vec<Value>>()
    };
    assert!(ask(2, "203.0.113.9", 200).await.is_empty());
    assert_eq!(ask(3, "198.51.100.1", 403).await, [3]);
    app.clock.advance(Duration::from_hours(23));
    assert_eq!(ask(2, "198.51.100.1", 403).await, [3], "once a day");
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(ask(0, "", 0).await, [3, 2]);
    app.clock.advance(DAY);
    assert_eq!(ask(0, "", 0).await, [3, 2]);
    let details = details_of(&app.context.db, Action::ApiTokenUsedOutside).await;
    let told: Vec<_> = details
        .iter()
        .map(|row| (&row["name"], &row["requests"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("At home"), &json!(3)),
            (&json!("At home"), &json!(2))
        ]
    );
}

/// K-05 (last use): the last use is shown with time, network and route.
#[actix_web::test]
async fn the_last_use_is_shown() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let token = token(&app, &admin, &["members:read"]).await;
    let list = || async {
        app.write_last_uses().await;
        let list = app.get("/api-tokens", &admin).await.ok();
        list.body["items"][0]["last_use"].clone()
    };
    assert_eq!(list().await, Value::Null);
    app.clock.advance(Duration::from_mins(1));
    app.get(&format!("/members/{member}"), &token).await.ok();
    let used = app.clock.now().to_string();
    let expected = json!({ "at": used, "network": "127.0.0.0/24", "route": "GET /members/{id}" });
    assert_eq!(list().await, expected);
    app.clock.advance(Duration::from_mins(1));
    app.get("/policy", &token)
        .await
        .refused(403, "insufficient_scope");
    assert_eq!(list().await["route"], "GET /policy");
}

/// K-05 (end): an ended token is refused at the next request, on every node.
#[actix_web::test]
async fn an_ended_token_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let nodes = [app.another_node(), app.another_node()];
    let made = make(&app, &admin, &["members:read"]).await.ok();
    let (token, id) = (made.text("/token"), made.text("/id"));
    for node in &nodes {
        node.get("/members", &token).await.ok();
    }
    let path = format!("/api-tokens/{id}");
    app.send("DELETE", &path, &admin, None).await.ok();
    for node in nodes.iter().chain([&app]) {
        node.get("/members", &token)
            .await
            .refused(401, "unauthenticated");
    }
    app.send("DELETE", &path, &admin, None)
        .await
        .refused(404, "not_found");
    let details = details_of(&app.context.db, Action::ApiTokenEnded).await;
    assert_eq!(details[0]["name"], "Ticket system");
}

/// K-05 (end), G-02: with a member the tokens end for which he answers; each is recorded, and those of others go on.
#[actix_web::test]
async fn tokens_that_end_with_their_owner_are_recorded() {
    let (app, admin) = TestApp::with_admin().await;
    let (id, second) = second_admin(&app, &admin).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(json!(
            make(&app, &second, &["members:read"])
                .await
                .ok()
                .text("/id")
        ));
    }
    let others = token(&app, &admin, &["members:read"]).await;
    let path = format!("/members/{id}?reason=Left%20the%20company");
    app.send("DELETE", &path, &admin, None).await.ok();
    let details = details_of(&app.context.db, Action::ApiTokenEnded).await;
    let text = |id: &Value| id.as_str().expect("an id").to_owned();
    let ended: BTreeSet<String> = details.iter().map(|row| text(&row["token"])).collect();
    assert_eq!(details.len(), 2);
    let expected: BTreeSet<String> = ids.iter().map(text).collect();
    assert_eq!(ended, expected);
    assert!(
        details
            .iter()
            .all(|row| row["ended_with"] == "member.deleted")
    );
    assert!(
        details
            .iter()
            .all(|row| row["reason"] == "Left the company")
    );
    app.get("/members", &others).await.ok();
}

/// A hundred tokens that have not ended; those that have make room.
#[actix_web::test]
async fn an_organization_has_a_hundred_tokens() {
    let (app, admin) = TestApp::with_admin().await;
    for _ in 0..100 {
        make(&app, &admin, &["members:read"]).await.ok();
    }
    make(&app, &admin, &["members:read"])
        .await
        .refused(409, "conflict");
    app.clock.advance(90 * DAY);
    let admin = app.session_of(ADMIN).await;
    make(&app, &admin, &["members:read"]).await.ok();
}

/// K-03 (state), F3b: who is refused as a thief leaves no token behind that works: an approval revives none, the owner
/// takes back what is the owner's.
#[actix_web::test]
async fn a_thief_leaves_no_token_behind() {
    let (app, admin) = TestApp::with_admin().await;
    let (owner, second) = second_admin(&app, &admin).await;
    let made = make(&app, &second, &["members:read"]).await.ok();
    let (token, path) = (
        made.text("/token"),
        format!("/api-tokens/{}/take-over", made.text("/id")),
    );
    crate::recovery_hold::reset_by_mail(&app, SECOND).await;
    app.get("/members", &token).await.ok();
    crate::recovery_hold::decide(&app, &admin, &owner, "refuse")
        .await
        .ok();
    let is_refused = async || {
        let answer = app.get("/members", &token).await;
        answer.refused(401, "unauthenticated");
        let list = app.get("/api-tokens", &admin).await.ok();
        assert_eq!(list.body["items"][0]["state"], "owner_lost");
    };
    is_refused().await;
    crate::recovery_hold::decide(&app, &admin, &owner, "approve")
        .await
        .ok();
    is_refused().await;
    app.clock.advance(Duration::from_mins(1));
    crate::recovery_hold::reset_by_mail(&app, SECOND).await;
    crate::recovery_hold::decide(&app, &admin, &owner, "approve")
        .await
        .ok();
    let session = with_new_password(&app).await;
    app.send("POST", &path, &session, None).await.ok();
    app.get("/members", &token).await.ok();
}

/// The second administrator's session, with the password of the reset.
async fn with_new_password(app: &TestApp) -> String {
    sign_in(app, SECOND).await.ok().text("/session/token")
}

/// K-03 (policy): a token that was made without the second step says so where the policy asks for one.
#[actix_web::test]
async fn a_token_owes_the_second_step() {
    let (app, admin) = TestApp::with_admin().await;
    let token = token(&app, &admin, &["members:read"]).await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    app.get("/members", &token)
        .await
        .refused(403, "second_step_required");
    let own = app.get("/api-tokens/self", &token).await.ok();
    assert_eq!(own.text("/state"), "second_step_owed");
    let list = app.get("/api-tokens", &admin).await.ok();
    assert_eq!(list.body["items"][0]["state"], "second_step_owed");
}

/// The hundred are counted while nobody else makes one.
#[actix_web::test]
async fn two_makers_do_not_both_get_the_last_place() {
    let (app, admin) = TestApp::with_admin().await;
    let (_, second) = second_admin(&app, &admin).await;
    for _ in 0..99 {
        make(&app, &admin, &["members:read"]).await.ok();
    }
    let nodes = [app.another_node(), app.another_node()];
    let makers = [(&nodes[0], &admin), (&nodes[1], &second)];
    let makers = makers.iter().cycle().take(8);
    let answers =
        join_all(makers.map(|(node, session)| make(node, session, &["members:read"]))).await;
    let made = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(made.count(), 1, "{answers:?}");
}
