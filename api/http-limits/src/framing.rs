//! Where one request ends and the next begins, checked more strictly than the parser behind it:
//! framing that two programs could read in two ways (request smuggling) is refused here (H-04).

use memchr::memchr3;
use std::mem;

/// Header lines that decide about the body are shorter; of other lines only this many bytes are
/// examined.
const LINE_BYTES: usize = 64;

/// The part of a request that has not arrived yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// Nothing: the request is whole, or none has begun.
    Nothing,
    /// The end of its head.
    Head,
    /// The end of its body.
    Body,
}

/// Which part of a request has ambiguous framing; nothing after it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FramingError {
    /// The head.
    Head,
    /// A chunk of the body.
    Body,
}

/// The framing state of one connection.
#[derive(Debug, Default)]
pub(crate) struct Framing {
    state: State,
    line: Vec<u8>,
    has_request_line: bool,
    length: Option<u64>,
    is_chunked: bool,
    is_endless: bool,
    requests: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Between,
    Line,
    LineEnd,
    Body(u64),
    ChunkSize(u64),
    ChunkSizeEnd(u64),
    Chunk(u64),
    ChunkEnd,
    ChunkEndLine,
    LastLine,
    LastLineEnd,
}

impl Framing {
    /// What has not arrived yet, and the number of that request on this connection.
    pub(crate) fn awaited(&self) -> (Awaited, u64) {
        let awaited = match self.state {
            State::Between => Awaited::Nothing,
            State::Line | State::LineEnd => Awaited::Head,
            _ => Awaited::Body,
        };
        (awaited, self.requests)
    }

    /// Checks the bytes that arrived next. An error says at which of them, and in which part.
    pub(crate) fn check(&mut self, bytes: &[u8]) -> Result<(), (usize, FramingError)> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if let State::Body(left) | State::Chunk(left) = self.state {
                at += self.skip(left, bytes.len() - at);
                continue;
            }
            if self.state == State::Line {
                let text = text_of_line(&bytes[at..]);
                if !text.is_empty() {
                    self.keep(text);
                    at += text.len();
                    continue;
                }
            }
            self.step(*byte).map_err(|error| (at, error))?;
            at += 1;
        }
        Ok(())
    }

    /// Skips content, which may be any bytes; gives how many.
    fn skip(&mut self, left: u64, here: usize) -> usize {
        let taken = usize::try_from(left).map_or(here, |left| left.min(here));
        let rest = left - taken as u64;
        self.state = match (self.state, rest) {
            (State::Body(_), 0) => State::Between,
            (State::Body(_), rest) => State::Body(rest),
            (_, 0) => State::ChunkEnd,
            (_, rest) => State::Chunk(rest),
        };
        taken
    }

    fn step(&mut self, byte: u8) -> Result<(), FramingError> {
        self.state = match (self.state, byte) {
            (State::Between | State::Line, _) => self.step_in_head(byte)?,
            (State::LineEnd, b'\n') => self.end_line()?,
            (State::LineEnd, _) => return Err(FramingError::Head),
            (State::ChunkSize(size), b'\r') if !self.line.is_empty() => State::ChunkSizeEnd(size),
            (State::ChunkSize(size), digit) => self.chunk_size(size, digit)?,
            (State::ChunkSizeEnd(0), b'\n') => State::LastLine,
            (State::ChunkSizeEnd(size), b'\n') => State::Chunk(size),
            (State::ChunkEnd, b'\r') => State::ChunkEndLine,
            (State::ChunkEndLine, b'\n') => self.next_chunk(),
            (State::LastLine, b'\r') => State::LastLineEnd,
            (State::LastLineEnd, b'\n') => State::Between,
            _ => return Err(FramingError::Body),
        };
        Ok(())
    }

    fn step_in_head(&mut self, byte: u8) -> Result<State, FramingError> {
        if self.state == State::Between {
            self.requests += 1;
            self.has_request_line = false;
            self.line.clear();
        }
        match byte {
            b'\n' | b'\0' => Err(FramingError::Head),
            b'\r' => Ok(State::LineEnd),
            _ => {
                self.keep(&[byte]);
                Ok(State::Line)
            }
        }
    }

    /// Notes text of a line, one byte more than is examined, so that it shows that there was more.
    fn keep(&mut self, text: &[u8]) {
        let room = (LINE_BYTES + 1).saturating_sub(self.line.len());
        self.line.extend_from_slice(&text[..text.len().min(room)]);
    }

    fn end_line(&mut self) -> Result<State, FramingError> {
        let mut line = mem::take(&mut self.line);
        let outcome = self.note_line(&line);
        line.clear();
        self.line = line;
        outcome
    }

    fn note_line(&mut self, line: &[u8]) -> Result<State, FramingError> {
        if !self.has_request_line {
            // RFC 9112 §2.2: empty lines before a request are ignored.
            self.has_request_line = !line.is_empty();
            (self.length, self.is_chunked, self.is_endless) = (None, false, false);
            // After CONNECT the parser takes everything for a body, and this is no proxy.
            if line.starts_with(b"CONNECT ") {
                return Err(FramingError::Head);
            }
            return Ok(State::Line);
        }
        if line.is_empty() {
            return Ok(self.end_head());
        }
        self.note_field(line)?;
        Ok(State::Line)
    }

    fn end_head(&mut self) -> State {
        match self.length {
            _ if self.is_chunked => self.next_chunk(),
            // The parser takes everything that follows for the body.
            _ if self.is_endless => State::Body(u64::MAX),
            None | Some(0) => State::Between,
            Some(length) => State::Body(length),
        }
    }

    /// RFC 9112 §6.3, stricter: one length of digits only, or `chunked` alone.
    fn note_field(&mut self, line: &[u8]) -> Result<(), FramingError> {
        // An obsolete line folding, which RFC 9112 §5.2 lets a server refuse.
        if matches!(line.first(), Some(b' ' | b'\t')) {
            return Err(FramingError::Head);
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = match colon {
            Some(colon) => (&line[..colon], line[colon + 1..].trim_ascii()),
            // A name longer than those that decide, or a line that the parser refuses.
            None => return Ok(()),
        };
        let is_length = name.eq_ignore_ascii_case(b"content-length");
        let is_coding = name.eq_ignore_ascii_case(b"transfer-encoding");
        let is_upgrade = name.eq_ignore_ascii_case(b"upgrade");
        if !is_length && !is_coding && !is_upgrade {
            return Ok(());
        }
        if is_upgrade && line.len() <= LINE_BYTES {
            self.is_endless |= value.eq_ignore_ascii_case(b"websocket");
            return Ok(());
        }
        let is_first = self.length.is_none() && !self.is_chunked;
        if !is_first || line.len() > LINE_BYTES {
            return Err(FramingError::Head);
        }
        if is_coding {
            self.is_chunked = value.eq_ignore_ascii_case(b"chunked");
            return self.is_chunked.then_some(()).ok_or(FramingError::Head);
        }
        self.length = Some(plain_number(value).ok_or(FramingError::Head)?);
        Ok(())
    }

    fn next_chunk(&mut self) -> State {
        self.line.clear();
        State::ChunkSize(0)
    }

    /// Hexadecimal digits only: chunk extensions are not used, and help request smuggling.
    fn chunk_size(&mut self, size: u64, digit: u8) -> Result<State, FramingError> {
        let value = char::from(digit).to_digit(16).ok_or(FramingError::Body)?;
        self.line.push(digit);
        let size = size.checked_mul(16).ok_or(FramingError::Body)?;
        Ok(State::ChunkSize(size + u64::from(value)))
    }
}

/// What stands before the next byte that means something in a head.
fn text_of_line(bytes: &[u8]) -> &[u8] {
    let end = memchr3(b'\r', b'\n', b'\0', bytes);
    &bytes[..end.unwrap_or(bytes.len())]
}

fn plain_number(value: &[u8]) -> Option<u64> {
    let is_plain = value.iter().all(u8::is_ascii_digit);
    let text = str::from_utf8(value).ok().filter(|_| is_plain)?;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is awaited after these bytes, the same whether they arrive at once or one by one.
    fn after(bytes: &[u8]) -> Result<(Awaited, u64), (usize, FramingError)> {
        let whole = {
            let mut framing = Framing::default();
            framing.check(bytes).map(|()| framing.awaited())
        };
        let mut framing = Framing::default();
        let mut one_by_one = Ok(());
        for (at, byte) in bytes.iter().enumerate() {
            one_by_one = framing.check(&[*byte]).map_err(|(_, error)| (at, error));
            if one_by_one.is_err() {
                break;
            }
        }
        assert_eq!(whole, one_by_one.map(|()| framing.awaited()));
        whole
    }

    /// H-03: after every byte it is known which part of a request is missing.
    #[test]
    fn the_missing_part_of_a_request_is_known() {
        let post = "POST / HTTP/1.1\r\nHost: a\r\n";
        for (bytes, expected) in [
            ("", (Awaited::Nothing, 0)),
            ("G", (Awaited::Head, 1)),
            ("\r\n\r\n", (Awaited::Head, 1)),
            ("\r\nGET / HTTP/1.1\r\n\r\n", (Awaited::Nothing, 1)),
            ("GET / HTTP/1.1\r\nHost: a\r\n\r", (Awaited::Head, 1)),
            ("GET / HTTP/1.1\r\n\r\nGET", (Awaited::Head, 2)),
            (
                &format!("{post}Content-Length: 2\r\n\r\n{{"),
                (Awaited::Body, 1),
            ),
            (
                &format!("{post}content-length:\t2 \r\n\r\n{{}}"),
                (Awaited::Nothing, 1),
            ),
            (
                &format!("{post}Content-Length: 0\r\n\r\n"),
                (Awaited::Nothing, 1),
            ),
            (
                &format!("{post}Transfer-Encoding: Chunked\r\n\r\n2\r\n{{}}\r\n0\r\n"),
                (Awaited::Body, 1),
            ),
            (
                &format!(
                    "{post}Transfer-Encoding: chunked\r\n\r\n0a\r\n{{\n\n\r\n\r\n\n}}\n\r\n0\r\n\r\nP"
                ),
                (Awaited::Head, 2),
            ),
        ] {
            assert_eq!(after(bytes.as_bytes()), Ok(expected), "{bytes:?}");
        }
    }

    /// H-03: after an upgrade everything that follows counts as a body.
    #[test]
    fn an_upgrade_has_a_body_without_an_end() {
        for (fields, awaited) in [
            ("Upgrade: WebSocket", Awaited::Body),
            ("Upgrade: websocket\r\nContent-Length: 2", Awaited::Body),
            ("Upgrade: h2c\r\nContent-Length: 2", Awaited::Nothing),
        ] {
            let request = format!("POST / HTTP/1.1\r\n{fields}\r\n\r\n{{}}");
            assert_eq!(after(request.as_bytes()), Ok((awaited, 1)), "{fields:?}");
        }
        let connect = after(b"CONNECT a:80 HTTP/1.1\r\n");
        assert_eq!(connect, Err((22, FramingError::Head)));
    }

    /// H-04: ambiguous heads and chunks are refused at the byte that makes them so.
    #[test]
    fn ambiguous_framing_is_refused() {
        for lines in [
            "Host: a\nX: b",
            "Host: a\rX: b",
            "X: a\r\n b",
            "X: a\r\n\tb",
            "X: a\0b",
            "Content-Length: 2\r\nContent-Length: 2",
            "Content-Length: 2\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 2",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding:",
            "Content-Length:",
            "Content-Length: +2",
            "Content-Length: 0x2",
            "Content-Length: 2, 2",
            "Content-Length: 2 2",
            "Content-Length: 18446744073709551616",
            "Content-Length:                                                                  2",
        ] {
            let head = format!("POST / HTTP/1.1\r\n{lines}\r\n\r\n");
            let refused = after(head.as_bytes()).expect_err(lines);
            assert_eq!(refused.1, FramingError::Head, "{lines:?}");
        }
        assert_eq!(after(b"GET / HTTP/1.1\n\n"), Err((14, FramingError::Head)));
        for body in [
            "\r\n",
            "2;a=b\r\n",
            "2 \r\n",
            "2\n",
            "x\r\n",
            "-1\r\n",
            "2\r\n{}}",
            "2\r\n{}\n",
            "0\r\nX: a\r\n\r\n",
            "11111111111111111\r\n",
        ] {
            let request = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
            let refused = after(request.as_bytes()).expect_err(body);
            assert_eq!(refused.1, FramingError::Body, "{body:?}");
        }
    }
}
