//! What decides about a right code that a program asks about: the statement, and nothing that was read before it. One
//! table of cases for both databases, whose texts differ.

use crate::api_tokens::token;
use crate::attacks::other_administrator;
use crate::decision::DEVICE_CHANGES;
use crate::recovery::agent_with_phone;
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use diesel::sql_query;
use shared_types::ids::VerificationId;
use shared_types::organizations::OrganizationKind;
use shared_types::time::Time;
use shared_types::verifications::VerificationResult;
use std::sync::mpsc;
use twostep::people::devices::{FreshStep, find_devices};
use twostep::people::members::{self, Named};
use twostep::platform::db::keys::{ApiTokenKey, MemberKey, OrganizationKey};
use twostep::platform::db::schema::{
    api_tokens, audit_events, members as people, totp_devices, verifications,
};
use twostep::platform::db::{DbConnection, DbResult, StatementError};
use twostep::platform::origin::Origin;
use twostep::programs::verifications::{
    Accepted, Decision, NewVerification, Operation, Whom, consume_steps, find_members_once,
};
use twostep::protection::throttle;
use twostep::record::audit::{Action, Event};
use uuid::Uuid;

/// What is different from what was read when the statement runs; none of it may give a yes.
const CHANGES: [(&str, &str); 9] = [
    (
        "the member was disabled",
        "UPDATE members SET status = 'disabled' WHERE role = 'agent'",
    ),
    (
        "the member is invited",
        "UPDATE members SET status = 'invited' WHERE role = 'agent'",
    ),
    (
        "the owner was disabled",
        "UPDATE members SET status = 'disabled' WHERE role = 'admin'",
    ),
    (
        "the owner was demoted",
        "UPDATE members SET role = 'helpdesk' WHERE role = 'admin'",
    ),
    ("the token was ended", "DELETE FROM api_tokens"),
    ("the token ran out", "UPDATE api_tokens SET expires_at = 1"),
    (
        "the token was suspended",
        "UPDATE api_tokens SET suspended_at = 1",
    ),
    (
        "the token was taken over without a second step",
        "UPDATE api_tokens SET aal = 1",
    ),
    ("there is no device", "DELETE FROM totp_devices"),
];

/// What stands in the tables: answers, the newest step and the rows of the record.
type Tables = (i64, Option<i64>, i64);

fn tables(connection: &mut DbConnection) -> DbResult<Tables> {
    let steps = totp_devices::table.select(totp_devices::last_step);
    Ok((
        verifications::table.count().get_result(connection)?,
        steps.get_result(connection).optional()?,
        audit_events::table.count().get_result(connection)?,
    ))
}

/// The decision about a right code of the agent, as it is read now.
fn decision(connection: &mut DbConnection, now: Time) -> DbResult<(Decision, OrganizationKey)> {
    let key: MemberKey = people::table
        .filter(people::email.eq(AGENT))
        .select(people::key)
        .get_result(connection)?;
    let member = members::find(connection, key)?.expect("the agent");
    let devices = find_devices(connection, member.reference())?;
    let device = devices.totp().expect("a phone");
    let token: ApiTokenKey = api_tokens::table
        .select(api_tokens::key)
        .get_result(connection)?;
    let decision = Decision {
        id: VerificationId(Uuid::nil()),
        token,
        member: member.key,
        member_id: member.id,
        fresh: FreshStep {
            device: device.key,
            id: device.id,
            step: now.seconds() / 30 + 1,
        },
        asked_by: "client:1".to_owned(),
        for_member: throttle::program_failing_for_member(member.id, "client:1"),
        of_programs: throttle::programs_failing_for_member(member.id),
        event: Event::own(
            member.organization.id,
            member.id,
            Action::VerificationAnswered,
        ),
        kind: OrganizationKind::Live,
    };
    Ok((decision, member.organization.key))
}

/// A change, made of what was read.
type Change = Box<dyn Fn(&Decision) -> String + Send>;

/// How many answers were a yes, and the tables before and after; nothing of it stays.
async fn decided_after(app: &TestApp, change: Change) -> (usize, Tables, Tables) {
    let (told, outcome) = mpsc::channel();
    let now = app.clock.now();
    let write = move |connection: &mut DbConnection| {
        let (decision, organization) = decision(connection, now)?;
        // As an administrator with a phone makes it.
        sql_query("UPDATE api_tokens SET aal = 2").execute(connection)?;
        let change = change(&decision);
        assert!(sql_query(&change).execute(connection)? > 0, "{change}");
        let before = tables(connection)?;
        let (origin, operation) = (Origin::of_host(), Operation::default());
        let accepted = Accepted {
            origin: &origin,
            kept: NewVerification {
                id: decision.id,
                organization,
                member: decision.member_id,
                asked_by: &decision.asked_by,
                result: VerificationResult::Accepted,
                operation: &operation,
            },
            decision: &decision,
        };
        let decided = consume_steps(connection, &[accepted], now)?;
        told.send((decided.len(), before, tables(connection)?))
            .expect("it listens");
        Err::<(), _>(StatementError::RollbackTransaction)
    };
    let taken_back = app.context.db.write(write).await.expect_err("taken back");
    let outcome = outcome.recv();
    outcome.unwrap_or_else(|_| panic!("no outcome: {taken_back:?}"))
}

fn count_wrong(name: &str) -> String {
    format!(
        "INSERT INTO limits (name, events, failures, blocked_until, updated_at) \
         VALUES ('{name}', '', 0, 0, 0)"
    )
}

/// T-02, K-02, L-02: the conditions of the statement decide. Whatever changed after the code was read, the code spends
/// nothing, nothing is kept and no row is left; unchanged, all three are done.
#[actix_web::test]
async fn what_was_read_before_gives_no_yes() {
    let (app, admin, _) = agent_with_phone().await;
    token(&app, &admin, &["verifications:write"]).await;
    for (what, change) in CHANGES.into_iter().chain(DEVICE_CHANGES) {
        let change: Change = Box::new(|_| change.to_owned());
        let (decided, before, after) = decided_after(&app, change).await;
        assert_eq!((decided, after), (0, before), "{what}");
    }
    let counters: [(&str, Change); 2] = [
        (
            "the program",
            Box::new(|read| count_wrong(&read.for_member)),
        ),
        (
            "all programs",
            Box::new(|read| count_wrong(&read.of_programs)),
        ),
    ];
    for (whose, change) in counters {
        let (decided, before, after) = decided_after(&app, change).await;
        assert_eq!((decided, after), (0, before), "a wrong code of {whose}");
    }
    let same: [Change; 2] = [
        Box::new(|_| "UPDATE totp_devices SET failures = 4".to_owned()),
        Box::new(|read| {
            count_wrong(&throttle::program_failing_for_member(
                read.member_id,
                "other",
            ))
        }),
    ];
    for change in same {
        let (decided, before, after) = decided_after(&app, change).await;
        assert_eq!(decided, 1);
        assert_eq!((after.0, after.2), (before.0 + 1, before.2 + 1));
        assert!(after.1 > before.1, "the step is spent");
    }
}

/// K-02: of questions that are answered together each finds members of its own organization alone.
#[actix_web::test]
async fn nobody_is_found_for_another_organization() {
    let (app, _, _) = agent_with_phone().await;
    other_administrator(&app).await;
    let find = |connection: &mut DbConnection| {
        let keys: Vec<MemberKey> = people::table.select(people::key).load(connection)?;
        let mut everybody = Vec::new();
        for key in keys {
            everybody.extend(members::find(connection, key)?);
        }
        let agent = everybody.iter().find(|one| one.email == AGENT);
        let here = agent.expect("the agent").organization.key;
        let stranger = everybody.iter().find(|one| one.organization.key != here);
        let there = stranger.expect("a stranger").organization.key;
        let agent = Named::Id(agent.expect("the agent").id);
        let stranger = Named::Id(stranger.expect("a stranger").id);
        let whom = |organization, named| Whom {
            organization,
            named,
        };
        let asked = [
            whom(there, &agent),
            whom(here, &stranger),
            whom(here, &agent),
        ];
        let found = find_members_once(connection, &asked)?;
        Ok(found.iter().map(Option::is_some).collect::<Vec<_>>())
    };
    let found = app.context.db.read(find).await.expect("a database");
    assert_eq!(found, [false, false, true]);
}
