//! A mail server for tests: accepts every mail, but fails for certain addresses.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{self, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// One message as it came over the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Received {
    /// The addresses of `RCPT TO`.
    pub(super) to: Vec<String>,
    /// Head and body.
    pub(super) data: String,
}

/// Answers `550` to `reject@…`, `451` to `later@…`, nothing at all to `tarpit@…`, and breaks off in
/// the middle of a mail to `drop@…`.
#[derive(Clone, Default)]
pub(super) struct Sink {
    received: Arc<Mutex<Vec<Received>>>,
    arrived: Arc<Notify>,
}

impl Sink {
    /// A server on a free port, and its URL.
    pub(super) async fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let sink = Self::default();
        let server = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(server.converse(stream, "220 sink\r\n"));
            }
        });
        (sink, format!("smtp://{address}"))
    }

    /// The messages that have arrived so far.
    pub(super) fn received(&self) -> Vec<Received> {
        let received = self.received.lock();
        received.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until that many messages have arrived.
    pub(super) async fn wait_for(&self, count: usize) -> Vec<Received> {
        loop {
            let arrived = self.arrived.notified();
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            arrived.await;
        }
    }

    /// Greets, and takes mails until the client goes.
    pub(super) async fn converse(
        self,
        stream: impl AsyncRead + AsyncWrite,
        greeting: &str,
    ) -> Option<()> {
        let (reader, mut writer) = io::split(stream);
        let mut lines = BufReader::new(reader).lines();
        let mut mail = Received::default();
        writer.write_all(greeting.as_bytes()).await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let answer = match line.to_ascii_lowercase() {
                line if line.starts_with("rcpt to:<reject@") => "550 5.1.1 no such person",
                line if line.starts_with("rcpt to:<later@") => "451 4.7.1 come back later",
                line if line.starts_with("rcpt to:<tarpit@") => std::future::pending().await,
                line if line.starts_with("rcpt to:") => {
                    mail.to.push(line["rcpt to:".len()..].to_owned());
                    "250 ok"
                }
                line if line == "data" => {
                    writer.write_all(b"354 go on\r\n").await.ok()?;
                    if mail.to.iter().any(|to| to.starts_with("<drop@")) {
                        return None;
                    }
                    while let Some(line) = lines.next_line().await.ok()?.filter(|l| l != ".") {
                        mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.data.push('\n');
                    }
                    self.keep(std::mem::take(&mut mail));
                    "250 taken"
                }
                line if line == "quit" => "221 bye",
                _ => "250 ok",
            };
            writer
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
        Some(())
    }

    fn keep(&self, mail: Received) {
        let received = self.received.lock();
        received.unwrap_or_else(PoisonError::into_inner).push(mail);
        self.arrived.notify_waiters();
    }
}
