//! The responses that actix-http itself gives to heads that it cannot parse. They have neither a
//! body nor our headers, so the application's own response is written in their place (H-07).

use std::fmt::Write as _;

/// The parser's own response is never longer.
const LONGEST: usize = 256;
const START: &[u8] = b"HTTP/1.";
/// All header fields of the parser's own response. A response of the application has more, whatever
/// its status.
const FIELDS: [&str; 3] = ["content-length: 0", "connection: ", "date: "];

/// What the application answers to bytes that are no request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorResponse {
    /// Status code and reason, such as `400 Bad Request`.
    pub status: String,
    /// Header fields, without those of the connection: length, `connection` and `date`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A response of the parser itself, at the end of what is written.
#[derive(Debug)]
pub(crate) struct ParserError<'a> {
    /// The index of its first byte.
    pub(crate) start: usize,
    /// Its status code.
    pub(crate) status: u16,
    date: &'a str,
}

impl<'a> ParserError<'a> {
    /// Looks at the end only: the parser writes nothing after it, as it reads nothing after the
    /// error.
    pub(crate) fn find(bytes: &'a [u8]) -> Option<Self> {
        let head = bytes.strip_suffix(b"\r\n\r\n")?;
        let from = head.len().saturating_sub(LONGEST);
        let mut windows = head[from..].windows(START.len());
        let start = from + windows.rposition(|window| window == START)?;
        let mut lines = str::from_utf8(&head[start..]).ok()?.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let is_refusal = (400..600).contains(&status);
        let is_known = |line: &str| FIELDS.iter().any(|field| line.starts_with(field));
        let date = lines.clone().find(|line| line.starts_with("date: "));
        (is_refusal && lines.all(is_known)).then_some(Self {
            start,
            status,
            date: date?,
        })
    }

    /// The bytes that are written instead.
    pub(crate) fn replace_with(&self, response: &ErrorResponse) -> Vec<u8> {
        let mut text = format!(
            "HTTP/1.1 {}\r\ncontent-length: {}\r\nconnection: close\r\n{}\r\n",
            response.status,
            response.body.len(),
            self.date
        );
        for (name, value) in &response.headers {
            // Writing to a string cannot fail.
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("\r\n");
        text.push_str(&response.body);
        text.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARSER_ERROR: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\
        connection: close\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";

    /// H-07: only a response of the parser is replaced, and only at the end.
    #[test]
    fn a_parser_error_is_recognized() {
        let own = PARSER_ERROR.replace("date", "x-request-id: 1\r\ndate");
        for (text, start) in [
            (PARSER_ERROR.to_owned(), Some(0)),
            (format!("{own}{{}}{PARSER_ERROR}"), Some(own.len() + 2)),
            (PARSER_ERROR.replace("400 Bad Request", "200 OK"), None),
            (format!("{PARSER_ERROR}{{}}"), None),
            ("HTTP/1.1 100 Continue\r\n\r\n".into(), None),
            (own, None),
        ] {
            let found = ParserError::find(text.as_bytes()).map(|error| error.start);
            assert_eq!(found, start, "{text:?}");
        }
    }

    /// H-07: the application's response goes out whole, with the length of its body and the date.
    #[test]
    fn the_response_of_the_application_takes_its_place() {
        let error = ParserError::find(PARSER_ERROR.as_bytes()).expect("a parser error");
        assert_eq!(error.status, 400);
        let response = ErrorResponse {
            status: "400 Bad Request".into(),
            headers: vec![("x-own".into(), "1".into())],
            body: "{}".into(),
        };
        let written = String::from_utf8(error.replace_with(&response)).expect("text");
        let expected = "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\nconnection: close\r\n\
            date: Thu, 01 Jan 1970 00:00:00 GMT\r\nx-own: 1\r\n\r\n{}";
        assert_eq!(written, expected);
    }
}
