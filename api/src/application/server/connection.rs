//! A connection that counts time: whoever owes the rest of a request, or does not take the answer,
//! is cut off (security.md H-03). actix-http 3.20 has such a timer for the first head only
//! (GHSA-54pm-2wm5-hpmg), and takes bare line feeds for line ends (H-04).

use super::bare::Bare;
use super::cuts::Cut;
use super::framing::{Awaited, Broken, Framing};
use super::peers::Place;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How long the other side may take for its part.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the first byte.
    pub idle: Duration,
    /// For a head, from its first byte.
    pub head: Duration,
    /// For a body, from the end of its head.
    pub body: Duration,
    /// For taking more of an answer, once it takes none.
    pub answer: Duration,
}

/// A stream of requests and answers.
#[derive(Debug)]
pub(super) struct Connection<T> {
    stream: T,
    deadlines: Deadlines,
    framing: Framing,
    awaited: (Awaited, u64),
    request: Timer,
    answer: Timer,
    problem: Option<Vec<u8>>,
    is_over: bool,
    place: Option<Place>,
}

impl<T> Connection<T> {
    pub(super) fn new(stream: T, deadlines: Deadlines, place: Option<Place>) -> Self {
        let framing = Framing::default();
        let mut request = Timer::default();
        request.start(deadlines.idle);
        Self {
            stream,
            deadlines,
            awaited: framing.awaited(),
            framing,
            request,
            answer: Timer::default(),
            problem: None,
            is_over: false,
            place,
        }
    }

    /// Follows what arrived behind `start`. What must not be read is the end of the connection: in
    /// a head it becomes a byte that no parser takes, so that the answer is 400, in its turn.
    fn follow(&mut self, buffer: &mut ReadBuf<'_>, start: usize) {
        let arrived = &mut buffer.filled_mut()[start..];
        match self.framing.follow(arrived) {
            Ok(()) => self.set_timer(),
            Err((at, broken)) => {
                self.is_over = true;
                let is_head = broken == Broken::Head;
                if is_head {
                    arrived[at] = 0;
                }
                buffer.set_filled(start + at + usize::from(is_head));
            }
        }
    }

    /// Each head and each body has its own time; what arrived whole needs none.
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

    /// Gives what a write gave, unless it waits for too long.
    fn in_time<V>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<V>>,
    ) -> Poll<io::Result<V>> {
        if written.is_ready() {
            self.answer.stop();
            return written;
        }
        if !self.answer.is_running() {
            self.answer.start(self.deadlines.answer);
        }
        ready!(self.answer.poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Connection<T> {
    /// Too late is the end of what is read, not of the connection: what came in time is answered.
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
                this.follow(buffer, start);
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                ready!(this.request.poll(context));
                this.is_over = true;
                if let Some(place) = &this.place {
                    place.note(Cut::TooSlow);
                }
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<T: AsyncWrite + Unpin> Connection<T> {
    /// Writes, and a problem in the place of a bare answer.
    fn write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut stream = Pin::new(&mut self.stream);
        let Some(bare) = Bare::find(bytes) else {
            return stream.poll_write(context, bytes);
        };
        if bare.at > 0 {
            return stream.poll_write(context, &bytes[..bare.at]);
        }
        let problem = self.problem.get_or_insert_with(|| bare.problem());
        while !problem.is_empty() {
            let count = ready!(stream.as_mut().poll_write(context, problem))?;
            if count == 0 {
                return Poll::Ready(Ok(0));
            }
            problem.drain(..count);
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

/// One alarm, made when it is first needed.
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
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::time::timeout;

    const AT_ONCE: Deadlines = Deadlines {
        idle: Duration::ZERO,
        head: Duration::ZERO,
        body: Duration::ZERO,
        answer: Duration::ZERO,
    };

    /// H-03: whoever does not take an answer is not waited for.
    #[actix_web::test]
    async fn an_answer_that_nobody_takes_is_given_up() {
        let (server, _client) = duplex(4);
        let mut connection = Connection::new(server, AT_ONCE, None);
        connection.write_all(b"fits").await.expect("there is room");
        let more = timeout(Duration::from_mins(1), connection.write_all(b"more"));
        let given_up = more.await.expect("it is given up");
        let error = given_up.expect_err("no room");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    /// H-03: time runs for what the client owes, and for nothing else.
    #[actix_web::test]
    async fn only_a_debt_has_a_deadline() {
        let whole = "GET / HTTP/1.1\r\n\r\n";
        for (bytes, is_owed) in [("", true), (whole, false), ("GET", true)] {
            let (server, mut client) = duplex(64);
            client.write_all(bytes.as_bytes()).await.expect("room");
            let mut connection = Connection::new(server, AT_ONCE, None);
            let mut read = vec![0; bytes.len()];
            connection.read_exact(&mut read).await.expect("the bytes");
            let further = async { connection.read(&mut [0; 8]).await.expect("the end") };
            tokio::select! {
                biased;
                count = further => assert!(is_owed && count == 0, "{bytes:?}"),
                () = sleep(Duration::from_millis(20)) => assert!(!is_owed, "{bytes:?}"),
            }
        }
    }
}
