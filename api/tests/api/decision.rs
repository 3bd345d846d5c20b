//! What decides about a right code: the statement, and nothing that was read before it. One table of
//! cases for both databases, whose texts differ.

use crate::recovery::agent_with_phone;
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use diesel::sql_query;
use shared_types::time::Time;
use std::sync::mpsc;
use twostep::people::devices::{FreshStep, find_devices};
use twostep::people::members;
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::keys::{MemberKey, SignInKey};
use twostep::platform::db::schema::{audit_events, sign_ins, totp_devices};
use twostep::platform::db::{DbConnection, DbResult, StatementError};
use twostep::platform::origin::Origin;
use twostep::record::audit::{Action, Event};
use twostep::second_step::sign_in::{Decision, consume_codes};

/// What is different from what was read when the statement runs; none of it may give a session.
const CHANGES: [(&str, &str); 7] = [
    (
        "the member got another epoch",
        "UPDATE members SET epoch = epoch + 1",
    ),
    (
        "the member was disabled",
        "UPDATE members SET status = 'disabled'",
    ),
    (
        "the flow ended",
        "UPDATE sign_ins SET state = 'ended' WHERE state = 'flow'",
    ),
    (
        "the flow has a new token",
        "UPDATE sign_ins SET verifier = public_id WHERE state = 'flow'",
    ),
    (
        "the member's epoch was raised and the flow carried over",
        "UPDATE sign_ins SET epoch = epoch + 1 WHERE state = 'flow'",
    ),
    (
        "the flow turned to a new device",
        "UPDATE sign_ins SET replaces_device = TRUE WHERE state = 'flow'",
    ),
    (
        "the flow ran out",
        "UPDATE sign_ins SET expires_at = 1 WHERE state = 'flow'",
    ),
];

/// The same of the device, for whatever a code decides about.
pub(crate) const DEVICE_CHANGES: [(&str, &str); 5] = [
    (
        "the device was switched off",
        "UPDATE totp_devices SET status = 'disabled'",
    ),
    (
        "another device took its place",
        "UPDATE totp_devices SET id = 'another'",
    ),
    (
        "the step was spent",
        "UPDATE totp_devices SET last_step = 9000000000",
    ),
    (
        "a hundred codes were wrong",
        "UPDATE totp_devices SET failures = 100",
    ),
    (
        "the device is blocked",
        "UPDATE totp_devices SET blocked_until = 1",
    ),
];

/// What stands in the tables: sessions, the newest step and the rows of the record.
type Tables = (i64, i64, i64);

fn tables(connection: &mut DbConnection) -> DbResult<Tables> {
    let sessions = sign_ins::table.filter(sign_ins::state.eq("session"));
    Ok((
        sessions.count().get_result(connection)?,
        totp_devices::table
            .select(totp_devices::last_step)
            .get_result(connection)?,
        audit_events::table.count().get_result(connection)?,
    ))
}

/// The decision about a right code of the agent, as it is read now.
fn decision(
    connection: &mut DbConnection,
    flow_token: &str,
    member: MemberKey,
    now: Time,
) -> DbResult<Decision> {
    let flow = token::presented(TokenKind::Flow, flow_token).expect("a flow's token");
    let member = members::find(connection, member)?.expect("the agent");
    let devices = find_devices(connection, member.reference())?;
    let device = devices.totp().expect("a phone");
    Ok(Decision {
        sign_in: SignInKey::of(flow.selector),
        verifier: *flow.verifier(),
        epoch: member.epoch,
        fresh: FreshStep {
            device: device.key,
            id: device.id,
            step: now.seconds() / 30 + 1,
        },
        renewed: token::renew(TokenKind::Session, flow.selector).verifier,
        member: member.key,
        known_browser: None,
        browser: None,
        event: Event::own(member.organization.id, member.id, Action::SignInFinished),
    })
}

/// How many flows became sessions, and the tables before and after; nothing of it stays.
async fn decided_after(app: &TestApp, flow: &str, change: &'static str) -> (usize, Tables, Tables) {
    let (told, outcome) = mpsc::channel();
    let (flow, now) = (flow.to_owned(), app.clock.now());
    let write = move |connection: &mut DbConnection| {
        let member = sign_ins::table
            .filter(sign_ins::state.eq("flow"))
            .select(sign_ins::member)
            .get_result(connection)?;
        let decision = decision(connection, &flow, member, now)?;
        assert!(sql_query(change).execute(connection)? > 0, "{change}");
        let before = tables(connection)?;
        let origin = Origin::of_host();
        let decided = consume_codes(connection, &[(&origin, &decision)], now)?;
        told.send((decided.len(), before, tables(connection)?))
            .expect("it listens");
        Err::<(), _>(StatementError::RollbackTransaction)
    };
    app.context.db.write(write).await.expect_err("taken back");
    outcome.recv().expect("an outcome")
}

/// T-02, T-05: the conditions of the statement decide. Whatever changed after the code was read, the
/// code spends nothing, gives no session and leaves no row; unchanged, it does all three.
#[actix_web::test]
async fn what_was_read_before_decides_nothing() {
    let (app, _, _) = agent_with_phone().await;
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    for (what, change) in CHANGES.into_iter().chain(DEVICE_CHANGES) {
        let (decided, before, after) = decided_after(&app, &flow, change).await;
        assert_eq!((decided, after), (0, before), "{what}");
    }
    let same = "UPDATE totp_devices SET failures = 4";
    let (decided, before, after) = decided_after(&app, &flow, same).await;
    assert_eq!(decided, 1);
    assert_eq!((after.0, after.2), (before.0 + 1, before.2 + 1));
    assert!(after.1 > before.1, "the step is spent");
}
