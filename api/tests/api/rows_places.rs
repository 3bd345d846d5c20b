//! Requests with many rows, either way: two at a time for each caller, and nothing is read of a third (H-01).

use crate::api_tokens::token;
use crate::idempotency::person;
use crate::support::TestApp;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Begins a request whose body does not come. Gives its connection.
async fn begin(app: &TestApp, token: &str, path: &str) -> TcpStream {
    let request = app.request("POST", path).build().expect("a request");
    let url = request.url();
    let address = format!(
        "{}:{}",
        url.host_str().expect("a host"),
        url.port().expect("a port")
    );
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\n\r\n",
        url.path()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
}

/// The first line of the answer.
async fn status_line(stream: &mut TcpStream) -> String {
    let mut line = String::new();
    let mut answer = BufReader::new(stream);
    answer.read_line(&mut line).await.expect("an answer");
    line
}

/// The two that have a place wait for their bodies, so the one that is answered is the third. Which of the
/// three that is does not matter.
#[actix_web::test]
async fn a_caller_sends_two_at_a_time() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(
        &app,
        &admin,
        &["members:write", "members:read", "audit:read"],
    )
    .await;
    let mut one = begin(&app, &program, "/members/batch").await;
    let mut two = begin(&app, &program, "/members/batch").await;
    let mut three = begin(&app, &program, "/members/batch").await;
    let first = tokio::select! {
        line = status_line(&mut one) => line,
        line = status_line(&mut two) => line,
        line = status_line(&mut three) => line,
    };
    assert_eq!(first, "HTTP/1.1 429 Too Many Requests\r\n");
    // Both places are taken now: one more is told when to ask again.
    let body = json!({ "members": [person("a@example.com")] });
    let fourth = app.post("/members/batch", &program, &body).await;
    fourth.refused(429, "throttled");
    assert!(fourth.headers.contains_key("retry-after"));
    // A file that is sent takes a place too: many at once read the whole database as often.
    for path in ["/members/export", "/audit-events/export"] {
        app.get(path, &program).await.refused(429, "throttled");
        app.get(path, &admin).await.ok();
    }
    // Another caller has places of its own.
    app.post("/members/batch", &admin, &body).await.ok();
}
