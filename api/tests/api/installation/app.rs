//! A whole installation for one test.

use super::caller::Caller;
use shared_types::session::Transport as Lane;
use shared_types::time::Time;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use twostep::app::Parts;
use twostep::clock::Clock;
use twostep::context::Context;
use twostep::crypto::hasher::Hasher;
use twostep::crypto::keys::KeyRing;
use twostep::db::{DatabaseUrl, Db};
use twostep::http::HttpSettings;
use twostep::mail::{self, Mailbox, Transport};
use twostep::{server, setup};

/// 2026-11-24 09:30 UTC, at the start of a TOTP step.
const START: Time = Time::from_micros(1_795_512_600_000_000);

/// A running server whose clock stands until it is moved. Everything goes with the value.
pub(crate) struct TestApp {
    /// What the services see; a test may look at the database through it.
    pub(crate) context: Context,
    address: SocketAddr,
    client: reqwest::Client,
    mailbox: Mailbox,
    callers: AtomicU8,
    _folder: TempDir,
}

impl TestApp {
    /// Starts on a new database.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
        let settings = HttpSettings {
            // So that each caller can come from an address of its own.
            trusted_proxies: vec!["127.0.0.1/32".parse().expect("a network")],
            ..HttpSettings::default()
        };
        let context = Context {
            db: Db::open(&url).expect("a database"),
            clock: Clock::manual(START),
            keys: Arc::new(KeyRing::generate()),
            hasher: Hasher::new(),
            public_url: settings.public_url.origin().into(),
        };
        setup::key_check(&context).await.expect("its own keys");
        let parts = Parts::new(context.clone(), settings, None);
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let bound = server::bind(parts, any_port).expect("a free port");
        actix_web::rt::spawn(bound.server);
        Self {
            context,
            address: bound.addresses[0],
            client: client(),
            mailbox: Mailbox::new(),
            callers: AtomicU8::new(1),
            _folder: folder,
        }
    }

    /// A program: bearer tokens, an address of its own.
    pub(crate) fn program(&self) -> Caller {
        self.caller(Lane::Bearer)
    }

    /// A browser on our own pages: cookies, an address of its own.
    pub(crate) fn browser(&self) -> Caller {
        self.caller(Lane::Cookie)
    }

    /// The time moves on.
    pub(crate) fn wait(&self, by: Duration) {
        self.context.clock.advance(by);
    }

    /// The newest mail to an address, after everything that is due was delivered.
    pub(crate) async fn newest_mail(&self, address: &str) -> String {
        let transport = Transport::Mailbox(self.mailbox.clone());
        mail::deliver_due(&self.context, &transport).await;
        let mut mails = self.mailbox.texts_to(address).into_iter();
        mails.next().expect("a mail")
    }

    fn caller(&self, lane: Lane) -> Caller {
        let number = self.callers.fetch_add(1, Ordering::Relaxed);
        let from = Ipv4Addr::new(198, 51, 100, number).into();
        Caller::new(self.client.clone(), self.address, lane, from)
    }
}

fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy();
    builder.build().expect("an HTTP client")
}
