//! Where one request ends and the next begins, read more strictly than the parser behind it: what
//! two programs could read in two ways is refused here (security.md H-04), so both always agree.

use std::mem;

/// A line that decides about the body is shorter; of other lines only this much is looked at.
const LINE_BYTES: usize = 64;

/// What is still to come of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// Nothing: it is whole, or none has begun.
    Nothing,
    /// The end of its head.
    Head,
    /// The end of its body.
    Body,
}

/// Why the bytes from here on are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A head that is not plain.
    Head,
    /// A chunk that is not plain.
    Body,
}

/// One connection's place in its stream of requests.
#[derive(Debug, Default)]
pub(super) struct Framing {
    place: Place,
    line: Vec<u8>,
    has_request_line: bool,
    length: Option<u64>,
    is_chunked: bool,
    is_endless: bool,
    requests: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
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
    /// What is still to come, and of which request since the connection began.
    pub(super) fn awaited(&self) -> (Awaited, u64) {
        let awaited = match self.place {
            Place::Between => Awaited::Nothing,
            Place::Line | Place::LineEnd => Awaited::Head,
            _ => Awaited::Body,
        };
        (awaited, self.requests)
    }

    /// Goes over what arrived. An error says at which byte, and in what.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> Result<(), (usize, Broken)> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if let Place::Body(left) | Place::Chunk(left) = self.place {
                at += self.pass(left, bytes.len() - at);
                continue;
            }
            self.step(*byte).map_err(|broken| (at, broken))?;
            at += 1;
        }
        Ok(())
    }

    /// Passes over bytes that may be anything; gives how many.
    fn pass(&mut self, left: u64, here: usize) -> usize {
        let taken = usize::try_from(left).map_or(here, |left| left.min(here));
        let rest = left - taken as u64;
        self.place = match (self.place, rest) {
            (Place::Body(_), 0) => Place::Between,
            (Place::Body(_), rest) => Place::Body(rest),
            (_, 0) => Place::ChunkEnd,
            (_, rest) => Place::Chunk(rest),
        };
        taken
    }

    fn step(&mut self, byte: u8) -> Result<(), Broken> {
        self.place = match (self.place, byte) {
            (Place::Between | Place::Line, _) => self.step_in_head(byte)?,
            (Place::LineEnd, b'\n') => self.end_line()?,
            (Place::LineEnd, _) => return Err(Broken::Head),
            (Place::ChunkSize(size), b'\r') if !self.line.is_empty() => Place::ChunkSizeEnd(size),
            (Place::ChunkSize(size), digit) => self.chunk_size(size, digit)?,
            (Place::ChunkSizeEnd(0), b'\n') => Place::LastLine,
            (Place::ChunkSizeEnd(size), b'\n') => Place::Chunk(size),
            (Place::ChunkEnd, b'\r') => Place::ChunkEndLine,
            (Place::ChunkEndLine, b'\n') => self.next_chunk(),
            (Place::LastLine, b'\r') => Place::LastLineEnd,
            (Place::LastLineEnd, b'\n') => Place::Between,
            _ => return Err(Broken::Body),
        };
        Ok(())
    }

    fn step_in_head(&mut self, byte: u8) -> Result<Place, Broken> {
        if self.place == Place::Between {
            self.requests += 1;
            self.has_request_line = false;
            self.line.clear();
        }
        match byte {
            b'\n' | b'\0' => Err(Broken::Head),
            b'\r' => Ok(Place::LineEnd),
            _ => {
                if self.line.len() <= LINE_BYTES {
                    self.line.push(byte);
                }
                Ok(Place::Line)
            }
        }
    }

    fn end_line(&mut self) -> Result<Place, Broken> {
        let line = mem::take(&mut self.line);
        if !self.has_request_line {
            // RFC 9112 §2.2: empty lines before a request are ignored.
            self.has_request_line = !line.is_empty();
            (self.length, self.is_chunked, self.is_endless) = (None, false, false);
            // Behind it the parser takes everything for a body, and we are no proxy.
            if line.starts_with(b"CONNECT ") {
                return Err(Broken::Head);
            }
            return Ok(Place::Line);
        }
        if line.is_empty() {
            return Ok(self.end_head());
        }
        self.note_field(&line)?;
        self.line = line;
        self.line.clear();
        Ok(Place::Line)
    }

    fn end_head(&mut self) -> Place {
        match self.length {
            _ if self.is_chunked => self.next_chunk(),
            // The parser takes everything that follows for the body.
            _ if self.is_endless => Place::Body(u64::MAX),
            None | Some(0) => Place::Between,
            Some(length) => Place::Body(length),
        }
    }

    /// RFC 9112 §6.3, without its leniency: one plain length, or `chunked` alone.
    fn note_field(&mut self, line: &[u8]) -> Result<(), Broken> {
        // A folded line, which RFC 9112 §5.2 lets a server refuse.
        if matches!(line.first(), Some(b' ' | b'\t')) {
            return Err(Broken::Head);
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = match colon {
            Some(colon) => (&line[..colon], line[colon + 1..].trim_ascii()),
            // Longer than any name that decides, or refused by the parser.
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
            return Err(Broken::Head);
        }
        if is_coding {
            self.is_chunked = value.eq_ignore_ascii_case(b"chunked");
            return self.is_chunked.then_some(()).ok_or(Broken::Head);
        }
        self.length = Some(plain_number(value).ok_or(Broken::Head)?);
        Ok(())
    }

    fn next_chunk(&mut self) -> Place {
        self.line.clear();
        Place::ChunkSize(0)
    }

    /// Digits alone: extensions of chunks are of no use to us, and of much to smugglers.
    fn chunk_size(&mut self, size: u64, digit: u8) -> Result<Place, Broken> {
        let value = char::from(digit).to_digit(16).ok_or(Broken::Body)?;
        self.line.push(digit);
        let size = size.checked_mul(16).ok_or(Broken::Body)?;
        Ok(Place::ChunkSize(size + u64::from(value)))
    }
}

fn plain_number(value: &[u8]) -> Option<u64> {
    let is_plain = value.iter().all(u8::is_ascii_digit);
    let text = str::from_utf8(value).ok().filter(|_| is_plain)?;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is awaited after these bytes, however they were cut.
    fn after(bytes: &[u8]) -> Result<(Awaited, u64), (usize, Broken)> {
        let whole = {
            let mut framing = Framing::default();
            framing.follow(bytes).map(|()| framing.awaited())
        };
        let mut framing = Framing::default();
        let mut one_by_one = Ok(());
        for (at, byte) in bytes.iter().enumerate() {
            one_by_one = framing.follow(&[*byte]).map_err(|(_, broken)| (at, broken));
            if one_by_one.is_err() {
                break;
            }
        }
        assert_eq!(whole, one_by_one.map(|()| framing.awaited()));
        whole
    }

    /// H-03: it is known at every byte what the client still owes.
    #[test]
    fn what_is_owed_is_known() {
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

    /// H-03: behind an upgrade nothing is a request any more.
    #[test]
    fn an_upgrade_has_no_end() {
        for (fields, awaited) in [
            ("Upgrade: WebSocket", Awaited::Body),
            ("Upgrade: websocket\r\nContent-Length: 2", Awaited::Body),
            ("Upgrade: h2c\r\nContent-Length: 2", Awaited::Nothing),
        ] {
            let request = format!("POST / HTTP/1.1\r\n{fields}\r\n\r\n{{}}");
            assert_eq!(after(request.as_bytes()), Ok((awaited, 1)), "{fields:?}");
        }
        let connect = after(b"CONNECT a:80 HTTP/1.1\r\n");
        assert_eq!(connect, Err((22, Broken::Head)));
    }

    /// H-04: heads and chunks that could be read in two ways are refused at the byte that does it.
    #[test]
    fn what_is_not_plain_is_refused() {
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
            assert_eq!(refused.1, Broken::Head, "{lines:?}");
        }
        assert_eq!(after(b"GET / HTTP/1.1\n\n"), Err((14, Broken::Head)));
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
            assert_eq!(refused.1, Broken::Body, "{body:?}");
        }
    }
}
