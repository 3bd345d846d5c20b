//! The server over real sockets: clients that are slow, silent or too many, and the shutdown.

use super::{Bound, Limits, connection_limit, listen, listen_with};
use crate::application::app::{self, Parts};
use crate::platform::breached::BreachedPasswords;
use crate::platform::clock::Clock;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Hasher;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::password::PasswordCost;
use crate::platform::crypto::totp::Window;
use crate::platform::db::schema::audit_events;
use crate::platform::db::{DatabaseUrl, Db};
use crate::platform::http::HttpSettings;
use crate::platform::ldap::Directories;
use crate::platform::notes::Notes;
use crate::platform::outbound::Outbound;
use crate::platform::repeats::Repeats;
use crate::record::audit::Action;
use actix_web::{HttpResponse, get};
use diesel::prelude::*;
use futures_util::future::join_all;
use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// Short enough to wait for it, long enough for requests that must not reach it.
const SOON: Duration = Duration::from_millis(300);
/// The longest a test waits for the server to close a connection.
const NEVER: Duration = Duration::from_mins(1);
pub(super) const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

/// An installation with a database of its own; the folder lives as long as the test.
fn parts() -> (Parts, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    let context = Context {
        db: Db::open(&url).expect("a database"),
        clock: Clock::System,
        keys: Arc::new(KeyRing::generate()),
        hasher: Hasher::new(PasswordCost::DEFAULT),
        repeats: Repeats::default(),
        notes: Notes::default(),
        code_window: Window::default(),
        public_url: "http://localhost:8080".into(),
        invitations_per_hour: INVITATIONS_PER_HOUR,
        breached: BreachedPasswords::default(),
        audit_retention: AUDIT_RETENTION,
        outbound: Outbound::default(),
        directories: Directories::default(),
    };
    (Parts::new(context, HttpSettings::default(), None), folder)
}

fn free_port() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port")
}

fn run(bound: Bound) -> SocketAddr {
    actix_web::rt::spawn(bound.server);
    bound.addresses[0]
}

/// A server on a free port, as the program starts it.
pub(super) fn start() -> (SocketAddr, TempDir) {
    let (parts, folder) = parts();
    (run(listen(&parts, free_port()).expect("a server")), folder)
}

/// Like [`start`], with other limits.
fn start_with(change: impl FnOnce(&mut Limits)) -> (SocketAddr, TempDir) {
    let (parts, folder) = parts();
    let mut limits = Limits::default();
    change(&mut limits);
    let own = parts.clone();
    let bound = listen_with(move || app::build(&own), &parts, limits, free_port());
    (run(bound.expect("a server")), folder)
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
pub(super) async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = connect(address).await;
    send(&mut stream, request).await;
    stream.shutdown().await.expect("its end");
    rest(&mut stream).await
}

/// Sends an unfinished request, and reads until the server closes the connection.
pub(super) async fn left_open(address: SocketAddr, bytes: &str) -> String {
    let mut stream = connect(address).await;
    send(&mut stream, bytes).await;
    rest(&mut stream).await
}

/// Sends a request on a connection that stays open, and reads the response.
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

pub(super) fn responses(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

/// a fresh installation is alive and ready.
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

/// H-03: a head that is not finished in time closes the connection, whichever request it is.
#[actix_web::test]
async fn a_slow_head_times_out() {
    let (address, _folder) = start_with(|limits| limits.deadlines.head = SOON);
    for before in ["", HEALTH] {
        for part in ["G", "GET /healthz HTTP/1.1\r\nHost: a\r\n", "\r\n"] {
            let answer = left_open(address, &format!("{before}{part}")).await;
            assert_eq!(answer.contains("HTTP/1.1 200"), !before.is_empty());
            assert!(responses(&answer) <= 1, "{answer}");
        }
    }
}

/// H-03: a connection on which nothing is sent is closed.
#[actix_web::test]
async fn a_silent_connection_is_closed() {
    let (address, _folder) = start_with(|limits| limits.deadlines.idle = SOON);
    assert_eq!(rest(&mut connect(address).await).await, "");
}

/// H-03: a body that is not finished in time is refused, also where no handler reads it.
#[actix_web::test]
async fn a_slow_body_times_out() {
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
        assert_eq!(responses(&answer), 1, "{answer}");
    }
}

/// H-03: a connection without a further request is closed.
#[actix_web::test]
async fn an_idle_connection_is_closed() {
    let (address, _folder) = start_with(|limits| limits.keep_alive = SOON);
    let answer = left_open(address, HEALTH).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// H-03: a peer that has all its connections gets no further one, and keeps those.
#[actix_web::test]
async fn connections_of_a_peer_are_limited() {
    let (address, _folder) = start_with(|limits| limits.connections_per_peer = 2);
    let (mut first, mut second) = (connect(address).await, connect(address).await);
    for _ in 0..2 {
        is_answered(&mut first).await;
        is_answered(&mut second).await;
        let mut third = connect(address).await;
        assert_eq!(rest(&mut third).await, "");
    }
}

/// H-03, L-08: a peer is one IPv4 address or one IPv6 /64; a trusted proxy is many peers.
#[test]
fn a_peer_has_a_number_of_slots() {
    let settings = HttpSettings {
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        ..HttpSettings::default()
    };
    for (addresses, admitted) in [
        (["203.0.113.9"; 3], 2),
        (["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.9"], 2),
        (["203.0.113.9", "203.0.113.9", "203.0.113.10"], 3),
        (["2001:db8::1", "2001:db8::2", "2001:db8::ffff:1"], 2),
        (["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"], 3),
        (["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.1"], 3),
    ] {
        let limit = connection_limit(&settings, 2);
        let slots = addresses.map(|address| limit.admit(address.parse().expect("an address")));
        let count = slots.iter().flatten().count();
        assert_eq!(count, admitted, "{addresses:?}");
    }
}

/// H-03: while 500 connections of several peers send byte by byte, other clients are answered; then
/// all of them time out.
#[actix_web::test]
async fn slow_clients_do_not_block_others() {
    let (address, _folder) = start_with(|limits| limits.deadlines.head = 4 * SOON);
    let mut slow_clients = Vec::new();
    for number in 0..500_u16 {
        let socket = TcpSocket::new_v4().expect("a socket");
        let [_, own] = (2 + number / 63).to_be_bytes();
        let from = SocketAddr::from((Ipv4Addr::new(127, 0, 0, own), 0));
        socket.bind(from).expect("a loopback address");
        let mut stream = socket.connect(address).await.expect("a connection");
        send(&mut stream, HEALTH).await;
        slow_clients.push(stream);
    }
    for part in ["G", "E", "T", " "] {
        for stream in &mut slow_clients {
            // The first ones may have timed out already.
            let _ = stream.write_all(part.as_bytes()).await;
        }
        let answer = raw(address, HEALTH).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let ends = slow_clients.iter_mut().map(|stream| async {
        let answer = rest(stream).await;
        assert_eq!(responses(&answer), 1, "{answer}");
    });
    join_all(ends).await;
}

/// a request that began before the shutdown and is not whole yet is still answered, and then
/// its connection is closed; new connections are not accepted.
#[actix_web::test]
async fn accepted_requests_are_finished() {
    let (parts, _folder) = parts();
    let bound = listen(&parts, free_port()).expect("a server");
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
    assert_eq!(rest(&mut idle).await, "", "an idle connection is closed");
    send(&mut asking, "{}").await;
    let answer = rest(&mut asking).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    end.await.expect("the server stops");
    assert!(TcpStream::connect(address).await.is_err());
}

#[get("/panic")]
async fn panics() -> HttpResponse {
    panic!("on purpose")
}

/// H-08: a panic in a handler of the real app is a 500 problem and an audit row, and the same worker
/// goes on.
#[actix_web::test]
async fn a_panic_ends_one_request() {
    let (parts, folder) = parts();
    let own = parts.clone();
    let app = move || app::build(&own).service(panics);
    let bound = listen_with(app, &parts, Limits::default(), free_port());
    let address = run(bound.expect("a server"));
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
        let rows =
            audit_events::table.filter(audit_events::action.eq(Action::HandlerPanicked.number()));
        rows.count().get_result::<i64>(connection)
    });
    assert_eq!(rows.await.expect("the record"), 8);
}
