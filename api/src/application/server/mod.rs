//! The HTTP server with its limits, the same for `serve` and for tests that bind port 0.

mod bare;
mod connection;
mod cuts;
mod framing;
mod peers;
mod shutdown;
#[cfg(test)]
mod tests;

pub use connection::Deadlines;
pub use shutdown::Signals;

use self::connection::Connection;
use self::peers::Peers;
use crate::application::app::{self, Parts};
use crate::platform::http::Shutdown;
use actix_http::body::MessageBody;
use actix_http::error::DispatchError;
use actix_http::{HttpService, Request, Response};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt as _};
use actix_service::{fn_service, map_config};
use actix_web::Error;
use actix_web::dev::{AppConfig, Server};
use actix_web::rt::net::TcpStream;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use shared_types::limits;
use std::fmt::Debug;
use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How long the server waits, and for how many.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long the other side may take for its part.
    pub deadlines: Deadlines,
    /// How long a connection waits for its next request.
    pub keep_alive: Duration,
    /// Connections of one peer at a time.
    pub connections_per_peer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadlines: Deadlines {
                idle: limits::KEEP_ALIVE,
                head: limits::HEAD_WITHIN,
                body: limits::BODY_WITHIN,
                answer: limits::ANSWER_WITHIN,
            },
            keep_alive: limits::KEEP_ALIVE,
            connections_per_peer: limits::CONNECTIONS_PER_PEER,
        }
    }
}

/// A server that listens already, and serves once it is awaited.
pub struct Bound {
    /// Serves until its handle stops it.
    pub server: Server,
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    shutdown: Shutdown,
}

impl Bound {
    /// Serves until the process is asked to end.
    pub async fn serve(self, signals: Signals) -> io::Result<()> {
        let end = signals.end(self.server.handle(), self.shutdown);
        let end = tokio::spawn(end);
        let outcome = self.server.await;
        end.abort();
        outcome
    }
}

/// Binds an address; port 0 takes a free one.
pub fn bind(parts: &Parts, address: SocketAddr) -> io::Result<Bound> {
    let own = parts.clone();
    listen(move || app::build(&own), parts, Limits::default(), address)
}

/// The same for any app, with limits of one's own.
pub fn listen<F, I, S, B>(
    app: F,
    parts: &Parts,
    limits: Limits,
    address: SocketAddr,
) -> io::Result<Bound>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Error> + 'static,
    S::InitError: Debug,
    S::Response: Into<Response<B>> + 'static,
    S::Service: 'static,
    B: MessageBody + 'static,
{
    let peers = Peers::new(parts.settings().clone(), limits.connections_per_peer);
    let builder = Server::build();
    let stopped = builder.graceful_shutdown_signal();
    let listener = TcpListener::bind(address)?;
    let addresses = vec![listener.local_addr()?];
    let serve = move || {
        let peers = peers.clone();
        let stopped = stopped.clone();
        let app = app().into_factory();
        let app = app.map_err(|error| error.into().error_response());
        let http = HttpService::build()
            // Off: it is `Connection` that counts.
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(limits::DISCONNECT_WITHIN)
            .keep_alive(limits.keep_alive)
            .graceful_shutdown_signal(move || {
                let stopped = stopped.clone();
                async move { stopped.notified().await }
            })
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(move |stream| admit(&peers, limits.deadlines, stream)).and_then(http)
    };
    let server = builder
        .disable_signals()
        .workers(workers())
        .max_concurrent_connections(allow_connections() / workers())
        .shutdown_timeout(limits::FINISH_WITHIN.as_secs())
        .listen("http", listener, serve)?
        .run();
    Ok(Bound {
        server,
        addresses,
        shutdown: parts.shutdown().clone(),
    })
}

type Admitted = (Connection<TcpStream>, Option<SocketAddr>);

/// A connection too many is closed at once.
fn admit(
    peers: &Arc<Peers>,
    deadlines: Deadlines,
    stream: TcpStream,
) -> Ready<Result<Admitted, DispatchError>> {
    let admitted = stream.peer_addr().and_then(|peer| {
        let place = peers.admit(peer.ip()).ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok((Connection::new(stream, deadlines, Some(place)), Some(peer)))
    });
    ready(admitted.map_err(DispatchError::Io))
}

fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Connections beyond this wait to be accepted. Half of all files that the process may open are for
/// them, and it asks for as many files as it may have.
fn allow_connections() -> usize {
    let files = getrlimit(Resource::Nofile);
    let all = Rlimit {
        current: files.maximum,
        ..files
    };
    let allowed = setrlimit(Resource::Nofile, all).map_or(files.current, |()| files.maximum);
    let allowed = allowed.and_then(|files| usize::try_from(files).ok());
    allowed.map_or(limits::CONNECTIONS, |files| {
        limits::CONNECTIONS.min(files / 2)
    })
}
