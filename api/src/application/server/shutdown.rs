//! Graceful shutdown: first the node reports that it is not ready, then it finishes the requests
//! that it has accepted.

use crate::platform::http::Shutdown;
use crate::platform::limits::SHUTDOWN_NOTICE;
use actix_web::dev::ServerHandle;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;

/// The signals that ask the process to end. Once this value exists they no longer end the process
/// by themselves.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// How a shutdown was asked for.
enum ShutdownKind {
    /// SIGTERM, by a service manager: load balancers get time to notice.
    Graceful,
    /// SIGINT, by a person at the terminal: accepting ends at once.
    Immediate,
}

impl Signals {
    /// Listens for the signals.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> ShutdownKind {
        tokio::select! {
            _ = self.terminate.recv() => ShutdownKind::Graceful,
            _ = self.interrupt.recv() => ShutdownKind::Immediate,
        }
    }

    /// Waits for a signal, and shuts the server down. A further signal ends the current step.
    pub(super) async fn shut_down(mut self, server: ServerHandle, shutdown: Shutdown) {
        let kind = self.next().await;
        shutdown.begin();
        tracing::info!("shutdown requested: /readyz answers 503");
        if matches!(kind, ShutdownKind::Graceful) {
            tokio::select! {
                () = sleep(SHUTDOWN_NOTICE) => {}
                _ = self.next() => {}
            }
        }
        tracing::info!("shutdown: finishing the accepted requests");
        tokio::select! {
            () = server.stop(true) => {}
            _ = self.next() => server.stop(false).await,
        }
    }
}
