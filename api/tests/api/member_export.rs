//! `GET /members/export`: the list as a file.

use crate::api_tokens::token;
use crate::audit_events::follow;
use crate::rows::{NumberedMembers, details_of};
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::{Value, json};
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::record::audit::Action;

const HEAD: &str = "\"email\",\"name\",\"role\",\"language\",\"groups\",\"id\",\"status\",\"two_step\",\
    \"created_at\",\"last_signed_in_at\"";

/// The file, which must be there, and its type.
async fn export(app: &TestApp, reader: &str, query: &str) -> (String, String) {
    let path = format!("/members/export{query}");
    let request = app.request("GET", &path).bearer_auth(reader);
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    let content_type = response.headers()["content-type"].to_str().expect("text");
    let content_type = content_type.to_owned();
    (response.text().await.expect("a whole body"), content_type)
}

async fn csv(app: &TestApp, reader: &str, query: &str) -> String {
    let (file, content_type) = export(app, reader, query).await;
    assert_eq!(content_type, "text/csv; charset=utf-8");
    file
}

/// The addresses of an NDJSON file.
async fn addresses(app: &TestApp, reader: &str, filter: &str) -> Vec<String> {
    let query = format!("?format=ndjson{filter}");
    let (file, content_type) = export(app, reader, &query).await;
    assert_eq!(content_type, "application/x-ndjson");
    let lines = file.lines().map(|line| {
        let member: Value = serde_json::from_str(line).expect("JSON");
        member["email"].as_str().expect("an address").to_owned()
    });
    lines.collect()
}

async fn make(app: &TestApp, admin: &str, email: &str, name: &str, groups: &[&str]) -> String {
    let body = json!({ "email": email, "display_name": name, "groups": groups });
    app.post("/members", admin, &body).await.ok().text("/id")
}

/// CWE-1236: every cell is in quotes, and what a spreadsheet would run gets an apostrophe, also behind a semicolon.
#[actix_web::test]
async fn a_table_has_members_and_no_formulas() {
    let (app, admin) = TestApp::with_admin().await;
    for name in ["A", "=B"] {
        app.post("/groups", &admin, &json!({ "name": name }))
            .await
            .ok();
    }
    let id = make(&app, &admin, AGENT, "=cmd|' /C calc'!A0", &["A", "=B"]).await;
    make(&app, &admin, "b@example.com", "Bo \"x\", y;=1+1", &[]).await;
    follow(&app).await;
    let file = csv(&app, &admin, "").await;
    let lines: Vec<&str> = file.split("\r\n").collect();
    assert_eq!(lines[0], HEAD);
    assert_eq!(lines.len(), 5, "{file}");
    assert_eq!(lines[4], "");
    let line = lines
        .iter()
        .find(|line| line.contains(&id))
        .expect("a line");
    let begin = format!(
        "\"{AGENT}\",\"'=cmd|' /C calc'!A0\",\"agent\",\"\",\"'=B|A\",\"{id}\",\"invited\",\"not_set_up\",\""
    );
    assert!(line.starts_with(&begin), "{line}");
    assert!(line.ends_with("Z\",\"\""), "{line}");
    assert!(file.contains("\"Bo \"\"x\"\", y;'=1+1\""), "{file}");
    let own = lines
        .iter()
        .find(|line| line.contains(ADMIN))
        .expect("a line");
    assert!(own.contains("\"admin\"") && own.ends_with("Z\""), "{own}");
}

/// The filters are those of the list, and an unknown one is refused.
#[actix_web::test]
async fn a_file_has_the_filters_of_the_list() {
    let (app, admin) = TestApp::with_admin().await;
    app.post("/groups", &admin, &json!({ "name": "Night" }))
        .await
        .ok();
    make(&app, &admin, "lee@example.com", "Lee", &["Night"]).await;
    make(&app, &admin, "sam@example.com", "Sam", &[]).await;
    for filter in [
        "",
        "&search=lee",
        "&search=nobody",
        "&status=invited",
        "&role=admin",
        "&two_step=on",
        "&two_step=not_set_up",
        "&group=night",
        "&held=true",
        "&search=lee&held=true",
        "&role=agent&status=invited&search=sam",
    ] {
        let path = format!("/members?limit=200{filter}");
        let list = app.get(&path, &admin).await.ok();
        let items = list.body["items"].as_array().expect("items").iter();
        let listed: Vec<&str> = items.filter_map(|one| one["email"].as_str()).collect();
        assert_eq!(addresses(&app, &admin, filter).await, listed, "{filter}");
    }
    let (file, _) = export(&app, &admin, "?format=ndjson&search=lee").await;
    let line: Value = serde_json::from_str(file.trim_end()).expect("one line");
    let list = app.get("/members?search=lee", &admin).await.ok();
    assert_eq!(line, list.body["items"][0]);
    for (query, field, code) in [
        ("?group=nobody", "group", "invalid"),
        ("?limit=1", "limit", "unknown"),
        ("?format=xls", "format", "invalid"),
    ] {
        let answer = app.get(&format!("/members/export{query}"), &admin).await;
        answer.refused(422, "invalid_input");
        assert_eq!(answer.field_errors(), [(field, code)]);
    }
}

/// A file is longer than any page, and has everybody once.
#[actix_web::test]
async fn a_file_has_everybody_once() {
    let (app, admin) = TestApp::with_admin().await;
    let write = |connection: &mut DbConnection| {
        let members = NumberedMembers {
            numbers: 1..=1200,
            name: "Name",
            role: "agent",
        };
        members.insert(connection)
    };
    app.fill(write).await;
    let mut found = addresses(&app, &admin, "").await;
    assert_eq!(found.len(), 1201);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 1201);
    let file = csv(&app, &admin, "?role=agent").await;
    assert_eq!(file.lines().count(), 1201);
    assert!(file.contains("\"en\""));
}

/// K-03, G-02: the scope opens it, agents have none, and what was asked for is recorded without what was
/// searched for.
#[actix_web::test]
async fn who_reads_members_exports_them_and_is_recorded() {
    let (app, admin) = TestApp::with_admin().await;
    let reader = token(&app, &admin, &["members:read"]).await;
    let writer = token(&app, &admin, &["members:write"]).await;
    app.clock.advance(Duration::from_mins(1));
    csv(&app, &reader, "?search=lee&role=agent").await;
    let refused = app.get("/members/export", &writer).await;
    refused.refused(403, "insufficient_scope");
    let refused = app.get("/members/export?group=nobody", &reader).await;
    refused.refused(422, "invalid_input");
    let recorded = details_of(&app.context.db, Action::MembersExported).await;
    let filter = json!({ "role": "agent", "search": true });
    assert_eq!(recorded, [json!({ "format": "csv", "filter": filter })]);
}

/// G-02, G-08 (read): however often files are asked for, an hour has one row of a reader for all members, and one for
/// some of them.
#[actix_web::test]
async fn files_are_recorded_once_an_hour() {
    let (app, admin) = TestApp::with_admin().await;
    let reader = token(&app, &admin, &["members:read"]).await;
    let count = async || {
        let recorded = details_of(&app.context.db, Action::MembersExported).await;
        recorded.len()
    };
    for query in ["?role=agent", "?role=admin&format=ndjson", "?role=agent"] {
        export(&app, &reader, query).await;
    }
    assert_eq!(count().await, 1);
    for query in ["", "?format=ndjson", "?search=lee"] {
        export(&app, &reader, query).await;
    }
    assert_eq!(count().await, 2, "a part hides no whole file");
    export(&app, &admin, "").await;
    assert_eq!(count().await, 3, "another reader");
    app.clock.advance(Duration::from_mins(61));
    export(&app, &reader, "").await;
    assert_eq!(count().await, 4);
}
