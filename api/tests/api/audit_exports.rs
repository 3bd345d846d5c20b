//! `GET /audit-events/export`, and what the file proves.

use crate::api_tokens::token;
use crate::audit_events::follow;
use crate::daily_heads::evidence;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use serde_json::Value;
use shared_types::signing::EvidenceKeySet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Actor, Event};
use twostep::record::chain::{ExportFlaw, ExportStatus, verify_export};

/// The file, which must be there.
pub(crate) async fn export(app: &TestApp, reader: &str, query: &str) -> String {
    let path = format!("/audit-events/export{query}");
    let request = app.request("GET", &path).bearer_auth(reader);
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.expect("a whole body")
}

/// What a file without signed heads proves.
fn verify(app: &TestApp, file: &str) -> ExportStatus {
    verify_with(app, &EvidenceKeySet::default(), file)
}

/// What a file proves.
pub(crate) fn verify_with(app: &TestApp, evidence: &EvidenceKeySet, file: &str) -> ExportStatus {
    verify_export(&app.context.keys, evidence, file.as_bytes()).expect("readable")
}

fn flaw(app: &TestApp, file: &str) -> Option<ExportFlaw> {
    match verify(app, file) {
        ExportStatus::Sound { .. } => None,
        ExportStatus::Broken { flaw, .. } => Some(flaw),
    }
}

pub(crate) fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = lines.into_iter().collect();
    lines.join("\n") + "\n"
}

fn rows(file: &str) -> Vec<Value> {
    let rows = file
        .lines()
        .filter(|line| line.starts_with("{\"position\""));
    rows.map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// An organization with a seal in each of six hours, and rows of nobody's organization between.
async fn six_hours() -> (TestApp, String) {
    let (app, _) = TestApp::with_admin().await;
    for n in 0..6 {
        app.clock.advance(Duration::from_hours(1));
        let admin = app.session_of(ADMIN).await;
        app.invite(&admin, &format!("a{n}@example.com"), "agent")
            .await;
        app.sign_in("nobody@example.com").await;
        follow(&app).await;
    }
    let admin = app.session_of(ADMIN).await;
    (app, admin)
}

/// G-08 (complete file): the whole record proves itself, with the sealed bytes of every row of the organization.
#[actix_web::test]
async fn a_whole_export_proves_that_nothing_is_missing() {
    let (app, admin) = six_hours().await;
    let file = export(&app, &admin, "").await;
    let found = rows(&file);
    let read = |c: &mut DbConnection| audit::list_rows(c, 0, i64::MAX, 1000);
    let stored = app.context.db.read(read).await.expect("rows");
    let own: Vec<String> = stored
        .into_iter()
        .map(|row| row.read().expect("a row"))
        .filter(|event| event.organization.is_some())
        .map(|event| event.exported_line())
        .collect();
    // The last sign-in and the reading have no seal yet.
    let exported: Vec<&str> = file
        .lines()
        .filter(|line| line.starts_with("{\"position\""))
        .collect();
    assert!(exported.len() > 12 && exported.len() < own.len());
    assert_eq!(exported, own[..exported.len()]);
    match verify(&app, &file) {
        ExportStatus::Sound { rows, complete, .. } => {
            assert_eq!(usize::try_from(rows), Ok(found.len()));
            let span = complete.expect("complete");
            assert_eq!(span.first.to_string(), found[0]["at"]);
            assert!(!span.is_pruned);
        }
        broken @ ExportStatus::Broken { .. } => panic!("{broken}"),
    }
    let program = token(&app, &admin, &["audit:read"]).await;
    assert!(rows(&export(&app, &program, "").await).len() >= found.len());
}

/// G-05, G-08 (complete file): whatever is edited, removed, added, exchanged or cut off is seen.
#[actix_web::test]
async fn an_altered_export_is_not_valid() {
    let (app, admin) = six_hours().await;
    let file = export(&app, &admin, "").await;
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(flaw(&app, &joined(lines.iter().copied())), None);
    let row = 2;
    assert!(lines[row].starts_with("{\"position\""));
    let is_seal = |line: &&str| line.starts_with("{\"seal\"");
    let seal = lines.iter().position(is_seal).expect("a seal");
    let last_seal = lines.iter().rposition(is_seal).expect("a seal");
    let before_last = lines[..last_seal]
        .iter()
        .rposition(is_seal)
        .expect("a seal");

    let edited = lines[row].replace("success", "failure");
    let mut all = lines.clone();
    all[row] = &edited;
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::Altered)
    );
    let mut all = lines.clone();
    all.remove(row);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::Altered)
    );
    let mut all = lines.clone();
    all.insert(row, lines[row]);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::Altered)
    );
    let mut all = lines.clone();
    all.swap(row, row + 1);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::Altered)
    );
    // A whole seal in front, in the middle, at the end.
    let mut all = lines.clone();
    all.drain(1..=seal);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::End)
    );
    let second = lines[seal + 1..].iter().position(is_seal).expect("a seal");
    let mut all = lines.clone();
    all.drain(seal + 1..=seal + 1 + second);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::Missing)
    );
    let mut all = lines.clone();
    all.drain(before_last + 1..=last_seal);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::End)
    );
    // The question, the end, everything.
    let header = lines[0].replace("\"until\":null", "\"until\":\"2000-01-01T00:00:00Z\"");
    let mut all = lines.clone();
    all[0] = &header;
    assert_ne!(header, lines[0]);
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::End)
    );
    let all = &lines[..lines.len() - 1];
    assert_eq!(
        flaw(&app, &joined(all.iter().copied())),
        Some(ExportFlaw::CutOff)
    );
    assert_eq!(
        flaw(&app, &file[..file.len() - 10]),
        Some(ExportFlaw::CutOff)
    );
    assert_eq!(flaw(&app, ""), Some(ExportFlaw::CutOff));
    assert_eq!(flaw(&app, "hello\n"), Some(ExportFlaw::Unreadable));
    let twice = format!("{file}{file}");
    assert_eq!(flaw(&app, &twice), Some(ExportFlaw::Unreadable));
    // Another installation's keys.
    let other = TestApp::start();
    let status = verify(&other, &file);
    assert!(matches!(status, ExportStatus::Broken { .. }), "{status}");
}

/// G-08 (complete file): a row that was altered or removed in the database is seen in its export.
#[actix_web::test]
async fn an_export_of_an_altered_record_is_not_valid() {
    let (app, admin) = six_hours().await;
    let found = rows(&export(&app, &admin, "").await);
    let position = &found[3]["position"];
    for sql in [
        format!("UPDATE audit_events SET network = 'x' WHERE position = {position}"),
        format!("DELETE FROM audit_events WHERE position = {position}"),
    ] {
        let tamper = move |c: &mut DbConnection| c.batch_execute(&sql);
        app.context.db.write(tamper).await.expect("written");
        let file = export(&app, &admin, "").await;
        assert_eq!(flaw(&app, &file), Some(ExportFlaw::Altered));
    }
}

/// G-08 (complete file): a time range comes in whole seals, with a row before and one after it, so that the file
/// shows that it covers the time; it need not have the rest.
#[actix_web::test]
async fn a_range_is_covered() {
    let (app, admin) = six_hours().await;
    let all = rows(&export(&app, &admin, "").await);
    let now = app.clock.now();
    let (from, until) = (
        now - Duration::from_mins(270),
        now - Duration::from_mins(150),
    );
    let query = format!("?from={from}&until={until}");
    let file = export(&app, &admin, &query).await;
    let part = rows(&file);
    assert!(part.len() < all.len());
    let status = verify(&app, &file);
    let ExportStatus::Sound {
        complete: Some(span),
        ..
    } = status
    else {
        panic!("{status}");
    };
    assert!(span.first < from && span.last > until, "{span:?}");
    // Without the seal before it, the time is not covered.
    let lines: Vec<&str> = file.lines().collect();
    let is_seal = |line: &&str| line.starts_with("{\"seal\"");
    let seal = lines.iter().position(is_seal).expect("a seal");
    let second = seal + 1 + lines[seal + 1..].iter().position(is_seal).expect("a seal");
    let cut = lines.iter().enumerate();
    let cut = cut.filter(|(n, _)| *n == 0 || *n > second);
    let cut = joined(cut.map(|(_, line)| *line));
    assert_ne!(flaw(&app, &cut), None);
    // A time before and after everything.
    let later = now + Duration::from_hours(30);
    for query in [
        format!("?from={later}"),
        "?until=2000-01-01T00:00:00Z".to_owned(),
    ] {
        let file = export(&app, &admin, &query).await;
        assert_eq!(flaw(&app, &file), None, "{query}");
    }
}

/// G-08 (single rows): a filtered export says that it proves single rows, and proves each of them.
#[actix_web::test]
async fn a_filtered_export_proves_single_rows() {
    let (app, admin) = six_hours().await;
    let file = export(&app, &admin, "?action=member.created").await;
    assert_eq!(rows(&file).len(), 6);
    let header: Value = serde_json::from_str(file.lines().next().expect("a line")).expect("JSON");
    let proves = &header["export"]["proves"];
    assert_eq!(proves, "single rows, not completeness");
    assert_eq!(header["export"]["filter"]["action"], "member.created");
    let status = verify(&app, &file);
    assert!(status.to_string().contains("not completeness"), "{status}");
    assert!(matches!(
        status,
        ExportStatus::Sound {
            rows: 6,
            complete: None,
            ..
        }
    ));
    let edited = file.replacen("success", "failure", 1);
    assert_eq!(flaw(&app, &edited), Some(ExportFlaw::Altered));
    let claimed = file.replacen("single rows, not completeness", "rows and completeness", 1);
    assert_eq!(flaw(&app, &claimed), Some(ExportFlaw::Unreadable));
}

/// G-07, G-08 (complete file): what was pruned is proved by the checkpoint in the file.
#[actix_web::test]
async fn an_export_after_pruning_says_so() {
    let (app, _) = six_hours().await;
    app.clock
        .advance(app.context.audit_retention + Duration::from_hours(20));
    app.invite(&app.session_of(ADMIN).await, AGENT, "agent")
        .await;
    follow(&app).await;
    app.clock.advance(Duration::from_hours(24));
    sweep_once(&app.context).await.expect("swept");
    let admin = app.session_of(ADMIN).await;
    follow(&app).await;
    let file = export(&app, &admin, "").await;
    let evidence = evidence(&app).await;
    match verify_with(&app, &evidence, &file) {
        ExportStatus::Sound {
            complete: Some(span),
            ..
        } => assert!(span.is_pruned),
        other => panic!("{other}\n{file}"),
    }
    let others = file
        .lines()
        .filter(|line| !line.starts_with("{\"checkpoint\""));
    let without = joined(others);
    assert_ne!(without, file);
    let status = verify_with(&app, &evidence, &without);
    let flaw = match status {
        ExportStatus::Sound { .. } => None,
        ExportStatus::Broken { flaw, .. } => Some(flaw),
    };
    assert_eq!(flaw, Some(ExportFlaw::Beginning));
}

/// G-08 (table): the rows of the list as a table, in which no cell is a formula.
#[actix_web::test]
async fn a_table_has_no_formulas() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.invite(&admin, AGENT, "agent").await;
    let path = format!("/members/{id}?reason=%3DHYPERLINK(%22x%22)%2C%20left");
    app.send("DELETE", &path, &admin, None).await.ok();
    let now = app.clock.now();
    let page = crate::audit_events::list(&app, &admin, "?limit=1")
        .await
        .ok();
    let one = format!("/audit-events/{}", page.body["items"][0]["id"]);
    let organization = app.get(&one, &admin).await.ok().text("/organization");
    let organization = organization.parse().expect("an id");
    let write = move |c: &mut DbConnection| {
        let event = Event::of(Actor::System, Some(organization), Action::FlowGivenUp);
        audit::record(c, now, &Origin::of_host(), &event.result("=1+1"))
    };
    app.context.db.write(write).await.expect("a row");
    follow(&app).await;
    let file = export(&app, &admin, "?format=csv").await;
    let mut lines = file.split("\r\n");
    let head = lines.next().expect("a line");
    assert!(head.starts_with("\"position\",\"at\",\"actor_kind\","));
    assert!(file.contains(",\"'=1+1\","), "{file}");
    assert!(file.contains("HYPERLINK"), "{file}");
    assert!(file.ends_with("\r\n"));
    let created = export(&app, &admin, "?format=csv&action=member.created").await;
    assert_eq!(created.lines().count(), 2);
}

/// G-08 (right lost): a download ends when its reader loses the right, and the file shows that it was cut off.
#[actix_web::test]
async fn a_download_ends_with_the_right() {
    let (app, admin) = TestApp::with_admin().await;
    let page = crate::audit_events::list(&app, &admin, "?limit=1")
        .await
        .ok();
    let one = format!("/audit-events/{}", page.body["items"][0]["id"]);
    let organization = app.get(&one, &admin).await.ok().text("/organization");
    let organization = organization.parse().expect("an id");
    let now = app.clock.now();
    let write = move |c: &mut DbConnection| {
        let event = Event::of(Actor::System, Some(organization), Action::FlowGivenUp);
        let origin = Origin::of_host();
        audit::record_all(c, now, &vec![(&origin, &event); 100_000])
    };
    app.context.db.write(write).await.expect("rows");
    follow(&app).await;
    let program = token(&app, &admin, &["audit:read"]).await;
    let request = app
        .request("GET", "/audit-events/export")
        .bearer_auth(&program);
    let mut response = request.send().await.expect("an answer");
    let mut file = response
        .chunk()
        .await
        .expect("a piece")
        .expect("a piece")
        .to_vec();
    let made = app
        .get("/api-tokens", &admin)
        .await
        .ok()
        .text("/items/0/id");
    app.send("DELETE", &format!("/api-tokens/{made}"), &admin, None)
        .await
        .ok();
    let end = loop {
        match response.chunk().await {
            Ok(Some(piece)) => file.extend_from_slice(&piece),
            end => break end,
        }
    };
    assert!(end.is_err(), "the body ended as if it were whole");
    let text = String::from_utf8_lossy(&file);
    assert_eq!(flaw(&app, &text), Some(ExportFlaw::CutOff));
    assert!(text.lines().count() < 100_000);
    // With the right, the same file is whole, however long.
    let whole = export(&app, &admin, "").await;
    assert!(whole.lines().count() > 100_000);
    assert_eq!(flaw(&app, &whole), None);
}
