//! The HTTP server, put together: connections with limits (`http-limits`) under actix-http under
//! the app. It is the same for `serve` and for tests that bind port 0.

#[cfg(test)]
mod parser_error_tests;
mod parser_errors;
mod shutdown;
#[cfg(test)]
mod tests;

pub use shutdown::Signals;

use crate::application::app::{self, Parts};
use crate::people::sessions::LastUses;
use crate::platform::http::{HttpSettings, Shutdown};
use crate::platform::limits;
use crate::platform::origin::client_network;
use actix_http::body::MessageBody;
use actix_http::error::DispatchError;
use actix_http::{HttpService, Request, Response};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt as _};
use actix_service::{fn_service, map_config};
use actix_web::Error;
use actix_web::dev::{AppConfig, Server};
use actix_web::rt::net::TcpStream;
use http_limits::{Connection, ConnectionLimit, Deadlines};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fmt::Debug;
use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The limits of all connections.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a client may take for each part of an exchange.
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
                head: limits::HEAD_TIMEOUT,
                body: limits::BODY_TIMEOUT,
                response: limits::RESPONSE_TIMEOUT,
            },
            keep_alive: limits::KEEP_ALIVE,
            connections_per_peer: limits::CONNECTIONS_PER_PEER,
        }
    }
}

/// A server that is bound to its address, and serves once it is awaited.
pub struct Bound {
    /// Serves until its handle stops it.
    pub server: Server,
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    /// What it notes of sessions, until that is written down.
    pub last_uses: LastUses,
    shutdown: Shutdown,
}

impl Bound {
    /// Serves until the process is asked to end.
    pub async fn serve(self, signals: Signals) -> io::Result<()> {
        let shutdown = signals.shut_down(self.server.handle(), self.shutdown);
        let shutdown = tokio::spawn(shutdown);
        let outcome = self.server.await;
        shutdown.abort();
        outcome
    }
}

/// Puts the app behind a bound address.
pub fn listen(parts: &Parts, listener: TcpListener) -> io::Result<Bound> {
    let own = parts.clone();
    let app = move || app::build(&own);
    listen_with(app, parts, Limits::default(), listener)
}

/// Like [`listen`], for any app and with other limits.
pub fn listen_with<F, I, S, B>(
    app: F,
    parts: &Parts,
    limits: Limits,
    listener: TcpListener,
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
    let connections = connection_limit(parts.settings(), limits.connections_per_peer);
    let builder = Server::build();
    let stopped = builder.graceful_shutdown_signal();
    let addresses = vec![listener.local_addr()?];
    let serve = move || {
        let connections = connections.clone();
        let stopped = stopped.clone();
        let app = app().into_factory();
        let app = app.map_err(|error| error.into().error_response());
        let http = HttpService::build()
            // Off: `Connection` has the timers.
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(limits::DISCONNECT_TIMEOUT)
            .keep_alive(limits.keep_alive)
            .graceful_shutdown_signal(move || {
                let stopped = stopped.clone();
                async move { stopped.notified().await }
            })
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(move |stream| admit(&connections, limits.deadlines, stream)).and_then(http)
    };
    let server = builder
        .disable_signals()
        .workers(workers())
        .max_concurrent_connections(allow_connections() / workers())
        .shutdown_timeout(limits::SHUTDOWN_TIMEOUT.as_secs())
        .listen("http", listener, serve)?
        .run();
    Ok(Bound {
        server,
        addresses,
        last_uses: parts.last_uses().clone(),
        shutdown: parts.shutdown().clone(),
    })
}

type Admitted = (Connection<TcpStream>, Option<SocketAddr>);

/// Connections are counted for each client's network; a trusted proxy has no limit.
fn connection_limit(settings: &HttpSettings, limit: usize) -> Arc<ConnectionLimit> {
    let settings = settings.clone();
    ConnectionLimit::new(limit, move |peer| {
        (!settings.trusts(peer)).then(|| client_network(peer))
    })
}

/// Refuses a connection beyond the limit of its client's network, which closes it.
fn admit(
    connections: &Arc<ConnectionLimit>,
    deadlines: Deadlines,
    stream: TcpStream,
) -> Ready<Result<Admitted, DispatchError>> {
    let admitted = stream.peer_addr().and_then(|peer| {
        let slot = connections.admit(peer.ip());
        let slot = slot.ok_or(io::ErrorKind::QuotaExceeded)?;
        let connection = Connection::new(stream, deadlines, parser_errors::response, Some(slot));
        Ok((connection, Some(peer)))
    });
    ready(admitted.map_err(DispatchError::Io))
}

fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// How many connections may be open; further ones wait to be accepted. Raises the process's limit of
/// open files as far as it may, and uses half of it for connections.
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
