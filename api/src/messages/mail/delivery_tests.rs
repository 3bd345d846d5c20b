//! Delivery from the outbox to a mail server.

use super::model::{Mail, Notice};
use super::sink::Sink;
use super::{MailTransport, deliver_due, enqueue, run, samples};
use crate::platform::breached::BreachedPasswords;
use crate::platform::clock::Clock;
use crate::platform::context::Context;
use crate::platform::crypto::hasher::Hasher;
use crate::platform::crypto::keys::KeyRing;
use crate::platform::crypto::password::PasswordCost;
use crate::platform::crypto::totp::Window;
use crate::platform::db::schema::outbox;
use crate::platform::db::{DatabaseUrl, Db, DbResult};
use crate::platform::ldap::Directories;
use crate::platform::notes::Notes;
use crate::platform::outbound::Outbound;
use crate::platform::repeats::Repeats;
use diesel::prelude::*;
use shared_types::limits::{AUDIT_RETENTION, INVITATIONS_PER_HOUR};
use shared_types::me::Locale;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::time::timeout;

pub(super) const SENDER: &str = "Twostep <twostep@example.com>";

/// A database, a manual clock, and a mail server.
pub(super) struct Bench {
    pub(super) context: Context,
    pub(super) sink: Sink,
    transport: MailTransport,
    _folder: TempDir,
}

/// The final state of a row of the outbox.
#[derive(Debug, PartialEq, Eq, Queryable)]
pub(super) struct End {
    pub(super) sent: Option<i64>,
    pub(super) failed: Option<i64>,
    pub(super) attempts: i64,
    pub(super) error: Option<String>,
    pub(super) payload: Vec<u8>,
}

impl Bench {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
        let (sink, url_of_sink) = Sink::start().await;
        Self {
            context: Context {
                db: Db::open(&url).expect("a database"),
                clock: Clock::manual(samples::NOW),
                keys: Arc::new(KeyRing::generate()),
                hasher: Hasher::new(PasswordCost::DEFAULT),
                repeats: Repeats::default(),
                notes: Notes::default(),
                code_window: Window::default(),
                public_url: samples::PUBLIC_URL.into(),
                invitations_per_hour: INVITATIONS_PER_HOUR,
                breached: BreachedPasswords::default(),
                audit_retention: AUDIT_RETENTION,
                outbound: Outbound::default(),
                directories: Directories::default(),
            },
            sink,
            transport: MailTransport::smtp(&url_of_sink, SENDER).expect("a transport"),
            _folder: folder,
        }
    }

    pub(super) async fn enqueue(&self, mail: Mail) {
        let context = self.context.clone();
        let write = self
            .context
            .db
            .write(move |connection| enqueue(connection, &context, &mail));
        write.await.expect("the mail is written");
    }

    pub(super) async fn deliver(&self) -> usize {
        deliver_due(&self.context, &self.transport).await
    }

    pub(super) fn transport(&self) -> MailTransport {
        self.transport.clone()
    }

    async fn ends(&self) -> Vec<End> {
        let read = self.context.db.read(|connection| {
            let columns = (
                outbox::sent_at,
                outbox::failed_at,
                outbox::attempts,
                outbox::last_error,
                outbox::payload,
            );
            outbox::table
                .select(columns)
                .order(outbox::id)
                .load(connection)
        });
        read.await.expect("the outbox")
    }

    pub(super) async fn only_end(&self) -> End {
        let mut ends = self.ends().await;
        assert_eq!(ends.len(), 1);
        ends.remove(0)
    }
}

pub(super) fn mail_to(address: &str) -> Mail {
    let mut mail = samples::code_mail();
    address.clone_into(&mut mail.to.address);
    mail
}

#[tokio::test]
async fn a_mail_is_delivered_once_and_its_content_is_deleted() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    assert!(!bench.only_end().await.payload.is_empty());
    assert_eq!(bench.deliver().await, 1);
    assert_eq!(bench.deliver().await, 0);
    let received = bench.sink.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to, ["<jo@example.org>"]);
    assert!(received[0].data.contains("\n004217\n"), "{received:?}");
    let end = bench.only_end().await;
    assert_eq!(end.sent, Some(samples::NOW.micros()));
    assert_eq!((end.attempts, end.error, end.payload), (1, None, vec![]));
}

#[tokio::test]
async fn nothing_readable_waits_in_the_outbox() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    let payload = bench.only_end().await.payload;
    let shown = String::from_utf8_lossy(&payload);
    assert!(!shown.contains("004217") && !shown.contains("jo@example.org"));
}

/// M-05 (outbox): a mail exists when the change does that it reports, and only then.
#[tokio::test]
async fn a_change_that_is_rolled_back_sends_nothing() {
    let bench = Bench::new().await;
    let context = bench.context.clone();
    let write = bench.context.db.write(move |connection| -> DbResult<()> {
        enqueue(connection, &context, &samples::code_mail())?;
        Err(diesel::result::Error::RollbackTransaction)
    });
    write.await.expect_err("taken back");
    assert_eq!(bench.deliver().await, 0);
    assert!(bench.ends().await.is_empty());
}

/// a mail that is refused permanently is a dead letter, without the address.
#[tokio::test]
async fn a_refused_mail_is_given_up_visibly() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("reject@example.org")).await;
    assert_eq!(bench.deliver().await, 0);
    let end = bench.only_end().await;
    assert_eq!(end.failed, Some(samples::NOW.micros()));
    assert_eq!(end.error.as_deref(), Some("the mail server answered 550"));
    assert!(end.payload.is_empty());
    bench.context.clock.advance(Duration::from_mins(9));
    bench.deliver().await;
    assert_eq!(bench.only_end().await.attempts, 1);
}

#[tokio::test]
async fn a_deferred_mail_is_tried_again_after_a_pause() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("later@example.org")).await;
    bench.deliver().await;
    bench.context.clock.advance(Duration::from_secs(4));
    bench.deliver().await;
    assert_eq!(bench.only_end().await.attempts, 1);
    bench.context.clock.advance(Duration::from_secs(1));
    bench.deliver().await;
    let end = bench.only_end().await;
    assert_eq!((end.attempts, end.sent, end.failed), (2, None, None));
    assert_eq!(end.error.as_deref(), Some("the mail server answered 451"));
}

/// M-06: the mail server is away for eleven minutes; the code is not sent afterwards, a notice is.
#[tokio::test]
async fn a_code_is_never_delivered_after_its_expiry() {
    let bench = Bench::new().await;
    let away = MailTransport::smtp("smtp://127.0.0.1:1", SENDER).expect("a transport");
    let notice = samples::notice(Notice::PasswordChanged);
    bench.enqueue(samples::code_mail()).await;
    bench.enqueue(samples::mail(Locale::En, notice)).await;
    for _ in 0..11 {
        assert_eq!(deliver_due(&bench.context, &away).await, 0);
        bench.context.clock.advance(Duration::from_mins(1));
    }
    assert_eq!(bench.deliver().await, 0);
    let causes: Vec<_> = bench
        .ends()
        .await
        .into_iter()
        .map(|end| end.error)
        .collect();
    assert!(
        causes.contains(&Some("too late to be of use".to_owned())),
        "{causes:?}"
    );
    assert!(causes.contains(&Some("the mail server cannot be reached".to_owned())));
    bench.context.clock.advance(Duration::from_mins(10));
    assert_eq!(bench.deliver().await, 1);
    let received = bench.sink.received();
    assert!(
        received[0]
            .data
            .contains("Subject: [Acme Support] Your password was changed")
    );
    assert_eq!(received.len(), 1);
}

#[tokio::test]
async fn two_workers_never_send_the_same_mail() {
    let bench = Bench::new().await;
    for _ in 0..20 {
        bench.enqueue(mail_to("jo@example.org")).await;
    }
    let (one, other) = tokio::join!(bench.deliver(), bench.deliver());
    assert_eq!(one + other, 20);
    assert_eq!(bench.sink.received().len(), 20);
}

#[tokio::test]
async fn a_mail_sealed_under_another_key_is_not_sent() {
    let mut bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    bench.context.keys = Arc::new(KeyRing::generate());
    assert_eq!(bench.deliver().await, 0);
    let end = bench.only_end().await;
    assert_eq!(end.error.as_deref(), Some("the stored mail does not open"));
}

/// C-01: write access to the table does not allow sending one member's code to another.
#[tokio::test]
async fn content_that_was_copied_to_another_row_is_not_sent() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    bench.enqueue(mail_to("eve@example.org")).await;
    let payload = bench.ends().await.remove(0).payload;
    let write = bench.context.db.write(move |connection| {
        let update = diesel::update(outbox::table).set(outbox::payload.eq(payload));
        update.execute(connection)
    });
    write.await.expect("moved");
    assert_eq!(bench.deliver().await, 1);
    assert_eq!(bench.sink.received().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_mails_wait() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    assert_eq!(deliver_due(&bench.context, &MailTransport::None).await, 0);
    bench.context.clock.advance(Duration::from_secs(5));
    assert_eq!(bench.deliver().await, 1);
}

/// M-05 (no downgrade): a server that offers no TLS, or hides it, gets nothing.
#[tokio::test]
async fn without_required_tls_nothing_is_sent() {
    let bench = Bench::new().await;
    let (sink, url) = Sink::start().await;
    let transport =
        MailTransport::smtp(&format!("{url}?tls=required"), SENDER).expect("a transport");
    bench.enqueue(mail_to("jo@example.org")).await;
    assert_eq!(deliver_due(&bench.context, &transport).await, 0);
    assert!(sink.received().is_empty());
    assert!(bench.only_end().await.failed.is_none());
}

/// R-06, M-05 (off the request path): a change that queues a mail waits for no mail server; the worker is
/// woken by its commit, and a mail server that does not reply delays no other mail.
#[tokio::test]
async fn a_tarpit_does_not_delay_other_mails() {
    let bench = Bench::new().await;
    let worker = tokio::spawn(run(
        bench.context.clone(),
        bench.transport.clone(),
        std::future::pending(),
    ));
    bench.enqueue(mail_to("tarpit@example.org")).await;
    for _ in 0..3 {
        bench.enqueue(mail_to("jo@example.org")).await;
        let so_far = bench.sink.received().len();
        let arrived = timeout(Duration::from_secs(5), bench.sink.wait_for(so_far + 1));
        arrived
            .await
            .expect("the mail arrives although another one hangs");
    }
    worker.abort();
}

/// a worker that ends releases its leases.
#[tokio::test]
async fn a_worker_ends_when_it_is_asked_to() {
    let bench = Bench::new().await;
    let (end, ended) = oneshot::channel();
    let shutdown = async move { drop(ended.await) };
    let worker = tokio::spawn(run(
        bench.context.clone(),
        bench.transport.clone(),
        shutdown,
    ));
    bench.enqueue(mail_to("jo@example.org")).await;
    bench.sink.wait_for(1).await;
    end.send(()).expect("the worker listens");
    timeout(Duration::from_secs(5), worker)
        .await
        .expect("in time")
        .expect("no panic");
    assert!(bench.only_end().await.sent.is_some());
}
