//! Requests that the parser or the framing check refuses, over real sockets.

use super::tests::{HEALTH, left_open, raw, responses, start};
use shared_types::problem::{Problem, ProblemCode};

/// H-07: the response to a head that cannot be parsed is a whole problem document, and the
/// connection ends.
fn is_parser_problem(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    for line in [
        "content-type: application/problem+json; charset=utf-8",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "connection: close",
        &format!("content-length: {}", body.len()),
    ] {
        assert_eq!(head.matches(line).count(), 1, "{line}: {answer}");
    }
    let problem: Problem = serde_json::from_str(body).expect("a problem");
    assert_eq!(problem.code, ProblemCode::MalformedRequest);
    assert!(head.contains(&format!("x-request-id: {}", problem.request_id)));
}

/// H-07: a head that cannot be parsed gets a problem document, and none of its bytes is repeated.
#[actix_web::test]
async fn an_unreadable_head_is_a_problem() {
    let (address, _folder) = start();
    for head in [
        "\u{1}canary",
        "GET canary canary",
        "GET /healthz HTTP/3.0\r\ncanary: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\ncanary\r\n\r\n",
        "GET /healthz HTTP/1.1\r\ncanary\u{7}: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nX-No-Host: canary\r\n\r\n",
        "CONNECT canary:80 HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let answer = left_open(address, &format!("{head}\r\n\r\n")).await;
        is_parser_problem(&answer);
        assert!(!answer.contains("canary"), "{head:?}: {answer}");
    }
}

/// H-07: a head that is too large for the parser gets the code `too_large`.
#[actix_web::test]
async fn a_large_head_is_too_large() {
    let (address, _folder) = start();
    let fields = "X-Canary: a\r\n".repeat(100);
    let large = format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
    let answer = left_open(address, &large).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\"too_large\""), "{answer}");
}

/// H-04: an ambiguous head is refused, and nothing after it is read.
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
        is_parser_problem(&answer);
        assert_eq!(responses(&answer), 1, "{lines:?}: {answer}");
    }
    for line in [
        "GET /healthz HTTP/1.1\nHost: a\n\n",
        "GET /healthz HTTP/1.1\r\n\n",
    ] {
        let answer = raw(address, &format!("{line}{HEALTH}")).await;
        is_parser_problem(&answer);
        assert_eq!(responses(&answer), 1, "{line:?}: {answer}");
    }
}

/// H-04: requests before the ambiguous head are answered first.
#[actix_web::test]
async fn requests_before_an_ambiguous_head_are_answered() {
    let (address, _folder) = start();
    let both = format!("{HEALTH}GET /healthz HTTP/1.1\nHost: a\r\n\r\n{HEALTH}");
    let answer = raw(address, &both).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (_, refusal) = answer.split_once("\r\n\r\nok").expect("an answer");
    is_parser_problem(refusal);
    assert_eq!(responses(&answer), 2, "{answer}");
}

/// H-04: an ambiguous chunk ends the connection, and a plain body may hold any bytes.
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
        assert!(responses(&answer) <= 1, "{body:?}: {answer}");
    }
    let plain = format!("{head}4\r\n{{\n\n}}\r\n0\r\n\r\n{HEALTH}");
    let answer = raw(address, &plain).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("HTTP/1.1 200"), "{answer}");
}
