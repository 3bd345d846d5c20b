//! What is made of the audit record in the background: once for each row, in order, by one node.

use crate::database::TestDatabase;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::json;
use shared_types::ids::{MemberId, OrganizationId};
use std::sync::Arc;
use std::time::Duration;
use twostep::platform::db::{Db, DbConnection};
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Event, Outcome, StoredEvent};
use twostep::record::chain::{self, ChainStatus};
use twostep::record::followers::{
    self, EventFilter, Follower, Followers, PageRequest, count_days, list_events,
    list_single_factor_days,
};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60;

async fn read<T: Send + 'static>(
    app: &TestApp,
    body: impl FnOnce(&mut DbConnection) -> QueryResult<T> + Send + 'static,
) -> T {
    app.context.db.read(body).await.expect("a read")
}

/// Every row has its seal, and every chain is sound.
pub(crate) async fn assert_sealed(app: &TestApp) {
    let status = chain::verify(&app.context, Vec::new()).await;
    let status = status.expect("a check");
    assert!(
        matches!(status, ChainStatus::Sound { waiting: 0, .. }),
        "{status:?}"
    );
}

pub(crate) async fn all_events(app: &TestApp) -> Vec<StoredEvent> {
    let rows = read(app, |c| audit::list_rows(c, 0, i64::MAX, i64::MAX)).await;
    let events = rows
        .into_iter()
        .map(|row| row.read().expect("a row of ours"));
    events.collect()
}

/// The positions that a filter finds, page by page.
pub(crate) async fn found(app: &TestApp, filter: &EventFilter, limit: usize) -> Vec<i64> {
    let mut positions = Vec::new();
    let mut before = None;
    loop {
        let filter = filter.clone();
        let page = read(app, move |c| {
            list_events(c, &filter, PageRequest { before, limit })
        });
        let page = page.await;
        assert!(page.events.len() <= limit);
        positions.extend(page.events.iter().map(|event| event.position));
        if page.next.is_none() {
            return positions;
        }
        before = page.next;
    }
}

/// Every filter finds the rows that reading all of them finds, newest first, whatever the size of
/// its pages, and no row of another organization.
async fn assert_indexed(app: &TestApp) {
    let events = all_events(app).await;
    let newest = |wanted: &dyn Fn(&StoredEvent) -> bool| -> Vec<i64> {
        let wanted = events.iter().rev().filter(|event| wanted(event));
        wanted.map(|event| event.position).collect()
    };
    for event in &events {
        let organization = event.organization;
        let all = EventFilter::of(organization);
        let is_in = |other: &StoredEvent| other.organization == organization;
        assert_eq!(found(app, &all, 7).await, newest(&is_in));
        let filter = EventFilter {
            action: Some(event.action),
            outcome: Some(event.outcome),
            ..all.clone()
        };
        let expected = newest(&|other| {
            is_in(other) && other.action == event.action && other.outcome == event.outcome
        });
        assert_eq!(found(app, &filter, 2).await, expected);
        let filter = EventFilter {
            outcome: Some(event.outcome),
            ..all.clone()
        };
        let expected = newest(&|other| is_in(other) && other.outcome == event.outcome);
        assert_eq!(found(app, &filter, 3).await, expected);
        let filter = EventFilter {
            member: event.subject,
            actor: event.actor.id(),
            flow: event.flow,
            ..all.clone()
        };
        let expected = newest(&|other| {
            is_in(other)
                && filter.member.is_none_or(|id| other.subject == Some(id))
                && filter.actor.is_none_or(|id| other.actor.id() == Some(id))
                && filter.flow.is_none_or(|id| other.flow == Some(id))
        });
        assert_eq!(found(app, &filter, 1).await, expected);
        for filter in [
            EventFilter {
                flow: None,
                ..filter.clone()
            },
            EventFilter {
                flow: None,
                member: None,
                ..filter.clone()
            },
        ] {
            let expected = newest(&|other| {
                is_in(other)
                    && filter.member.is_none_or(|id| other.subject == Some(id))
                    && filter.actor.is_none_or(|id| other.actor.id() == Some(id))
            });
            assert_eq!(found(app, &filter, 2).await, expected);
        }
    }
}

/// What all followers have made is what the rows say.
pub(crate) async fn assert_followed(app: &TestApp) {
    let events = all_events(app).await;
    assert_indexed(app).await;
    let total = i64::try_from(events.len()).expect("few");
    let status = chain::verify(&app.context, Vec::new())
        .await
        .expect("a check");
    assert!(
        matches!(status, ChainStatus::Sound { sealed, waiting: 0, .. } if sealed == total),
        "{status:?}"
    );
    let mut counted = 0;
    let mut organizations: Vec<_> = events.iter().map(|event| event.organization).collect();
    organizations.sort();
    organizations.dedup();
    for organization in organizations {
        let counts = read(app, move |c| count_days(c, organization, 0..=i64::MAX)).await;
        for count in counts {
            let same = events.iter().filter(|event| {
                event.organization == organization
                    && (event.day(), event.action, event.outcome)
                        == (count.day, count.action, count.outcome)
            });
            assert_eq!(i64::try_from(same.count()).expect("few"), count.count);
            counted += count.count;
        }
    }
    assert_eq!(counted, total, "each row is counted once");
    let newest = events.last().map_or(0, |event| event.position);
    assert_eq!(read(app, followers::oldest_needed_position).await, newest);
}

fn organization_of(events: &[StoredEvent]) -> OrganizationId {
    let known = events.iter().find_map(|event| event.organization);
    known.expect("an organization")
}

async fn record(app: &TestApp, event: Event) {
    let now = app.clock.now();
    let write = move |c: &mut DbConnection| audit::record(c, now, &Origin::of_host(), &event);
    app.context.db.write(write).await.expect("recorded");
}

/// A journey through the API, then more rows than one batch holds.
#[actix_web::test]
async fn followers_make_what_the_rows_say() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let (_, admin) = app.set_up_phone(&admin).await;
    app.sign_in(AGENT).await.ok();
    app.post("/sign-in", "", &json!({ "email": AGENT, "password": "no" }))
        .await;
    app.send("DELETE", "/session", &admin, None).await;
    followers::catch_up(&app.context).await.expect("followed");
    assert_followed(&app).await;
    let (now, origin) = (app.clock.now(), Origin::of_host());
    let write = move |c: &mut DbConnection| {
        let events: Vec<Event> = (0..2100)
            .map(|n| {
                let organization = OrganizationId(Uuid::from_u128(n % 3));
                Event::own(
                    organization,
                    MemberId(Uuid::from_u128(n)),
                    Action::EmailCodeSent,
                )
            })
            .collect();
        let rows: Vec<_> = events.iter().map(|event| (&origin, event)).collect();
        audit::record_all(c, now, &rows)
    };
    app.context.db.write(write).await.expect("recorded");
    assert_eq!(
        followers::catch_up(&app.context).await.expect("followed"),
        2100
    );
    let filter = EventFilter::of(Some(OrganizationId(Uuid::from_u128(1))));
    assert_eq!(found(&app, &filter, 100).await.len(), 700);
    assert_sealed(&app).await;
}

/// The members list tells the last sign-in, which only goes forward, and no longer than the member is.
#[actix_web::test]
async fn the_last_sign_in_is_told() {
    let (app, admin) = TestApp::with_admin().await;
    let jo = app.invite(&admin, AGENT, "agent").await;
    let last = async || {
        followers::catch_up(&app.context).await.expect("followed");
        let member = app.get(&format!("/members/{jo}"), &admin).await.ok();
        member.body["last_signed_in_at"].clone()
    };
    assert_eq!(last().await, json!(null));
    app.session_of(AGENT).await;
    let first = app.clock.now();
    assert_eq!(last().await, json!(first));
    app.clock.advance(Duration::from_secs(90));
    app.session_of(AGENT).await;
    let second = app.clock.now();
    assert_eq!(last().await, json!(second));
    app.post("/sign-in", "", &json!({ "email": AGENT, "password": "no" }))
        .await;
    assert_eq!(last().await, json!(second), "a refusal is no sign-in");
    app.clock.set(first);
    app.session_of(AGENT).await;
    assert_eq!(last().await, json!(second), "a clock that was set back");
    let id: MemberId = jo.parse().expect("an id");
    let of = move |c: &mut DbConnection| followers::find_last_sign_ins(c, &[id]);
    assert_eq!(read(&app, of).await.len(), 1);
    let deleted = Event::of(audit::Actor::System, None, Action::MemberDeleted).about(id);
    record(&app, deleted).await;
    followers::catch_up(&app.context).await.expect("followed");
    assert_eq!(read(&app, of).await.len(), 0);
}

/// A day on which a member signed in with the password alone is noted once; a day with a code is not.
#[actix_web::test]
async fn days_with_the_password_alone_are_noted() {
    let (app, admin) = TestApp::with_admin().await;
    let jo = app.invite(&admin, AGENT, "agent").await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.session_of(AGENT).await;
    app.session_of(AGENT).await;
    let first = app.clock.now().seconds().div_euclid(DAY);
    app.clock.advance(Duration::from_hours(24));
    app.sign_in_with(ADMIN, &phone).await;
    app.clock.advance(Duration::from_hours(24));
    app.session_of(AGENT).await;
    followers::catch_up(&app.context).await.expect("followed");
    let events = all_events(&app).await;
    let organization = organization_of(&events);
    let days = read(&app, move |c| {
        list_single_factor_days(c, organization, first..=first + 9)
    });
    let days = days.await;
    let jo: MemberId = jo.parse().expect("an id");
    let of_jo: Vec<i64> = days
        .iter()
        .filter(|(_, id)| *id == jo)
        .map(|(day, _)| *day)
        .collect();
    assert_eq!(of_jo, [first, first + 2]);
    assert!(days.iter().all(|(day, _)| *day != first + 1));
    let counts = read(&app, move |c| {
        count_days(c, Some(organization), first..=first)
    })
    .await;
    let sign_ins = counts
        .iter()
        .find(|count| (count.action, count.outcome) == (Action::SignInFinished, Outcome::Success));
    // Jo twice; the administrator before and after the set-up of the phone.
    assert_eq!(sign_ins.map(|count| count.count), Some(4));
}

/// A process that dies between two batches, or in one, leaves no gap and nothing twice.
#[actix_web::test]
async fn followers_go_on_after_a_crash() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let first = Followers::new(&app.context);
    assert!(first.step().await.expect("a batch") > 3);
    drop(first);
    app.sign_in(AGENT).await.ok();
    // The last statement of the batch fails: all followers but this one go on, each by itself.
    let rename = "ALTER TABLE single_factor_days RENAME TO out_of_reach";
    let run = async |sql: &'static str| {
        let done = app.context.db.write(move |c| c.batch_execute(sql)).await;
        done.expect("a new name");
    };
    run(rename).await;
    app.clock.advance(Duration::from_secs(6));
    let second = Followers::new(&app.context);
    assert!(second.step().await.expect("the other followers") > 0);
    let now = app.clock.now();
    let reached = read(&app, move |c| followers::up_to(c, Follower::Seals, now)).await;
    assert_eq!(reached, now);
    let late = read(&app, move |c| {
        followers::up_to(c, Follower::SingleFactorDays, now)
    })
    .await;
    assert!(late < now, "{late} is before {now}");
    let newest = all_events(&app).await.last().expect("a row").position;
    assert!(read(&app, followers::oldest_needed_position).await < newest);
    run("ALTER TABLE out_of_reach RENAME TO single_factor_days").await;
    drop(second);
    app.clock.advance(Duration::from_secs(6));
    followers::catch_up(&app.context).await.expect("followed");
    assert_followed(&app).await;
}

/// A row whose word only a newer program knows waits for that program.
#[actix_web::test]
async fn a_row_of_a_newer_program_waits_for_it() {
    let (app, _) = TestApp::with_admin().await;
    followers::catch_up(&app.context).await.expect("followed");
    let event = Event::anonymous(Action::FlowGivenUp);
    record(&app, event.clone()).await;
    record(&app, event).await;
    let set = |c: &mut DbConnection, number: i16| {
        use twostep::platform::db::schema::audit_events::dsl;
        let last = audit::find_newest_position(c)?;
        diesel::update(dsl::audit_events.find(last - 1))
            .set(dsl::action.eq(number))
            .execute(c)
    };
    let change = move |c: &mut DbConnection| set(c, 9999);
    app.context.db.write(change).await.expect("a newer word");
    assert_eq!(
        followers::catch_up(&app.context).await.expect("it waits"),
        0
    );
    let change = move |c: &mut DbConnection| set(c, Action::FlowGivenUp.number());
    app.context
        .db
        .write(change)
        .await
        .expect("the newer program");
    assert_eq!(
        followers::catch_up(&app.context).await.expect("followed"),
        2
    );
    assert_followed(&app).await;
}

/// A copy made while the followers are in the middle goes on from there, alone.
#[actix_web::test]
async fn a_backup_carries_chains_positions_and_index() {
    let (mut app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    followers::catch_up(&app.context).await.expect("followed");
    app.sign_in(AGENT).await.ok();
    let heads = chain::heads(&app.context).await.expect("the heads");
    let copy: Arc<TestDatabase> = Arc::new(app.database.copy());
    let keys = app.context.keys.as_ref().clone();
    app.restart(Db::open(copy.url()).expect("the copy"), keys);
    assert_eq!(chain::heads(&app.context).await.expect("the heads"), heads);
    assert!(followers::catch_up(&app.context).await.expect("followed") > 0);
    let status = chain::verify(&app.context, heads).await.expect("a check");
    assert!(
        matches!(status, ChainStatus::Sound { waiting: 0, .. }),
        "{status:?}"
    );
    assert_followed(&app).await;
}
