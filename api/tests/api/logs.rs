//! The log of the real program: one line for every row of the record, and no line that a caller
//! wrote.

use crate::support::{ADMIN, AGENT, PASSWORD};
use crate::watched::{Seen, Watched, text};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use twostep::platform::db::{DatabaseUrl, read_online};
use twostep::record::audit;

/// A row as far as the log repeats it: action, outcome, organization, member, flow, network, request.
type Row = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    String,
);

fn database(folder: &Path) -> SqliteConnection {
    let path = folder.join("twostep.sqlite");
    let mut connection = SqliteConnection::establish(&path.to_string_lossy()).expect("a database");
    let patient = connection.batch_execute("PRAGMA busy_timeout = 5000");
    patient.expect("a setting");
    connection
}

fn rows(seen: &Seen) -> Vec<Row> {
    let file = DatabaseUrl::Sqlite(seen.folder.path().join("twostep.sqlite"));
    let rows = read_online(&file, |c| audit::list_rows(c, 0, i64::MAX, i64::MAX));
    let rows = rows.expect("the record").into_iter().map(|row| {
        let row = row.read().expect("a row that was written just now");
        (
            row.action.as_str().to_owned(),
            row.outcome.as_str().to_owned(),
            row.organization.map(|id| id.to_string()),
            row.subject.map(|id| id.to_string()),
            row.flow.map(|id| id.to_string()),
            row.network,
            row.request_id.expect("a request").to_string(),
        )
    });
    rows.collect()
}

fn row_of(line: &Value) -> Row {
    let option = |name: &str| line[name].as_str().map(str::to_owned);
    let word = |name: &str| option(name).unwrap_or_else(|| panic!("no {name} in {line}"));
    (
        word("action"),
        word("outcome"),
        option("organization"),
        option("member"),
        option("flow"),
        word("network"),
        word("request_id"),
    )
}

/// Action, outcome, reason.
type Event = (&'static str, &'static str, Option<&'static str>);

/// Calls of strangers, each of them one event.
async fn strangers(app: &Watched) -> Vec<Event> {
    let sign_in = |email: &str, password: &str| json!({ "email": email, "password": password });
    app.post("/sign-in", "", &sign_in(ADMIN, "wrong wrong wrong"))
        .await;
    app.post("/sign-in", "", &sign_in("nobody@example.com", PASSWORD))
        .await;
    let bad = json!({ "token": "tsi_nonsense", "password": PASSWORD });
    app.post("/invitations/accept", "", &bad).await;
    let bad = json!({ "token": "tsp_nonsense", "new_password": PASSWORD });
    app.post("/password-reset/confirm", "", &bad).await;
    let forgot = json!({ "email": "nobody@example.com" });
    app.post("/password-reset", "", &forgot).await;
    app.post("/setup", "", &crate::support::setup_request("tsu_nonsense"))
        .await;
    vec![
        ("password.checked", "failure", Some("wrong")),
        ("password.checked", "failure", Some("wrong")),
        ("invitation.accepted", "failure", Some("invalid_token")),
        ("password_reset.confirmed", "failure", Some("invalid_token")),
        ("password_reset.requested", "success", None),
        ("organization.created", "failure", Some("invalid_token")),
    ]
}

/// The set-up of the administrator until it is given up, each call one event.
async fn set_up_a_phone(app: &Watched, admin: &str) -> Vec<Event> {
    let started = app.ask("POST", "/me/enrollment", admin).await;
    let flow = text(&started, "/flow_token");
    app.ask("POST", "/enrollment/email", &flow).await;
    app.ask("POST", "/enrollment/email", &flow).await;
    let code = app.mailed_code(ADMIN, "Email Verification").await;
    let wrong = json!({ "code": if code == "000000" { "000001" } else { "000000" } });
    let verify = "/enrollment/email/verify";
    app.post(verify, &flow, &wrong).await;
    app.post(verify, &flow, &json!({ "code": code })).await;
    app.ask("GET", "/enrollment/device", &flow).await;
    app.ask("DELETE", "/sign-in", &flow).await;
    vec![
        ("device.replacement_started", "success", None),
        ("email_code.sent", "success", Some("sent")),
        ("email_code.sent", "throttled", Some("throttled")),
        ("email_code.checked", "failure", Some("wrong")),
        ("email_code.checked", "success", Some("accepted")),
        ("device.prepared", "success", None),
        ("flow.given_up", "success", None),
    ]
}

/// A sign-in whose last statement fails, after both of its rows were written.
async fn taken_back(app: &Watched) {
    let mut database = database(app.folder.path());
    let mut rename = |sql| database.batch_execute(sql).expect("a new name");
    rename("ALTER TABLE known_browsers RENAME TO out_of_reach");
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let request = app.request("POST", "/sign-in").json(&body);
    let answer = app
        .send(request.header("sec-fetch-site", "same-origin"))
        .await;
    assert_eq!(answer["code"], "unavailable", "{answer}");
    rename("ALTER TABLE out_of_reach RENAME TO known_browsers");
}

/// G-02: as many lines as rows as events, in one order and with the same words; a change that is
/// taken back leaves neither.
#[actix_web::test]
async fn every_event_is_one_row_and_one_line() {
    let app = Watched::start().await;
    let admin = app.set_up().await;
    let mut expected: Vec<Event> = vec![
        ("organization.created", "success", None),
        ("sign_in.finished", "success", Some("password")),
    ];
    expected.extend(strangers(&app).await);
    taken_back(&app).await;
    let in_flow = expected.len()..;
    expected.extend(set_up_a_phone(&app, &admin).await);
    app.ask("DELETE", "/session", &admin).await;
    expected.push(("session.ended", "success", None));
    let seen = app.end().await;
    let lines = seen.audit_lines();
    assert_eq!(lines.iter().map(row_of).collect::<Vec<_>>(), rows(&seen));
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            let word = |name: &str| line[name].as_str();
            (word("action"), word("outcome"), word("reason"))
        })
        .collect();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(action, outcome, reason)| (Some(action), Some(outcome), reason))
        .collect();
    assert_eq!(told, expected);
    let in_flow = &lines[in_flow][..7];
    assert!(in_flow[0]["flow"].is_string(), "{}", in_flow[0]);
    for line in in_flow {
        assert_eq!(line["flow"], in_flow[0]["flow"]);
    }
    for line in &lines {
        assert_eq!(line["network"], "127.0.0.0/24");
        for time in ["at", "timestamp"] {
            let time = line[time].as_str().expect("a time");
            assert!(time.ends_with('Z'), "UTC: {time}");
        }
    }
}

/// What a terminal, a line reader or a JSON reader could take for something else.
const FORGED: &str =
    "\u{1b}[31mx\n{\"message\":\"audit\",\"action\":\"forged\"}\r\u{9b}2J\u{85}\u{2028}";

/// G-03: whatever callers write, and wherever, a line of the log is one event of ours.
#[actix_web::test]
async fn nobody_writes_lines_into_the_log() {
    let app = Watched::start().await;
    let admin = app.set_up().await;
    let member = json!({ "email": AGENT, "display_name": "Jo Doe", "role": "agent" });
    let member = text(&app.post("/members", &admin, &member).await, "/id");
    let escaped: String = form_urlencoded::byte_serialize(FORGED.as_bytes()).collect();
    let fields = [
        ("email", "/sign-in"),
        ("password", "/sign-in"),
        ("transport", "/sign-in"),
        ("organization", "/sign-in"),
        ("email", "/members"),
        ("display_name", "/members"),
        ("role", "/members"),
        ("reason", "/members/MEMBER/device-reset"),
        ("token", "/invitations/accept"),
        ("email", "/password-reset"),
        ("organization", "/password-reset"),
    ];
    for (field, path) in fields {
        let mut body = json!({
            "email": "sam@example.com", "password": PASSWORD, "display_name": "Sam",
            "role": "agent", "reason": "lost", "token": "tsi_x",
        });
        let known: &[&str] = match path {
            "/sign-in" => &["email", "password"],
            "/members" => &["email", "display_name", "role"],
            "/invitations/accept" => &["token", "password"],
            "/password-reset" => &["email"],
            _ => &["reason"],
        };
        let all = body.as_object_mut().expect("an object");
        all.retain(|name, _| known.contains(&name.as_str()));
        all.insert(field.to_owned(), json!(FORGED));
        let path = path.replace("MEMBER", &member);
        app.post(&path, &admin, &body).await;
        body[FORGED] = json!(1);
        app.post(&path, &admin, &body).await;
        app.send(app.request("POST", &path).body(FORGED)).await;
        app.ask(
            "GET",
            &format!("{path}/{escaped}?{escaped}={escaped}"),
            &admin,
        )
        .await;
    }
    let header = reqwest::header::HeaderValue::from_bytes("\u{9b}31m\u{85}x{\"".as_bytes());
    let header = header.expect("a header");
    for name in [
        "user-agent",
        "x-request-id",
        "forwarded",
        "origin",
        "cookie",
        "authorization",
    ] {
        let request = app.request("GET", "/me").header(name, &header);
        app.send(request).await;
    }
    let seen = app.end().await;
    let is_odd = |c: char| (c.is_control() && c != '\n') || c == '\u{2028}';
    let odd = seen.log.lines().find(|line| line.contains(is_odd));
    assert_eq!(odd, None);
    let lines = seen.lines();
    let forged = lines.iter().find(|line| line["action"] == "forged");
    assert_eq!(forged, None);
    let answered = lines.iter().filter(|line| line["message"] == "answered");
    let expected = 3 + 4 * fields.len() + 6;
    assert_eq!(answered.count(), expected, "one line for each request");
    assert_eq!(rows(&seen).len(), seen.audit_lines().len());
}

/// F1 (line): who is refused for a limit again and again writes no line: the audit line of the first refusal stands for all.
#[actix_web::test]
async fn refusals_for_a_limit_fill_no_log() {
    let app = Watched::start().await;
    app.set_up().await;
    let wrong = json!({ "email": ADMIN, "password": "wrong wrong wrong" });
    for number in 0..60 {
        let answer = app.post("/sign-in", "", &wrong).await;
        let expected = if number < 10 { 401 } else { 429 };
        assert_eq!(answer["status"], expected, "{answer}");
    }
    let seen = app.end().await;
    let mut lines = seen.lines();
    // What the log has as it is delivered.
    lines.retain(|line| line["level"] != "DEBUG" && line["level"] != "TRACE");
    let about = |name: &str, value: Value| lines.iter().filter(|l| l[name] == value).count();
    assert_eq!(about("status", json!(401)), 10);
    assert_eq!(about("status", json!(429)), 0);
    // The number of the others is recorded when the delay is over.
    assert_eq!(about("outcome", json!("throttled")), 1);
}

/// G-02: who reads the log may go away; the program goes on.
#[actix_web::test]
async fn a_log_that_nobody_reads_stops_nothing() {
    let app = Watched::start_unread().await;
    let admin = app.set_up().await;
    let me = app.ask("GET", "/me", &admin).await;
    assert_eq!(me["email"], ADMIN, "{me}");
    app.end().await;
}
