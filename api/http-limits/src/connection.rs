//! A connection with time limits: a client that does not send the rest of a request, or does not
//! read the response, is disconnected (H-03). Ambiguous framing is refused (H-04).

use crate::connection_limit::Slot;
use crate::framing::{Awaited, Framing, FramingError};
use crate::parser_errors::{ErrorResponse, ParserError};
use crate::rejections::Rejection;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How long a client may take for each part of an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the first byte of the connection.
    pub idle: Duration,
    /// For a head, from its first byte.
    pub head: Duration,
    /// For a body, from the end of its head.
    pub body: Duration,
    /// For reading more of a response, once the client has stopped reading.
    pub response: Duration,
}

/// A stream of requests and responses, for the use of actix-http as its socket.
#[derive(Debug)]
pub struct Connection<T> {
    stream: T,
    deadlines: Deadlines,
    error_response: fn(u16) -> ErrorResponse,
    framing: Framing,
    awaited: (Awaited, u64),
    request: Timer,
    response: Timer,
    /// What is still to be written in place of a parser error.
    replacement: Option<Vec<u8>>,
    /// Nothing more is read.
    is_over: bool,
    slot: Option<Slot>,
}

impl<T> Connection<T> {
    /// Wraps a stream that was just accepted. `error_response` gives the application's response to
    /// bytes that are no request, for the status code that the parser chose.
    pub fn new(
        stream: T,
        deadlines: Deadlines,
        error_response: fn(u16) -> ErrorResponse,
        slot: Option<Slot>,
    ) -> Self {
        let framing = Framing::default();
        let mut request = Timer::default();
        request.start(deadlines.idle);
        Self {
            stream,
            deadlines,
            error_response,
            awaited: framing.awaited(),
            framing,
            request,
            response: Timer::default(),
            replacement: None,
            is_over: false,
            slot,
        }
    }

    /// Checks the framing of the bytes from `start` on. After an error nothing more is read. In a
    /// head the faulty byte is replaced by one that the parser refuses, so that the client gets a
    /// 400 after the responses to its earlier requests.
    fn check_framing(&mut self, buffer: &mut ReadBuf<'_>, start: usize) {
        let arrived = &mut buffer.filled_mut()[start..];
        match self.framing.check(arrived) {
            Ok(()) => self.set_timer(),
            Err((at, error)) => {
                self.is_over = true;
                let is_head = error == FramingError::Head;
                if is_head {
                    arrived[at] = 0;
                }
                buffer.set_filled(start + at + usize::from(is_head));
            }
        }
    }

    /// Each head and each body has its own deadline; a request that arrived whole has none.
    fn set_timer(&mut self) {
        let awaited = self.framing.awaited();
        if awaited == self.awaited {
            return;
        }
        self.awaited = awaited;
        match awaited.0 {
            Awaited::Nothing => self.request.stop(),
            Awaited::Head => self.request.start(self.deadlines.head),
            Awaited::Body => self.request.start(self.deadlines.body),
        }
    }

    /// Passes the outcome of a write on, or fails when the write waits for too long.
    fn in_time<V>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<V>>,
    ) -> Poll<io::Result<V>> {
        if written.is_ready() {
            self.response.stop();
            return written;
        }
        if !self.response.is_running() {
            self.response.start(self.deadlines.response);
        }
        ready!(self.response.poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Connection<T> {
    /// A missed deadline is reported as the end of the input, not as an error: requests that arrived
    /// in time are still answered.
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.is_over {
            return Poll::Ready(Ok(()));
        }
        let start = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(Ok(())) => {
                this.check_framing(buffer, start);
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                ready!(this.request.poll(context));
                this.is_over = true;
                if let Some(slot) = &this.slot {
                    slot.record(Rejection::TooSlow);
                }
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<T: AsyncWrite + Unpin> Connection<T> {
    /// Writes, with the application's response in place of a parser error.
    fn write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut stream = Pin::new(&mut self.stream);
        let Some(error) = ParserError::find(bytes) else {
            return stream.poll_write(context, bytes);
        };
        if error.start > 0 {
            return stream.poll_write(context, &bytes[..error.start]);
        }
        let response = self.error_response;
        let replace = || error.replace_with(&response(error.status));
        let replacement = self.replacement.get_or_insert_with(replace);
        while !replacement.is_empty() {
            let count = ready!(stream.as_mut().poll_write(context, replacement))?;
            if count == 0 {
                return Poll::Ready(Ok(0));
            }
            replacement.drain(..count);
        }
        Poll::Ready(Ok(bytes.len()))
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Connection<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = this.write(context, bytes);
        this.in_time(context, written)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        this.in_time(context, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let ended = Pin::new(&mut this.stream).poll_shutdown(context);
        this.in_time(context, ended)
    }
}

/// A timer that is created when it is first started.
#[derive(Debug, Default)]
struct Timer {
    sleep: Option<Pin<Box<Sleep>>>,
    is_running: bool,
}

impl Timer {
    fn start(&mut self, after: Duration) {
        self.is_running = true;
        match &mut self.sleep {
            Some(sleep) => sleep.as_mut().reset(Instant::now() + after),
            None => self.sleep = Some(Box::pin(sleep(after))),
        }
    }

    fn stop(&mut self) {
        self.is_running = false;
    }

    fn is_running(&self) -> bool {
        self.is_running
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.sleep {
            Some(sleep) if self.is_running => sleep.as_mut().poll(context),
            _ => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::time::timeout;

    const AT_ONCE: Deadlines = Deadlines {
        idle: Duration::ZERO,
        head: Duration::ZERO,
        body: Duration::ZERO,
        response: Duration::ZERO,
    };

    fn connection(stream: DuplexStream) -> Connection<DuplexStream> {
        Connection::new(stream, AT_ONCE, |_| ErrorResponse::default(), None)
    }

    /// H-03: a client that does not read its response is disconnected.
    #[tokio::test]
    async fn a_response_that_is_not_read_times_out() {
        let (server, _client) = duplex(4);
        let mut connection = connection(server);
        connection.write_all(b"fits").await.expect("it fits");
        let more = timeout(Duration::from_mins(1), connection.write_all(b"more"));
        let outcome = more.await.expect("the write ends");
        let error = outcome.expect_err("the buffer is full");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    /// H-03: a deadline runs only while the rest of a request is missing.
    #[tokio::test]
    async fn only_an_unfinished_request_has_a_deadline() {
        let whole = "GET / HTTP/1.1\r\n\r\n";
        for (bytes, has_deadline) in [("", true), (whole, false), ("GET", true)] {
            let (server, mut client) = duplex(64);
            client.write_all(bytes.as_bytes()).await.expect("it fits");
            let mut connection = connection(server);
            let mut read = vec![0; bytes.len()];
            connection.read_exact(&mut read).await.expect("the bytes");
            let further = async { connection.read(&mut [0; 8]).await.expect("the end") };
            tokio::select! {
                biased;
                count = further => assert!(has_deadline && count == 0, "{bytes:?}"),
                () = sleep(Duration::from_millis(20)) => assert!(!has_deadline, "{bytes:?}"),
            }
        }
    }
}
