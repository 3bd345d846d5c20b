//! Requests with many rows: two at a time for each caller, and nothing is read of a third (H-01).

use crate::api_tokens::token;
use crate::idempotency::person;
use crate::support::TestApp;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// Begins a request whose body does not come, and waits until the server asks for it.
fn begin(app: &TestApp, token: &str, path: &str) -> TcpStream {
    let request = app.request("POST", path).build().expect("a request");
    let url = request.url();
    let address = format!(
        "{}:{}",
        url.host_str().expect("a host"),
        url.port().expect("a port")
    );
    let mut stream = TcpStream::connect(&address).expect("a connection");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\nexpect: 100-continue\r\n\r\n",
        url.path()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream
}

/// Blocks until the server wants the body.
fn wait_for_continue(mut stream: TcpStream) -> TcpStream {
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[actix_web::test]
async fn a_caller_sends_two_at_a_time() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let stream = begin(&app, &program, "/members/batch");
        let waited = tokio::task::spawn_blocking(move || wait_for_continue(stream)).await;
        held.push(waited.expect("no panic"));
    }
    let body = json!({ "members": [person("a@example.com")] });
    let third = app.post("/members/batch", &program, &body).await;
    third.refused(429, "throttled");
    assert!(third.headers.contains_key("retry-after"));
    // Another caller has places of its own.
    app.post("/members/batch", &admin, &body).await.ok();
    let first = held.pop();
    drop(first);
}
