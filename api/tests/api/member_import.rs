//! `POST /members/import`: a file of members.

use crate::api_tokens::token;
use crate::idempotency::{count_members, is_replayed};
use crate::member_batch::{told, undone};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use serde_json::json;
use shared_types::limits::UNKNOWN_GROUPS_TOLD;
use twostep::record::audit::Action;

async fn import(app: &TestApp, token: &str, query: &str, file: &[u8]) -> Answer {
    let request = app
        .request("POST", &format!("/members/import{query}"))
        .bearer_auth(token)
        .header("content-type", "text/csv; charset=utf-8")
        .body(file.to_vec());
    app.finish(request).await
}

/// G-02: a file is read with its lines, first as a dry run; one row of the record has the counts.
#[actix_web::test]
async fn a_file_is_read_with_its_lines() {
    let (app, admin) = TestApp::with_admin().await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    let file = format!(
        "\u{feff}email;name;role;language;groups\r\n\
         {AGENT};\"Doe; Jo\";agent;de;night\r\n\
         \r\n\
         mo@example.com;Mo;boss;;\r\n\
         lee@example.com;Lee;;;Night|Day\r\n\
         {ADMIN};Ada;;;\r\n"
    );
    let expected = [
        "made",
        "invalid_input role",
        "invalid_input groups",
        "unchanged",
    ];
    let dry = import(&app, &admin, "?dry_run=true&mode=possible", file.as_bytes()).await;
    let (done, states) = told(&dry);
    assert!(!done);
    assert_eq!(states, undone(&expected));
    let kept_back = import(&app, &admin, "", file.as_bytes()).await;
    assert!(!told(&kept_back).0);
    assert_eq!(count_members(&app).await, 1);

    let answer = import(&app, &admin, "?mode=possible", file.as_bytes()).await;
    let (done, states) = told(&answer);
    assert!(done);
    assert_eq!(states, expected);
    let rows = answer.body["rows"].as_array().expect("rows").iter();
    let places: Vec<_> = rows
        .map(|row| (row["line"].as_u64(), row["email"].as_str()))
        .collect();
    let expected = [
        (Some(2), Some(AGENT)),
        (Some(4), Some("mo@example.com")),
        (Some(5), Some("lee@example.com")),
        (Some(6), Some(ADMIN)),
    ];
    assert_eq!(places, expected);
    assert_eq!(answer.text("/rows/2/errors/0/value"), "Day");
    let made = app
        .get(
            &format!("/members/{}", answer.text("/rows/0/member")),
            &admin,
        )
        .await
        .ok();
    assert_eq!(made.body["display_name"], "Doe; Jo");
    assert_eq!(made.body["groups"], json!(["Night"]));
    let recorded = details_of(&app.context.db, Action::MembersImported).await;
    let counts = json!({ "source": "file", "mode": "possible", "made": 1, "unchanged": 1, "duplicate": 0, "refused": 2 });
    assert_eq!(recorded, [counts]);
}

/// What is exported is imported: in another organization it makes the same people.
#[actix_web::test]
async fn an_exported_file_is_imported() {
    let (app, admin) = TestApp::with_admin().await;
    let rows = json!({ "members": [
        { "email": "a@example.com", "display_name": "=Ann \"x\", y", "locale": "de" },
        { "email": "b@example.com", "display_name": "Bo; -1" },
        { "email": "c@example.com", "display_name": "'=Cy" },
    ] });
    app.post("/members/batch", &admin, &rows).await.ok();
    let request = app.request("GET", "/members/export").bearer_auth(&admin);
    let file = request.send().await.expect("an answer").bytes().await;
    let file = file.expect("a file");
    let stranger = crate::attacks::other_administrator(&app).await;
    let answer = import(&app, &stranger, "", &file).await;
    assert!(told(&answer).0, "{answer:?}");
    let list = app.get("/members?status=invited", &stranger).await.ok();
    let items = list.body["items"].as_array().expect("items").iter();
    let names: Vec<_> = items.map(|one| one["display_name"].as_str()).collect();
    for name in ["=Ann \"x\", y", "Bo; -1", "'=Cy"] {
        assert!(names.contains(&Some(name)), "{names:?}");
    }
}

/// H-01, H-06: what is no file of members is refused as a whole, and nothing is changed.
#[actix_web::test]
async fn what_is_no_file_of_members_is_refused() {
    let (app, admin) = TestApp::with_admin().await;
    let many = "email,name\n".to_owned() + &"a@example.com,A\n".repeat(1001);
    for (file, code) in [
        (&b""[..], "required"),
        (b"email,name\r\n", "required"),
        (b"jo@example.com,Jo", "unknown_column"),
        (b"email,name,password\na@example.com,A,x", "unknown_column"),
        (b"email,name\na@example.com,\"A", "unclosed_quote"),
        (b"email,name\na@example.com,\xfc", "invalid"),
        (b"\xff\xfee\0m\0a\0i\0l\0", "invalid"),
        (many.as_bytes(), "too_long"),
    ] {
        let answer = import(&app, &admin, "?mode=possible", file).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [("body", code)]);
    }
    let large = vec![b'a'; 4 * 1024 * 1024 + 1];
    import(&app, &admin, "", &large)
        .await
        .refused(413, "too_large");
    let json = app.post("/members/import", &admin, &json!({})).await;
    json.refused(415, "unsupported_media_type");
    for (query, field) in [("?mode=some", "mode"), ("?dryrun=true", "dryrun")] {
        let answer = import(&app, &admin, query, b"email,name\na@example.com,A").await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors()[0].0, field);
    }
    let long = format!("email,name\na@example.com,{}\n", "x".repeat(4096));
    let answer = import(&app, &admin, "?mode=possible", long.as_bytes()).await;
    assert_eq!(told(&answer).1, ["invalid_input row"]);
    assert_eq!(count_members(&app).await, 1);
}

/// K-07: the largest report there is, each row refused for a group with a long name, is kept for a repetition.
#[actix_web::test]
async fn a_large_report_is_given_again() {
    let (app, admin) = TestApp::with_admin().await;
    let address = "a".repeat(64);
    let groups = ["g", "h", "i", "j"]
        .map(|letter| letter.repeat(250))
        .join("|");
    let rows = (0..1000).map(|n| {
        let domain = format!("{n:0>58}.{0}.{0}.example.com", "d".repeat(58));
        format!("{address}@{domain},A,{groups}\n")
    });
    let file = "email,name,groups\n".to_owned() + &rows.collect::<String>();
    let send = async || {
        let request = app
            .request("POST", "/members/import?mode=possible")
            .bearer_auth(&admin)
            .header("idempotency-key", "large")
            .header("content-type", "text/csv");
        app.finish(request.body(file.clone())).await
    };
    let (first, again) = (send().await, send().await);
    assert_eq!(told(&first).1, vec!["invalid_input groups"; 1000]);
    let errors = first.body["rows"][0]["errors"].as_array();
    assert_eq!(errors.expect("errors").len(), UNKNOWN_GROUPS_TOLD);
    assert!(is_replayed(&again), "{}", again.status);
    assert_eq!(first.body, again.body);
}

/// K-02, K-03: as for one member.
#[actix_web::test]
async fn who_makes_members_imports_them() {
    let (app, admin) = TestApp::with_admin().await;
    let file = b"email,name,role\na@example.com,A,\nb@example.com,B,admin\n";
    let program = token(&app, &admin, &["members:write"]).await;
    let reader = token(&app, &admin, &["members:read"]).await;
    let refused = import(&app, &reader, "", file).await;
    refused.refused(403, "insufficient_scope");
    let answer = import(&app, &program, "?mode=possible", file).await;
    assert_eq!(told(&answer).1, ["made", "forbidden role"]);
}
