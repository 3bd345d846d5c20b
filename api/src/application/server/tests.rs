//! The server over real sockets: clients that are slow, silent, too many, or ambiguous.

use super::bare::tests::is_a_bare_problem;
use super::{Bound, Limits, bind, listen};
use crate::application::app::{self, Parts};
use crate::platform::clock::Clock;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Hasher;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::db::schema::audit_events;
use crate::platform::db::{DatabaseUrl, Db};
use crate::platform::http::HttpSettings;
use actix_web::{HttpResponse, get};
use diesel::prelude::*;
use futures_util::future::join_all;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// Short enough to wait for it, long enough for what is not meant to meet it.
const SOON: Duration = Duration::from_millis(300);
/// Where the server does not end a connection, the test does.
const NEVER: Duration = Duration::from_mins(1);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

/// An installation with a database of its own; the folder lives as long as the test.
fn parts() -> (Parts, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    let context = Context {
        db: Db::open(&url).expect("a database"),
        clock: Clock::System,
        keys: Arc::new(KeyRing::generate()),
        hasher: Hasher::new(),
        public_url: "http://localhost:8080".into(),
    };
    (Parts::new(context, HttpSettings::default(), None), folder)
}

fn free_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

fn run(bound: Bound) -> SocketAddr {
    actix_web::rt::spawn(bound.server);
    bound.addresses[0]
}

/// A server on a free port, as the program starts it.
pub(super) fn start() -> (SocketAddr, TempDir) {
    let (parts, folder) = parts();
    (run(bind(&parts, free_port()).expect("a free port")), folder)
}

/// The same with limits that a test can meet.
fn start_with(change: impl FnOnce(&mut Limits)) -> (SocketAddr, TempDir) {
    let (parts, folder) = parts();
    let mut limits = Limits::default();
    change(&mut limits);
    let own = parts.clone();
    let bound = listen(move || app::build(&own), &parts, limits, free_port());
    (run(bound.expect("a free port")), folder)
}

async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.expect("a connection")
}

async fn send(stream: &mut TcpStream, bytes: &str) {
    let sent = stream.write_all(bytes.as_bytes()).await;
    sent.expect("the server reads");
}

/// Everything until the server ends the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = String::new();
    let end = timeout(NEVER, stream.read_to_string(&mut answer)).await;
    // A refused connection may be reset once the answer is out.
    let _ = end.expect("the server ends the connection");
    answer
}

/// Sends raw bytes and the end of them, and reads the whole answer.
async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = connect(address).await;
    send(&mut stream, request).await;
    stream.shutdown().await.expect("its end");
    rest(&mut stream).await
}

/// Sends what is not the end of a request, and waits until the server has had enough.
pub(super) async fn left_open(address: SocketAddr, bytes: &str) -> String {
    let mut stream = connect(address).await;
    send(&mut stream, bytes).await;
    rest(&mut stream).await
}

/// Asks on a connection that stays open.
async fn is_answered(stream: &mut TcpStream) {
    send(stream, HEALTH).await;
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\nok") {
        let mut bytes = [0; 1024];
        let count = stream.read(&mut bytes).await.expect("an answer");
        assert!(count > 0, "it ended after {answer}");
        answer.push_str(str::from_utf8(&bytes[..count]).expect("text"));
    }
}

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

/// a fresh installation lives and is ready.
#[actix_web::test]
async fn a_fresh_installation_is_ready() {
    let (address, _folder) = start();
    for path in [
        "/healthz",
        "/readyz",
        "/docs",
        "/docs/style.css",
        "/openapi.yaml",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let answer = raw(address, &request).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let (address, _folder) = start();
    let answer = raw(address, "HEAD /docs HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "there is a body");
}

/// H-04: a head that two parsers could read in two ways is refused, and nothing behind it is read.
#[actix_web::test]
async fn ambiguous_heads_are_refused() {
    let (address, _folder) = start();
    for lines in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 0\r\nContent-Length: 41",
        "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: 0, 0",
        "Content-Length: +0",
        "Content-Length: -1",
        "Content-Length: 0x0",
        "Content-Length : 0",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding:\r\n chunked",
        "X-Folded: a\r\n b",
        "X-Folded: a\r\n\tContent-Length: 41",
        "X-Space : a",
        "X-Bare: a\nContent-Length: 0",
        "X-Bare: a\rContent-Length: 0",
        "X-Bare: a\n\n",
        "X-Bare: a\r\n\n",
        "X-Nul: a\0b",
        "Host: b",
    ] {
        let head = format!("POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n");
        let answer = raw(address, &format!("{head}{HEALTH}")).await;
        is_a_bare_problem(&answer);
        assert_eq!(answers(&answer), 1, "{lines:?}: {answer}");
    }
    for line in [
        "GET /healthz HTTP/1.1\nHost: a\n\n",
        "GET /healthz HTTP/1.1\r\n\n",
    ] {
        let answer = raw(address, &format!("{line}{HEALTH}")).await;
        is_a_bare_problem(&answer);
        assert_eq!(answers(&answer), 1, "{line:?}: {answer}");
    }
}

/// H-04: what stands before the ambiguous head is answered, in its turn.
#[actix_web::test]
async fn what_came_before_is_answered() {
    let (address, _folder) = start();
    let both = format!("{HEALTH}GET /healthz HTTP/1.1\nHost: a\r\n\r\n{HEALTH}");
    let answer = raw(address, &both).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (_, refusal) = answer.split_once("\r\n\r\nok").expect("an answer");
    is_a_bare_problem(refusal);
    assert_eq!(answers(&answer), 2, "{answer}");
}

/// H-04: chunks are plain or they are the end, and a plain body may hold anything.
#[actix_web::test]
async fn ambiguous_chunks_are_refused() {
    let (address, _folder) = start();
    let head = "POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
        Transfer-Encoding: chunked\r\n\r\n";
    for body in [
        "2;a=b\r\n{}\r\n0\r\n\r\n",
        "2\n{}\r\n0\r\n\r\n",
        "2\r\n{}\n0\r\n\r\n",
        "2 \r\n{}\r\n0\r\n\r\n",
        "+2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\nX: a\r\n\r\n",
        "10000000000000002\r\n{}\r\n0\r\n\r\n",
    ] {
        let answer = raw(address, &format!("{head}{body}{HEALTH}")).await;
        assert!(!answer.contains("HTTP/1.1 200"), "{body:?}: {answer}");
        assert!(answers(&answer) <= 1, "{body:?}: {answer}");
    }
    let plain = format!("{head}4\r\n{{\n\n}}\r\n0\r\n\r\n{HEALTH}");
    let answer = raw(address, &plain).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("HTTP/1.1 200"), "{answer}");
}

/// H-03: a head that does not end is the end of its connection, the first one and every other.
#[actix_web::test]
async fn a_slow_head_is_cut_off() {
    let (address, _folder) = start_with(|limits| limits.deadlines.head = SOON);
    for before in ["", HEALTH] {
        for part in ["G", "GET /healthz HTTP/1.1\r\nHost: a\r\n", "\r\n"] {
            let answer = left_open(address, &format!("{before}{part}")).await;
            assert_eq!(answer.contains("HTTP/1.1 200"), !before.is_empty());
            assert!(answers(&answer) <= 1, "{answer}");
        }
    }
}

/// H-03: a connection on which nothing comes ends.
#[actix_web::test]
async fn a_silent_connection_is_ended() {
    let (address, _folder) = start_with(|limits| limits.deadlines.idle = SOON);
    assert_eq!(rest(&mut connect(address).await).await, "");
}

/// H-03: a body that does not end is cut off, also where nobody reads it.
#[actix_web::test]
async fn a_slow_body_is_cut_off() {
    let (address, _folder) = start_with(|limits| limits.deadlines.body = SOON);
    let head = "POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    for (framing, part) in [
        ("Content-Length: 200", "{\"email\":"),
        ("Transfer-Encoding: chunked", "9\r\n{\"email\":\r\n"),
        ("Upgrade: websocket", "{\"email\":"),
        ("Upgrade: websocket\r\nContent-Length: 2", "{}"),
    ] {
        let answer = left_open(address, &format!("{head}{framing}\r\n\r\n{part}")).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(answer.contains("\"malformed_request\""), "{answer}");
    }
    for (framing, part) in [
        ("Content-Length: 200", "a"),
        ("Transfer-Encoding: chunked", "ff\r\na"),
        ("Transfer-Encoding: chunked", ""),
    ] {
        let unread = format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n{part}");
        let answer = left_open(address, &unread).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(answers(&answer), 1, "{answer}");
    }
}

/// H-03: a connection without a further request ends.
#[actix_web::test]
async fn an_idle_connection_is_ended() {
    let (address, _folder) = start_with(|limits| limits.keep_alive = SOON);
    let answer = left_open(address, HEALTH).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// H-03: a peer that holds all its connections gets no other one, and keeps those.
#[actix_web::test]
async fn a_peer_has_its_number_of_connections() {
    let (address, _folder) = start_with(|limits| limits.connections_per_peer = 2);
    let (mut first, mut second) = (connect(address).await, connect(address).await);
    for _ in 0..2 {
        is_answered(&mut first).await;
        is_answered(&mut second).await;
        let mut third = connect(address).await;
        assert_eq!(rest(&mut third).await, "");
    }
}

/// H-03: while 500 connections of several peers dribble, everybody else is answered; then all of
/// them are cut off.
#[actix_web::test]
async fn dribblers_keep_nobody_out() {
    let (address, _folder) = start_with(|limits| limits.deadlines.head = 4 * SOON);
    let mut dribblers = Vec::new();
    for number in 0..500_u16 {
        let socket = TcpSocket::new_v4().expect("a socket");
        let [_, own] = (2 + number / 63).to_be_bytes();
        let from = SocketAddr::from((Ipv4Addr::new(127, 0, 0, own), 0));
        socket.bind(from).expect("a loopback address");
        let mut stream = socket.connect(address).await.expect("a connection");
        send(&mut stream, HEALTH).await;
        dribblers.push(stream);
    }
    for part in ["G", "E", "T", " "] {
        for stream in &mut dribblers {
            // Whoever came first may be cut off already.
            let _ = stream.write_all(part.as_bytes()).await;
        }
        let answer = raw(address, HEALTH).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let ends = dribblers.iter_mut().map(|stream| async {
        let answer = rest(stream).await;
        assert_eq!(answers(&answer), 1, "{answer}");
    });
    join_all(ends).await;
}

/// a request that came before the end and is not whole yet is still answered, and with it the
/// connection ends; new ones are not accepted.
#[actix_web::test]
async fn what_was_accepted_is_finished() {
    let (parts, _folder) = parts();
    let bound = bind(&parts, free_port()).expect("a free port");
    let server = bound.server.handle();
    let address = run(bound);
    let (mut idle, mut asking) = (connect(address).await, connect(address).await);
    is_answered(&mut idle).await;
    is_answered(&mut asking).await;
    let head = "POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
        Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    send(&mut asking, head).await;
    let mut go_on = [0; 25];
    asking.read_exact(&mut go_on).await.expect("it is accepted");
    let end = actix_web::rt::spawn(server.stop(true));
    assert_eq!(rest(&mut idle).await, "", "an idle connection just ends");
    send(&mut asking, "{}").await;
    let answer = rest(&mut asking).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    end.await.expect("the server ends");
    assert!(TcpStream::connect(address).await.is_err());
}

#[get("/panic")]
async fn panics() -> HttpResponse {
    panic!("on purpose")
}

/// H-08: a panic in a handler of the real app is a 500 problem and a row of the record, and the
/// same worker goes on.
#[actix_web::test]
async fn a_panic_ends_one_request() {
    let (parts, folder) = parts();
    let own = parts.clone();
    let app = move || app::build(&own).service(panics);
    let bound = listen(app, &parts, Limits::default(), free_port());
    let address = run(bound.expect("a free port"));
    let panic = "GET /panic HTTP/1.1\r\nHost: a\r\n\r\n";
    for _ in 0..8 {
        let answer = raw(address, &format!("{panic}{HEALTH}")).await;
        assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
        assert!(answer.contains("application/problem+json; charset=utf-8"));
        assert!(answer.contains("\"internal\"") && !answer.contains("on purpose"));
        assert!(answer.contains("HTTP/1.1 200"), "{answer}");
    }
    let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    let db = Db::open(&url).expect("a database");
    let rows = db.read(|connection| {
        let rows = audit_events::table.filter(audit_events::action.eq("handler.panicked"));
        rows.count().get_result::<i64>(connection)
    });
    assert_eq!(rows.await.expect("the record"), 8);
}
