//! Faulty mail servers and crashed workers: no mail is lost or sent too late, and dead letters are
//! recorded.

use super::delivery_tests::{Bench, SENDER, mail_to};
use super::service::MAIL;
use super::{MailTransport, deliver_due, samples};
use crate::messages::delivery::{Free, Turns, lease_due};
use crate::platform::db::schema::audit_events;
use crate::record::audit::Action;
use diesel::prelude::*;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

/// A mail server that sends one line and closes the connection.
async fn one_line(line: &'static str) -> MailTransport {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The client may have closed the connection already.
            stream.write_all(line.as_bytes()).await.ok();
        }
    });
    MailTransport::smtp(&format!("smtp://{address}"), SENDER).expect("a transport")
}

/// R-06: after every temporary fault of the server the mail is kept, and sent when the server works.
#[tokio::test]
async fn after_every_temporary_fault_the_mail_is_tried_again() {
    let faults = [
        (
            MailTransport::smtp("smtp://127.0.0.1:1", SENDER).expect("a transport"),
            "cannot be reached",
        ),
        (one_line("").await, "broke off"),
        (
            one_line("421 4.3.2 shutting down\r\n").await,
            "answered 421",
        ),
        (one_line("what do you want\r\n").await, "broke off"),
    ];
    for (fault, cause) in faults {
        let bench = Bench::new().await;
        bench.enqueue(mail_to("jo@example.org")).await;
        assert_eq!(deliver_due(&bench.context, &fault).await, 0);
        let end = bench.only_end().await;
        let error = end.error.unwrap_or_default();
        assert!(error.contains(cause), "{error:?} instead of {cause:?}");
        assert_eq!((end.sent, end.failed), (None, None), "{cause}");
        assert_eq!(bench.deliver().await, 0, "not before the pause is over");
        bench.context.clock.advance(Duration::from_secs(5));
        assert_eq!(bench.deliver().await, 1);
        assert_eq!(bench.sink.received().len(), 1, "once, after {cause}");
    }
}

/// R-06: after a connection that broke during the mail, the mail is sent again.
#[tokio::test]
async fn a_mail_that_broke_off_is_tried_again() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("drop@example.org")).await;
    for attempts in 1..=3 {
        assert_eq!(bench.deliver().await, 0);
        let end = bench.only_end().await;
        assert_eq!((end.attempts, end.sent, end.failed), (attempts, None, None));
        assert!(!end.payload.is_empty());
        bench.context.clock.advance(Duration::from_mins(2));
    }
}

/// R-06: the lease of a worker that crashed while sending expires after a minute.
#[tokio::test]
async fn the_lease_of_a_crashed_worker_expires() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("jo@example.org")).await;
    let (free, mut turns) = (Free::all(MAIL.slots), Turns::default());
    let held = lease_due(&bench.context, &MAIL, "died", free, &mut turns)
        .await
        .expect("a lease");
    assert_eq!(held.len(), 1);
    bench.context.clock.advance(Duration::from_secs(59));
    assert_eq!(bench.deliver().await, 0);
    bench.context.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.deliver().await, 1);
}

/// R-06: a dead letter is in the audit record, with its cause and without its content.
#[tokio::test]
async fn a_dead_letter_is_recorded() {
    let bench = Bench::new().await;
    bench.enqueue(mail_to("reject@example.org")).await;
    bench.enqueue(mail_to("later@example.org")).await;
    bench.deliver().await;
    bench.context.clock.advance(Duration::from_mins(10));
    bench.deliver().await;
    let read = bench.context.db.read(|connection| {
        audit_events::table
            .order(audit_events::position)
            .select((
                audit_events::action,
                audit_events::subject,
                audit_events::details,
            ))
            .load::<(i16, Option<Vec<u8>>, Option<String>)>(connection)
    });
    let member = samples::code_mail().to.member_id;
    let row = |cause: &str| {
        (
            Action::MailNotDelivered.number(),
            Some(member.0.as_bytes().to_vec()),
            Some(format!(
                r#"{{"kind":"email_verification","cause":"{cause}"}}"#
            )),
        )
    };
    assert_eq!(
        read.await.expect("the record"),
        [
            row("the mail server answered 550"),
            row("too late to be of use")
        ]
    );
}
