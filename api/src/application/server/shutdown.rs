//! The end in order: first nobody is sent here any more, then what was accepted is finished
//! (security.md R-07).

use crate::platform::http::Shutdown;
use actix_web::dev::ServerHandle;
use shared_types::limits::NOTICE_BEFORE_END;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;

/// The signals that ask the process to end. From its making on, they do not end it by themselves.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// How soon.
enum Asked {
    /// By whoever runs many programs: others are still told to send requests here.
    Politely,
    /// By whoever sits before it.
    AtOnce,
}

impl Signals {
    /// Listens for them.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::Politely,
            _ = self.interrupt.recv() => Asked::AtOnce,
        }
    }

    /// Waits to be asked, and ends the server. Being asked again shortens each step.
    pub(super) async fn end(mut self, server: ServerHandle, shutdown: Shutdown) {
        let asked = self.next().await;
        shutdown.begin();
        tracing::info!("shutting down: not ready any more");
        if matches!(asked, Asked::Politely) {
            tokio::select! {
                () = sleep(NOTICE_BEFORE_END) => {}
                _ = self.next() => {}
            }
        }
        tracing::info!("shutting down: finishing accepted requests");
        tokio::select! {
            () = server.stop(true) => {}
            _ = self.next() => server.stop(false).await,
        }
    }
}
