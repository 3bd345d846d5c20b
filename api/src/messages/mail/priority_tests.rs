//! What the mail server is given first, when there is more than it takes.

use super::delivery_tests::Bench;
use super::model::Mail;
use super::service::MAIL;
use super::{enqueue, enqueue_invitation, invitation_time, run, samples};
use crate::messages::delivery::{Free, SlotLimits, Turns, lease_due};
use crate::platform::db::schema::outbox;
use crate::platform::db::{DbConnection, DbResult};
use diesel::prelude::*;
use shared_types::ids::OrganizationId;
use shared_types::me::Locale;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

fn organization(number: u128) -> OrganizationId {
    OrganizationId(Uuid::from_u128(number))
}

fn invitation_of(number: u128) -> Mail {
    let mut mail = samples::mail(Locale::En, samples::invitation());
    mail.to.organization_id = organization(number);
    mail
}

fn code_of(number: u128) -> Mail {
    let mut mail = samples::code_mail();
    mail.to.organization_id = organization(number);
    mail
}

/// Enqueues so many mails in one change.
async fn enqueue_many(bench: &Bench, count: usize, mail: Mail) {
    let context = bench.context.clone();
    let write = move |connection: &mut DbConnection| {
        (0..count).try_for_each(|_| enqueue(connection, &context, &mail))
    };
    bench.context.db.write(write).await.expect("written");
}

/// The kinds and organizations of the next deliveries, as a worker takes them that begins one at a time.
async fn taken(bench: &Bench, count: usize) -> Vec<(String, Option<OrganizationId>)> {
    let one = SlotLimits {
        all: 1,
        ordinary: 1,
        of_organization: 1,
    };
    let (mut turns, mut taken) = (Turns::default(), Vec::new());
    for _ in 0..count {
        let leased = lease_due(&bench.context, &MAIL, "worker", Free::all(one), &mut turns).await;
        let leased = leased.expect("a lease").into_iter();
        taken.extend(leased.map(|delivery| (delivery.kind, delivery.organization)));
    }
    taken
}

/// M-05, review F5: however many invitations another organization queued, and however slow the mail server
/// is, a code is the next mail that is sent: within the time of one mail, and of 10 seconds.
#[tokio::test]
async fn a_code_goes_before_thousands_of_invitations() {
    let bench = Bench::new().await;
    enqueue_many(&bench, 5000, invitation_of(1)).await;
    enqueue_many(&bench, 1, code_of(2)).await;
    let next = taken(&bench, 2).await;
    let code = ("email_verification".to_owned(), Some(organization(2)));
    assert_eq!(next[0], code);
    assert_eq!(next[1].0, "invitation");
    let free = Free::all(MAIL.slots);
    enqueue_many(&bench, 1, code_of(2)).await;
    let leased = lease_due(&bench.context, &MAIL, "other", free, &mut Turns::default()).await;
    let kinds: Vec<_> = leased
        .expect("a lease")
        .into_iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds[0], "email_verification");
    assert_eq!(kinds.len(), 7, "two slots stay free for codes");
}

/// M-05, review F5: organizations take turns, in whatever order and number their mails came, also with codes.
#[tokio::test]
async fn organizations_take_turns() {
    for mail in [invitation_of as fn(u128) -> Mail, code_of] {
        let bench = Bench::new().await;
        for (count, number) in [(20, 2), (3, 1), (2, 3)] {
            enqueue_many(&bench, count, mail(number)).await;
        }
        let turns = [1, 2, 3, 1, 2, 3, 1, 2, 2, 2].map(|number| Some(organization(number)));
        let taken = taken(&bench, 10).await;
        let organizations: Vec<_> = taken.into_iter().map(|(_, one)| one).collect();
        assert_eq!(organizations, turns);
    }
}

/// H-11: the slow receivers of one organization leave slots for every other.
#[tokio::test]
async fn one_organization_takes_its_part_of_the_slots() {
    let bench = Bench::new().await;
    enqueue_many(&bench, 20, invitation_of(1)).await;
    enqueue_many(&bench, 1, invitation_of(2)).await;
    let few = SlotLimits {
        all: 8,
        ordinary: 8,
        of_organization: 3,
    };
    let mut turns = Turns::default();
    let leased = lease_due(&bench.context, &MAIL, "worker", Free::all(few), &mut turns).await;
    let leased = leased.expect("a lease");
    let of = |number| {
        leased
            .iter()
            .filter(move |one| one.organization == Some(organization(number)))
    };
    assert_eq!((of(1).count(), of(2).count()), (3, 1));
}

/// R-06, review F5: invitations to a server that does not reply hold no slot that a code needs.
#[tokio::test]
async fn invitations_never_hold_every_slot() {
    let bench = Bench::new().await;
    let mut stuck = invitation_of(1);
    "tarpit@example.org".clone_into(&mut stuck.to.address);
    enqueue_many(&bench, 20, stuck).await;
    let worker = tokio::spawn(run(
        bench.context.clone(),
        bench.transport(),
        std::future::pending(),
    ));
    for count in 1..=3 {
        enqueue_many(&bench, 1, code_of(2)).await;
        let arrived = timeout(Duration::from_secs(10), bench.sink.wait_for(count));
        arrived.await.expect("the code arrives");
    }
    worker.abort();
}

/// Review F5: what is over the number of an hour waits, visibly, and never more than that number are sent
/// in an hour; other organizations do not wait for it.
#[tokio::test]
async fn invitations_over_the_pace_wait() {
    let mut bench = Bench::new().await;
    bench.context.invitations_per_hour = 5;
    let context = bench.context.clone();
    let invite = move |connection: &mut DbConnection, number: u128| -> DbResult<()> {
        let mail = invitation_of(number);
        let at = invitation_time(connection, &context, mail.to.organization_id)?;
        enqueue_invitation(connection, &context, &mail, at)
    };
    let write = move |connection: &mut DbConnection| {
        (0..12).try_for_each(|_| invite(connection, 1))?;
        invite(connection, 2)
    };
    bench
        .context
        .db
        .write(write)
        .await
        .expect("none is refused");
    let read = bench.context.db.read(|connection| {
        outbox::table
            .order(outbox::next_attempt_at)
            .select(outbox::next_attempt_at)
            .load::<i64>(connection)
    });
    let waits: Vec<i64> = read.await.expect("the outbox");
    let hours = waits
        .iter()
        .map(|at| (at - samples::NOW.micros()) / 3_600_000_000);
    let hours: Vec<i64> = hours.collect();
    assert_eq!(hours, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2]);
    for expected in [6, 5, 2, 0] {
        // The samples end after ten minutes: their organization would have chosen a later end.
        let taken = taken(&bench, 20).await;
        assert_eq!(taken.len(), expected);
        bench.context.clock.advance(Duration::from_mins(1));
        finish(&bench).await;
        bench.context.clock.advance(Duration::from_mins(59));
    }
}

/// Everything that was taken is delivered.
async fn finish(bench: &Bench) {
    let write = bench.context.db.write(|connection| {
        let taken = outbox::table.filter(outbox::lease.is_not_null());
        diesel::update(taken)
            .set(outbox::sent_at.eq(1))
            .execute(connection)
    });
    write.await.expect("settled");
}
