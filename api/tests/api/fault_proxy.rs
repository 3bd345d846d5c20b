//! A network that fails on demand: between the program and the test's PostgreSQL.

use crate::database::server;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use twostep::platform::db::DatabaseUrl;
use url::Url;

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    /// It works.
    Works,
    /// Every connection is cut, new ones too.
    Down,
    /// Nothing passes, and nobody says so.
    Silent,
    /// The next commit reaches the server, and the connection is cut before its answer.
    LosesCommit,
}

/// Runs on a thread of its own until it is dropped: opening a database blocks the test's.
pub(crate) struct FaultProxy {
    address: SocketAddr,
    state: watch::Sender<Network>,
}

impl FaultProxy {
    /// In front of the test's server; none where there is none.
    pub(crate) fn start() -> Option<Self> {
        let server = server()?;
        let folder = server.query_pairs().find(|(key, _)| key == "host")?.1;
        let socket = PathBuf::from(folder.as_ref()).join(".s.PGSQL.5432");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let (state, network) = watch::channel(Network::Works);
        std::thread::spawn(move || run(listener, socket, network));
        Some(Self { address, state })
    }

    pub(crate) fn set(&self, network: Network) {
        self.state.send_replace(network);
    }

    /// The same database by way of this network.
    pub(crate) fn url(&self, database: &DatabaseUrl) -> DatabaseUrl {
        let shown = Url::parse(&database.to_string()).expect("a URL");
        let url = format!("postgres://postgres@{}{}", self.address, shown.path());
        DatabaseUrl::parse(&url).expect("a URL")
    }
}

fn run(listener: std::net::TcpListener, socket: PathBuf, network: watch::Receiver<Network>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    runtime.expect("a runtime").block_on(async move {
        let listener = TcpListener::from_std(listener).expect("a listener");
        let mut ended = network.clone();
        loop {
            tokio::select! {
                Ok((client, _)) = listener.accept() => {
                    tokio::spawn(carry(client, socket.clone(), network.clone()));
                }
                // The proxy was dropped.
                Err(_) = ended.wait_for(|_| false) => return,
            }
        }
    });
}

/// Carries bytes both ways as long as the network lets them pass.
async fn carry(mut client: TcpStream, socket: PathBuf, mut network: watch::Receiver<Network>) {
    let Ok(mut server) = UnixStream::connect(socket).await else {
        return;
    };
    let (mut there, mut back) = ([0; 8192], [0; 8192]);
    let mut decision = Vec::new();
    loop {
        let state = *network.borrow_and_update();
        match state {
            Network::Down => return,
            Network::Silent => {
                if network.changed().await.is_err() {
                    return;
                }
                continue;
            }
            Network::Works | Network::LosesCommit => {}
        }
        let passed = tokio::select! {
            changed = network.changed() => changed.is_ok(),
            read = client.read(&mut there) => match read {
                Ok(length @ 1..) => {
                    let bytes = &there[..length];
                    let passed = server.write_all(bytes).await.is_ok();
                    if let Some(name) = prepared_decision(bytes) {
                        decision = name;
                    }
                    if state == Network::LosesCommit && is_execution(bytes, &decision) {
                        // The server has answered, so it has committed; nobody receives the answer.
                        drop(server.read(&mut back).await);
                        return;
                    }
                    passed
                }
                _ => false,
            },
            read = server.read(&mut back) => match read {
                Ok(length @ 1..) => client.write_all(&back[..length]).await.is_ok(),
                _ => false,
            },
        };
        if !passed {
            return;
        }
    }
}

/// The name under which a message prepares the statement that decides a right code, which is its own
/// commit.
fn prepared_decision(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = b"WITH asked AS MATERIALIZED";
    let is_decision = bytes.first() == Some(&b'P') && bytes.windows(text.len()).any(|p| p == text);
    let name = bytes.get(5..)?.split(|byte| *byte == 0).next()?;
    is_decision.then(|| name.to_vec())
}

/// Whether a message binds and executes the prepared statement of this name.
fn is_execution(bytes: &[u8], name: &[u8]) -> bool {
    let bound = bytes.get(6..).and_then(|rest| rest.strip_prefix(name));
    let is_bound = bound.is_some_and(|rest| rest.first() == Some(&0));
    !name.is_empty() && bytes.first() == Some(&b'B') && is_bound
}
