//! The answers that actix-http gives by itself, to heads that it cannot read: they have neither
//! body nor headers of ours, so a problem takes their place on the way out (security.md H-07).

use crate::platform::http::middleware::answer_to_no_request;
use actix_http::body::MessageBody as _;
use actix_web::http::StatusCode;

/// No bare answer is longer.
const LONGEST: usize = 256;
const START: &[u8] = b"HTTP/1.";
/// All that such an answer says. One of ours says more, whatever its status.
const FIELDS: [&str; 3] = ["content-length: 0", "connection: ", "date: "];

/// One of them, at the end of what is written.
#[derive(Debug)]
pub(super) struct Bare<'a> {
    /// Where it begins.
    pub(super) at: usize,
    status: StatusCode,
    date: &'a str,
}

impl<'a> Bare<'a> {
    /// Nothing is written behind it, as nothing behind it was read.
    pub(super) fn find(bytes: &'a [u8]) -> Option<Self> {
        let head = bytes.strip_suffix(b"\r\n\r\n")?;
        let from = head.len().saturating_sub(LONGEST);
        let mut places = head[from..].windows(START.len());
        let at = from + places.rposition(|window| window == START)?;
        let mut lines = str::from_utf8(&head[at..]).ok()?.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?;
        let status = StatusCode::from_bytes(status.as_bytes()).ok()?;
        let is_refusal = status.is_client_error() || status.is_server_error();
        let is_bare = |line: &str| FIELDS.iter().any(|field| line.starts_with(field));
        let date = lines.clone().find(|line| line.starts_with("date: "));
        (is_refusal && lines.all(is_bare)).then_some(Self {
            at,
            status,
            date: date?,
        })
    }

    /// What goes out instead.
    pub(super) fn problem(&self) -> Vec<u8> {
        let (head, body) = answer_to_no_request(self.status).into_parts();
        let body = body.try_into_bytes().unwrap_or_default();
        let mut answer = format!(
            "HTTP/1.1 {}\r\ncontent-length: {}\r\nconnection: close\r\n{}\r\n",
            head.status(),
            body.len(),
            self.date
        )
        .into_bytes();
        for (name, value) in head.headers() {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                answer.extend_from_slice(part);
            }
        }
        answer.extend_from_slice(b"\r\n");
        answer.extend_from_slice(&body);
        answer
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::application::server::tests::{left_open, start};
    use shared_types::problem::{Problem, ProblemCode};

    const BARE: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\
        connection: close\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";

    /// H-07: only what says nothing of ours is replaced, and only at the end.
    #[test]
    fn a_bare_answer_is_known() {
        let ours = BARE.replace("date", "x-request-id: 1\r\ndate");
        for (text, at) in [
            (BARE.to_owned(), Some(0)),
            (format!("{ours}{{}}{BARE}"), Some(ours.len() + 2)),
            (BARE.replace("400 Bad Request", "200 OK"), None),
            (format!("{BARE}{{}}"), None),
            ("HTTP/1.1 100 Continue\r\n\r\n".into(), None),
            (ours, None),
        ] {
            let found = Bare::find(text.as_bytes()).map(|bare| bare.at);
            assert_eq!(found, at, "{text:?}");
        }
    }

    /// H-07: to a head that nobody can read the answer is a whole problem, and the end.
    pub(in crate::application::server) fn is_a_bare_problem(answer: &str) {
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

    /// H-07: whatever the parser stumbles over, nothing of it comes back.
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
            is_a_bare_problem(&answer);
            assert!(!answer.contains("canary"), "{head:?}: {answer}");
        }
    }

    /// H-07: a head too large for the parser has the code of everything too large.
    #[actix_web::test]
    async fn a_large_head_is_too_large() {
        let (address, _folder) = start();
        let fields = "X-Canary: a\r\n".repeat(100);
        let large = format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        let answer = left_open(address, &large).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("\"too_large\""), "{answer}");
    }
}
