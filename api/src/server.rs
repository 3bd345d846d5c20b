//! The HTTP server with its time limits, the same for `serve` and for tests that bind port 0.

use crate::app::{self, Parts};
use actix_web::HttpServer;
use actix_web::dev::Server;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// security.md H-03: a connection that dribbles is cut off.
const HEAD_WITHIN: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// security.md R-07: what was accepted is finished.
const FINISH_WITHIN_SECONDS: u64 = 30;

/// A server that listens already, and serves once it is awaited.
pub struct Bound {
    /// Serves until the process is asked to end.
    pub server: Server,
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
}

/// Binds an address; port 0 takes a free one.
pub fn bind(parts: Parts, address: SocketAddr) -> io::Result<Bound> {
    let server = HttpServer::new(move || app::build(&parts))
        .client_request_timeout(HEAD_WITHIN)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(FINISH_WITHIN_SECONDS)
        .bind(address)?;
    let addresses = server.addrs();
    Ok(Bound {
        server: server.run(),
        addresses,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::context::Context;
    use crate::crypto::hasher::Hasher;
    use crate::crypto::keys::KeyRing;
    use crate::db::{DatabaseUrl, Db};
    use crate::http::HttpSettings;
    use std::sync::Arc;
    use tempfile::TempDir;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    /// A server on a free port with a database of its own; the folder lives as long as the test.
    fn start() -> (SocketAddr, TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
        let context = Context {
            db: Db::open(&url).expect("a database"),
            clock: Clock::System,
            keys: Arc::new(KeyRing::generate()),
            hasher: Hasher::new(),
            public_url: "http://localhost:8080".into(),
        };
        let parts = Parts::new(context, HttpSettings::default(), None);
        let bound = bind(parts, SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
        actix_web::rt::spawn(bound.server);
        (bound.addresses[0], folder)
    }

    /// Sends raw bytes and the end of them, and reads the whole answer.
    async fn raw(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("a request");
        stream.shutdown().await.expect("its end");
        let mut answer = String::new();
        // A refused connection may be reset once the answer is out.
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    /// a fresh installation lives and is ready.
    #[actix_web::test]
    async fn a_fresh_installation_is_ready() {
        let (address, _folder) = start();
        for path in [
            "/healthz",
            "/readyz",
            "/docs",
            "/docs/style.css",
            "/openapi.yaml",
        ] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
            let answer = raw(address, &request).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        }
    }

    #[actix_web::test]
    async fn head_is_get_without_the_body() {
        let (address, _folder) = start();
        let answer = raw(address, "HEAD /docs HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "there is a body");
    }

    /// H-04: a request that two parsers could read in two ways is refused.
    #[actix_web::test]
    async fn ambiguous_framing_is_refused() {
        let (address, _folder) = start();
        for (lines, body) in [
            (
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "0\r\n\r\n",
            ),
            ("Content-Length: 2\r\nContent-Length: 3", "{}"),
            ("Content-Length: 2, 2", "{}"),
            ("Content-Length: +2", "{}"),
            ("Transfer-Encoding: xchunked", ""),
            (
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "",
            ),
            ("X-Folded: a\r\n b", ""),
            ("X-Space : a", ""),
            ("Host: b", ""),
        ] {
            let request =
                format!("POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n{body}");
            let answer = raw(address, &request).await;
            assert!(answer.starts_with("HTTP/1.1 400"), "{lines}: {answer}");
            assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{lines}: {answer}");
        }
    }
}
