//! Changes of what was read: `version` in the body, `ETag`, `If-Match` and `If-None-Match` (A-08, RFC 9110 §13).

use crate::api_tokens::token;
use crate::support::{AGENT, Answer, TestApp};
use futures_util::future::join_all;
use serde_json::{Value, json};

fn etag(answer: &Answer) -> String {
    let tag = answer.headers.get("etag").expect("a tag");
    tag.to_str().expect("ASCII").to_owned()
}

/// What a caller asks for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    token: &'a str,
}

impl<'a> Asked<'a> {
    const fn of(method: &'a str, path: &'a str, token: &'a str) -> Self {
        Self {
            method,
            path,
            token,
        }
    }
}

const fn if_match(value: &str) -> Header<'_> {
    Header {
        name: "if-match",
        value,
    }
}

const fn if_none_match(value: &str) -> Header<'_> {
    Header {
        name: "if-none-match",
        value,
    }
}

/// One more header of a request.
#[derive(Clone, Copy)]
struct Header<'a> {
    name: &'a str,
    value: &'a str,
}

/// A request with one more header.
async fn with(app: &TestApp, asked: Asked<'_>, header: Header<'_>, body: Option<&Value>) -> Answer {
    let request = app.request(asked.method, asked.path);
    let request = request.bearer_auth(asked.token);
    let request = request.header(header.name, header.value);
    let request = body
        .into_iter()
        .fold(request, reqwest::RequestBuilder::json);
    app.finish(request).await
}

/// A-08 (versioned): the policy is changed in the version that was read and in no other, whether the body says it or `If-Match`;
/// where both are there, both must be right, and without either nothing is changed.
#[actix_web::test]
async fn the_policy_is_changed_in_the_version_that_was_read() {
    let (app, admin) = TestApp::with_admin().await;
    let put = Asked::of("PUT", "/policy", admin.as_str());
    let mode = |recovery: &str| json!({ "two_step": "optional", "recovery": recovery });
    let versioned = |recovery: &str, version: i64| {
        let mut body = mode(recovery);
        body["version"] = json!(version);
        body
    };
    let read = app.get("/policy", &admin).await.ok();
    let first = etag(&read);
    let changed = with(&app, put, if_match(&first), Some(&mode("wait"))).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.body["version"], 2);
    // What a change answers is what may be sent with the next one.
    let second = etag(&changed);
    assert_ne!(first, second);
    let stale = with(&app, put, if_match(&first), Some(&mode("approve"))).await;
    stale.refused(412, "precondition_failed");
    for (tags, version, status, code) in [
        (first.as_str(), 2, 412, "precondition_failed"),
        (second.as_str(), 1, 409, "conflict"),
        ("W/\"2\"", 2, 400, "malformed_request"),
        ("W/\"2\", \"1\"", 2, 412, "precondition_failed"),
        ("\"x\"", 2, 412, "precondition_failed"),
        ("2", 2, 400, "malformed_request"),
        ("\"2", 2, 400, "malformed_request"),
        ("*, \"2\"", 2, 400, "malformed_request"),
        ("", 2, 400, "malformed_request"),
    ] {
        let body = versioned("approve", version);
        let refused = with(&app, put, if_match(tags), Some(&body)).await;
        refused.refused(status, code);
    }
    let unsaid = app
        .send("PUT", "/policy", &admin, Some(&mode("approve")))
        .await;
    unsaid.refused(422, "invalid_input");
    assert_eq!(unsaid.field_errors(), [("version", "required")]);
    assert_eq!(app.get("/policy", &admin).await.body["version"], 2);
    let mut version = 2;
    for (tags, body) in [
        (second.as_str(), versioned("approve", 2)),
        ("\"3\"", mode("wait")),
        ("\"1\" , ,\"4\"", versioned("approve", 4)),
        ("*", mode("wait")),
    ] {
        let done = with(&app, put, if_match(tags), Some(&body)).await.ok();
        version += 1;
        assert_eq!(done.body["version"], version, "{tags}");
    }
}

/// Who has what stands is told so without it; who has an older one, or asks for another thing, gets it.
#[actix_web::test]
async fn what_the_client_has_is_not_sent_again() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let program = token(&app, &admin, &["members:read", "policy:read"]).await;
    for path in ["/policy".to_owned(), format!("/members/{member}")] {
        for reader in [&admin, &program] {
            let get = Asked::of("GET", path.as_str(), reader.as_str());
            let tag = etag(&app.get(&path, reader).await.ok());
            for known in [
                tag.clone(),
                format!("W/{tag}"),
                format!("\"x\", {tag}"),
                "*".to_owned(),
            ] {
                let answer = with(&app, get, if_none_match(&known), None).await;
                assert_eq!(
                    (answer.status, &answer.body),
                    (304, &Value::Null),
                    "{known}"
                );
                assert_eq!(etag(&answer), tag);
            }
            for other in ["\"1\"", "\"1-0000000000000000\""] {
                let answer = with(&app, get, if_none_match(other), None).await;
                assert_eq!(answer.status, 200, "{other}");
            }
            let bare = with(&app, get, if_none_match("1"), None).await;
            bare.refused(400, "malformed_request");
        }
    }
    // What the version does not say is told as well: a second administrator changes what the policy shows.
    let tag = etag(&app.get("/policy", &admin).await.ok());
    app.invite(&admin, "second@example.com", "admin").await;
    let get = Asked::of("GET", "/policy", admin.as_str());
    let answer = with(&app, get, if_none_match(&tag), None).await;
    assert_eq!(
        (answer.status, &answer.body["administrators"]),
        (200, &json!(2))
    );
    // That is no change of the policy which somebody could lose.
    let body = json!({ "two_step": "optional", "recovery": "wait" });
    let put = Asked::of("PUT", "/policy", admin.as_str());
    with(&app, put, if_match(&tag), Some(&body)).await.ok();
}

/// A member is changed and removed in the version that was read, if the caller says one; of changes at the same time
/// with one version one is made.
#[actix_web::test]
async fn a_member_is_changed_in_the_version_that_was_read() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let program = token(&app, &admin, &["members:read", "members:write"]).await;
    let path = format!("/members/{member}");
    let read = app.get(&path, &program).await.ok();
    let version = read.body["version"].as_i64().expect("a version");
    let renames = (0..20).map(|n| {
        let body = json!({ "display_name": format!("Jo {n}"), "version": version });
        let (app, path, program) = (&app, &path, &program);
        async move { app.send("PATCH", path, program, Some(&body)).await }
    });
    let answers = join_all(renames).await;
    let done: Vec<&Answer> = answers.iter().filter(|one| one.status == 200).collect();
    assert_eq!(done.len(), 1);
    for refused in answers.iter().filter(|one| one.status != 200) {
        refused.refused(409, "conflict");
    }
    let name = json!({ "display_name": "Jo Roe" });
    let patch = Asked::of("PATCH", path.as_str(), program.as_str());
    let stale = etag(&read);
    with(&app, patch, if_match(&stale), Some(&name))
        .await
        .refused(412, "precondition_failed");
    let fresh = etag(done[0]);
    let renamed = with(&app, patch, if_match(&fresh), Some(&name)).await.ok();
    assert_eq!(renamed.body["display_name"], "Jo Roe");
    let again = json!({ "display_name": "Jo Loe" });
    app.send("PATCH", &path, &program, Some(&again)).await.ok();
    let remove = Asked::of("DELETE", path.as_str(), admin.as_str());
    with(&app, remove, if_match(&fresh), None)
        .await
        .refused(412, "precondition_failed");
    with(&app, remove, if_match("*"), None).await.ok();
    with(&app, remove, if_match("*"), None)
        .await
        .refused(404, "not_found");
}
