//! Consoles as administrators keep them: made, shown, changed, given another secret, deleted.

use crate::attacks::other_administrator;
use crate::oauth_support::{CALLBACK, Shown, browser_session, register};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::record::audit::Action;

/// C-07: a secret is shown once; neither the database nor the record has it.
#[actix_web::test]
async fn a_secret_of_a_console_is_shown_once() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "name": "Acme Remote", "redirect_uris": [CALLBACK] });
    let made = app.post("/clients", &admin, &body).await;
    assert_eq!(made.status, 201);
    let secret = made.text("/client_secret");
    assert!(
        secret.starts_with("tso_") && secret.len() == 4 + 11 + 43,
        "{secret}"
    );
    assert_eq!(made.text("/client_id"), made.text("/id"));
    assert_eq!(made.text("/issuer"), "http://localhost:8080");
    let list = app.get("/clients", &admin).await.ok().body["items"].clone();
    assert_eq!(list[0]["name"], "Acme Remote");
    assert_eq!(list[0]["minimum_acr"], "urn:twostep:aal1");
    assert_eq!(
        list[0]["allowed_roles"],
        json!(["agent", "helpdesk", "admin"])
    );
    assert!(list[0].get("allowed_groups").is_none());
    let recorded = json!(details_of(&app.context.db, Action::ClientCreated).await).to_string();
    assert!(recorded.contains(CALLBACK), "{recorded}");
    for told in [list.to_string(), recorded] {
        assert!(!told.contains("tso_"), "{told}");
    }
    let dump = app.database.dump();
    assert!(dump.holds(b"Acme Remote") && !dump.holds(&secret.as_bytes()[15..]));
}

/// H-10: all that is wrong is said at once, and nothing is made.
#[actix_web::test]
async fn wrong_fields_of_a_console_are_named_together() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({
        "name": " ",
        "redirect_uris": ["http://remote.example.com/", "https://jo@remote.example.com/"],
        "post_logout_redirect_uris": ["https://remote.example.com/#x"],
        "backchannel_logout_uri": "https://169.254.169.254/",
        "maximum_age_seconds": 5,
        "allowed_roles": [],
    });
    let answer = app.post("/clients", &admin, &body).await;
    answer.refused(422, "invalid_input");
    let expected = [
        ("name", "required"),
        ("redirect_uris[0]", "invalid"),
        ("redirect_uris[1]", "invalid"),
        ("post_logout_redirect_uris[0]", "invalid"),
        ("backchannel_logout_uri", "not_public"),
        ("maximum_age_seconds", "invalid"),
        ("allowed_roles", "required"),
    ];
    assert_eq!(answer.field_errors(), expected);
    let body = json!({ "name": "X", "redirect_uris": [CALLBACK], "allowed_groups": ["Nobody"] });
    let answer = app.post("/clients", &admin, &body).await;
    assert_eq!(answer.field_errors(), [("allowed_groups[0]", "invalid")]);
    let none = app.get("/clients", &admin).await.ok().body["items"].clone();
    assert_eq!(none, json!([]));
}

/// A-01, S-12: an administrator with a fresh session, of this organization.
#[actix_web::test]
async fn consoles_are_kept_by_their_administrators() {
    let (app, admin) = TestApp::with_admin().await;
    let id = register(&app, &admin, &json!({})).await.id;
    let stranger = other_administrator(&app).await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let path = format!("/clients/{id}");
    let rotate = format!("{path}/rotate-secret");
    let change = json!({ "name": "Y" });
    for (method, path, body) in [
        ("GET", &path, None),
        ("PATCH", &path, Some(&change)),
        ("POST", &rotate, None),
        ("DELETE", &path, None),
    ] {
        let answer = app.send(method, path, &stranger, body).await;
        answer.refused(404, "not_found");
        app.send(method, path, &agent, body)
            .await
            .refused(403, "forbidden");
    }
    assert_eq!(
        app.get("/clients", &stranger).await.ok().body["items"],
        json!([])
    );
    app.clock.advance(Duration::from_mins(6));
    app.get(&path, &admin).await.ok();
    app.send("PATCH", &path, &admin, Some(&change))
        .await
        .refused(403, "reauthentication_required");
}

/// The sign-in page says where the sign-in leads. Its name is all that a stranger reads of a console, and of a
/// disabled one, or of none, nothing.
#[actix_web::test]
async fn a_stranger_reads_the_name_of_a_console() {
    let (app, admin) = TestApp::with_admin().await;
    let id = register(&app, &admin, &json!({})).await.id;
    let path = format!("/clients/{id}/name");
    let answer = app.get(&path, "").await.ok();
    assert_eq!(answer.body, json!({ "name": "Acme Remote" }));
    let disable = json!({ "is_disabled": true });
    app.send("PATCH", &format!("/clients/{id}"), &admin, Some(&disable))
        .await
        .ok();
    for path in [
        path.as_str(),
        "/clients/01a3185c-5000-7251-bebb-a14a6833b6d6/name",
    ] {
        app.get(path, "").await.refused(404, "not_found");
    }
}

/// A change names what it changes, and is refused where another one came before it.
#[actix_web::test]
async fn a_console_is_changed_as_it_was_read() {
    let (app, admin) = TestApp::with_admin().await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let id = register(&app, &admin, &json!({ "maximum_age_seconds": 600 }))
        .await
        .id;
    let path = format!("/clients/{id}");
    let read = app.get(&path, &admin).await.ok();
    let tag = read.headers["etag"].to_str().expect("a tag").to_owned();
    let change = |tag: &str, body: Value| {
        let path = format!("/clients/{id}");
        let request = app.request("PATCH", &path).bearer_auth(&admin);
        app.finish(request.header("if-match", tag.to_owned()).json(&body))
    };
    let body = json!({ "minimum_acr": "urn:twostep:aal2", "allowed_groups": ["night"] });
    let changed = change(&tag, body).await.ok();
    assert_eq!(changed.body["minimum_acr"], "urn:twostep:aal2");
    assert_eq!(changed.body["allowed_groups"], json!(["Night"]));
    assert_eq!(changed.body["maximum_age_seconds"], 600);
    assert_eq!(changed.body["version"], 2);
    let stale = change(&tag, json!({ "name": "Y" })).await;
    stale.refused(412, "precondition_failed");
    let same = change("\"2\"", json!({ "minimum_acr": "urn:twostep:aal2" }))
        .await
        .ok();
    assert_eq!(same.body["version"], 2, "nothing was changed");
    // An empty list is none: a program may send what it read after the groups were deleted.
    let nobody = change("*", json!({ "allowed_groups": [] })).await;
    assert_eq!(nobody.field_errors(), [("allowed_groups", "required")]);
    let both = change(
        "*",
        json!({ "allowed_groups": ["Night"], "any_group": true }),
    )
    .await;
    assert_eq!(both.field_errors(), [("any_group", "invalid")]);
    let emptied = json!({ "any_group": true, "maximum_age_seconds": 0, "is_disabled": true });
    let emptied = change("*", emptied).await.ok().body;
    assert!(
        emptied.get("allowed_groups").is_none() && emptied.get("maximum_age_seconds").is_none()
    );
    assert_eq!(emptied["is_disabled"], true);
    let recorded = details_of(&app.context.db, Action::ClientChanged).await;
    assert_eq!(recorded.len(), 2);
    assert_eq!(recorded[1]["status"], "disabled");
    // The record says what was opened.
    assert_eq!(recorded[0]["maximum_age_seconds"], 600);
    assert_eq!(
        recorded[0]["allowed_groups"].as_array().map(Vec::len),
        Some(1)
    );
    assert!(recorded[1]["allowed_groups"].is_null());
}

/// O-07 (members): Of a group that was deleted nobody is a member: the console is not open to everybody then.
#[actix_web::test]
async fn a_deleted_group_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let group = app
        .post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let fields = json!({ "allowed_groups": ["Night"] });
    let console = register(&app, &admin, &fields).await;
    let session = browser_session(&app, ADMIN).await;
    assert_eq!(
        console.start(&session, &[]).await.refused(),
        "access_denied"
    );
    let path = format!("/groups/{}", group.text("/id"));
    assert_eq!(app.send("DELETE", &path, &admin, None).await.status, 204);
    let view = app
        .get(&format!("/clients/{}", console.id), &admin)
        .await
        .ok();
    assert_eq!(view.body["allowed_groups"], json!([]));
    let same = json!({ "allowed_groups": view.body["allowed_groups"] });
    let path = format!("/clients/{}", console.id);
    let request = app.request("PATCH", &path).bearer_auth(&admin);
    let answer = app
        .finish(request.header("if-match", "*").json(&same))
        .await;
    assert_eq!(answer.field_errors(), [("allowed_groups", "required")]);
    assert_eq!(
        console.start(&session, &[]).await.refused(),
        "access_denied"
    );
}

/// O-09 (rotation): A rotation overlaps for a day; two secrets are good at most.
#[actix_web::test]
async fn a_secret_is_exchanged_with_an_overlap() {
    let (app, admin) = TestApp::with_admin().await;
    let mut console = register(&app, &admin, &json!({})).await;
    let path = format!("/clients/{}/rotate-secret", console.id);
    let rotate = async || {
        let rotated = app.send("POST", &path, &admin, None).await.ok();
        rotated.text("/client_secret")
    };
    let first = console.secret.clone();
    let second = rotate().await;
    let is_good = async |console: &crate::oauth_support::Console<'_>| {
        let form = "token=x".to_owned();
        Shown::of(console.send("/oauth/introspect", form))
            .await
            .status
            == 200
    };
    for secret in [&first, &second] {
        console.secret.clone_from(secret);
        assert!(is_good(&console).await, "{secret}");
    }
    let third = rotate().await;
    for (secret, expected) in [(&first, false), (&second, true), (&third, true)] {
        console.secret.clone_from(secret);
        assert_eq!(is_good(&console).await, expected, "{secret}");
    }
    let view = app
        .get(&format!("/clients/{}", console.id), &admin)
        .await
        .ok();
    assert!(view.body["former_secret_until"].is_string());
    app.clock.advance(Duration::from_hours(24));
    for (secret, expected) in [(&second, false), (&third, true)] {
        console.secret.clone_from(secret);
        assert_eq!(is_good(&console).await, expected, "{secret}");
    }
}

#[actix_web::test]
async fn a_console_without_a_secret_gets_none() {
    let (app, admin) = TestApp::with_admin().await;
    let public = json!({ "token_endpoint_auth_method": "none" });
    let console = register(&app, &admin, &public).await;
    assert_eq!(console.secret, "");
    let path = format!("/clients/{}/rotate-secret", console.id);
    app.send("POST", &path, &admin, None)
        .await
        .refused(409, "conflict");
}

#[actix_web::test]
async fn an_organization_has_fifty_consoles() {
    let (app, admin) = TestApp::with_admin().await;
    for _ in 0..50 {
        register(&app, &admin, &json!({})).await;
    }
    let body = json!({ "name": "X", "redirect_uris": [CALLBACK] });
    app.post("/clients", &admin, &body)
        .await
        .refused(409, "conflict");
}
