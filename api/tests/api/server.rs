//! The real program under load and at its end, and what it believes of those who speak to it.

use crate::process::Program;
use crate::support::TestApp;
use diesel::RunQueryDsl;
use futures_util::future::join_all;
use reqwest::Response;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use twostep::platform::db::server_time;

const PROXY: (&str, &str) = ("TWOSTEP_TRUSTED_PROXIES", "127.0.0.1/32");

/// A wrong password for somebody whom nobody knows, with headers about the client.
async fn sign_in(program: &Program, email: &str, headers: &[(&str, &str)]) -> Response {
    let body = json!({ "email": email, "password": "a wrong password of length" });
    let request = program.request("POST", "/api/v1/sign-in").json(&body);
    let add = |request: reqwest::RequestBuilder, (name, value): &(&str, &str)| {
        request.header(*name, *value)
    };
    let request = headers.iter().fold(request, add);
    request.send().await.expect("an answer")
}

/// How many of 25 tries with these headers are looked at; the others are too many.
async fn tries(program: &Program, headers: impl Fn(usize) -> Vec<(&'static str, String)>) -> usize {
    let mut looked_at = 0;
    for number in 0..25 {
        let own = headers(number);
        let own: Vec<_> = own
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let email = format!("nobody{number}@example.com");
        match sign_in(program, &email, &own).await.status().as_u16() {
            401 => looked_at += 1,
            429 => {}
            other => panic!("{other} for {own:?}"),
        }
    }
    looked_at
}

/// L-08, L-09: behind a trusted proxy one IPv6 /64 is one client and another one another; without
/// one, whatever the headers say is one client.
#[actix_web::test]
async fn clients_are_told_apart_by_who_vouches_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start_with(folder.path(), &[PROXY]).await;
    let in_one = |number: usize| vec![("X-Forwarded-For", format!("2001:db8:0:1:{number:x}::1"))];
    assert_eq!(tries(&program, in_one).await, 20);
    let in_many = |number: usize| vec![("X-Forwarded-For", format!("2001:db8:1:{number:x}::1"))];
    assert_eq!(tries(&program, in_many).await, 25);
    let mapped = |number: usize| {
        let prefix = if number.is_multiple_of(2) {
            "::ffff:"
        } else {
            ""
        };
        format!("{prefix}198.51.100.7")
    };
    // Review F9: a client's own `Forwarded`, which the proxy passes on, opens no second counter.
    let beside = |number: usize| {
        let forwarded = ["for=x", "for=198.51.100.8"][number % 2];
        vec![
            ("X-Forwarded-For", mapped(number)),
            ("Forwarded", forwarded.to_owned()),
        ]
    };
    assert_eq!(tries(&program, beside).await, 20);

    let folder = tempfile::tempdir().expect("a folder");
    let named = ("TWOSTEP_CLIENT_ADDRESS_HEADER", "Forwarded");
    let program = Program::start_with(folder.path(), &[PROXY, named]).await;
    let by_name = |number: usize| {
        let other = format!("203.0.113.{number}");
        vec![
            ("Forwarded", format!("for=\"{}\"", mapped(number))),
            ("X-Forwarded-For", other),
        ]
    };
    assert_eq!(tries(&program, by_name).await, 20);

    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start_with(folder.path(), &[]).await;
    let forged = |number: usize| {
        let value = match number % 5 {
            0 => "unknown".to_owned(),
            1 => ", ,".to_owned(),
            2 => "127.0.0.1".to_owned(),
            _ => format!("198.51.100.{number}"),
        };
        vec![
            ("X-Forwarded-For", value.clone()),
            ("Forwarded", format!("for={value}")),
            ("X-Real-IP", value),
        ]
    };
    assert_eq!(tries(&program, forged).await, 20);
}

/// B-04 (exact list, no credentials): the real program names listed origins only, and never with credentials.
#[actix_web::test]
async fn only_listed_origins_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let origins = ("TWOSTEP_CORS_ORIGINS", "https://app.example");
    let program = Program::start_with(folder.path(), &[origins]).await;
    for (origin, is_listed) in [
        ("https://app.example", true),
        ("https://evil.example", false),
        ("https://app.example.evil.example", false),
        ("https://evil-app.example", false),
        ("https://app.example:8443", false),
        ("http://app.example", false),
        ("https://APP.example", false),
        ("null", false),
        ("*", false),
    ] {
        for method in ["GET", "POST", "OPTIONS"] {
            let request = program.request(method, "/api/v1/sign-in");
            let request = request
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization");
            let answer = request.send().await.expect("an answer");
            let headers = answer.headers();
            let named = headers.get("access-control-allow-origin");
            let named = named.map(|value| value.to_str().expect("text"));
            assert_eq!(named, is_listed.then_some(origin), "{method} {origin}");
            assert!(!headers.contains_key("access-control-allow-credentials"));
        }
    }
}

/// L-14: of 500 sign-ins at once as many as the queue holds are looked at, the others are told when
/// to come again, and signed-in members are answered all the while.
#[actix_web::test]
async fn many_sign_ins_at_once_keep_nobody_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Arc::new(Program::start_with(folder.path(), &[PROXY]).await);
    let session = program.set_up().await;
    let under_way = Arc::new(AtomicUsize::new(500));
    let sign_ins = (0..500).map(|number| {
        let (program, under_way) = (Arc::clone(&program), Arc::clone(&under_way));
        tokio::spawn(async move {
            let address = format!("10.0.{}.{}", number / 250, number % 250);
            let email = format!("nobody{number}@example.com");
            let answer = sign_in(&program, &email, &[("X-Forwarded-For", &address)]).await;
            under_way.fetch_sub(1, Ordering::SeqCst);
            let pause = answer.headers().get("retry-after").cloned();
            (answer.status().as_u16(), pause)
        })
    });
    let sign_ins: Vec<_> = sign_ins.collect();
    let mut probes = 0;
    while under_way.load(Ordering::SeqCst) > 0 {
        assert_eq!(program.status("/healthz").await, 200);
        assert_eq!(program.me(&session).await, 200);
        probes += 1;
    }
    assert!(probes >= 10, "{probes} probes were answered meanwhile");
    let (mut looked_at, mut refused) = (0, 0);
    for sign_in in join_all(sign_ins).await {
        match sign_in.expect("no panic") {
            (401, None) => looked_at += 1,
            (503, Some(_)) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(looked_at >= 64 && refused > 0, "{looked_at} {refused}");
}

/// asked to end under load, the program is first not ready; a client that then sends nothing more
/// has an answer to everything, none of them a 5xx, and the program ends well.
#[actix_web::test]
async fn nothing_that_was_accepted_is_lost_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start_with(folder.path(), &[PROXY]).await;
    let session = program.set_up().await;
    let program = Arc::new(program);
    let is_ready = Arc::new(AtomicBool::new(true));
    let answered = Arc::new(AtomicUsize::new(0));
    let senders = (0..8).map(|number| {
        let (program, session) = (Arc::clone(&program), session.clone());
        let (is_ready, answered) = (Arc::clone(&is_ready), Arc::clone(&answered));
        tokio::spawn(async move {
            while is_ready.load(Ordering::SeqCst) {
                let status = match number {
                    0 => program.change_me(&session, "de").await,
                    _ => program.me(&session).await,
                };
                assert_eq!(status, 200);
                answered.fetch_add(1, Ordering::SeqCst);
            }
        })
    });
    let senders: Vec<_> = senders.collect();
    while answered.load(Ordering::SeqCst) < 1000 {
        assert_eq!(program.status("/readyz").await, 200);
    }
    program.terminate();
    let before = answered.load(Ordering::SeqCst);
    while program.status("/readyz").await == 200 {}
    let lives = program.request("GET", "/healthz").send().await;
    let lives = lives.expect("an answer");
    assert_eq!(lives.status(), 200);
    assert_eq!(lives.headers()["connection"], "close");
    assert_eq!(program.me(&session).await, 200);
    is_ready.store(false, Ordering::SeqCst);
    for sender in join_all(senders).await {
        sender.expect("every request is answered with 200");
    }
    assert!(answered.load(Ordering::SeqCst) > before);
    let mut program = Arc::into_inner(program).expect("nobody else has it");
    assert_eq!(program.exit_code().await, Some(0));
}

/// tables of an older version, as after a restore beside the running program, are not served
/// on; tables that a newer program added are.
#[actix_web::test]
async fn readiness_knows_the_tables() {
    let app = TestApp::start();
    if let Some(now) = app.context.db.read(server_time).await.expect("an answer") {
        app.clock.set(now);
    }
    let run = async |statement: &'static str| {
        let write = move |connection: &mut _| diesel::sql_query(statement).execute(connection);
        app.context.db.write(write).await.expect("it runs")
    };
    assert_eq!(app.readyz().await.status, 200);
    run("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')").await;
    assert_eq!(app.readyz().await.status, 200);
    run("DELETE FROM __diesel_schema_migrations WHERE version < '29991231000000'").await;
    app.readyz().await.refused(503, "unavailable");
    let lives = app.finish(app.at("GET", "/healthz")).await;
    assert_eq!(lives.status, 200);
}
