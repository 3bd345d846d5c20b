//! Fifty requests at one instant: one decision, one winner.

use crate::recovery::agent_with_phone;
use crate::rows::count_sessions_with_code;
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use diesel::prelude::*;
use diesel::sql_query;
use futures_util::future::join_all;
use serde_json::json;
use shared_types::secret::Secret;
use std::mem::discriminant;
use std::sync::mpsc;
use std::time::Duration;
use twostep::people::devices::{self, DeviceKind};
use twostep::people::members::find_for_change;
use twostep::platform::crypto::code::Code;
use twostep::platform::db::keys::MemberKey;
use twostep::platform::db::schema::{members, pending_totp_devices, totp_devices};
use twostep::platform::db::{DbConnection, StatementError};
use twostep::platform::origin::Origin;
use twostep::second_step::proofs::{CodeAttempt, Presenter, ProofKind, ProofOutcome, check_code};

pub(crate) const PARALLEL: usize = 50;

pub(crate) fn count(answers: &[Answer], status: u16) -> usize {
    answers
        .iter()
        .filter(|answer| answer.status == status)
        .count()
}

/// T-02: one code, fifty times on one flow: exactly one session.
#[actix_web::test]
async fn one_code_on_one_flow_gives_one_session() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    for _ in 0..100 {
        app.clock.advance(Duration::from_mins(1));
        let flow = app.sign_in(ADMIN).await.text("/flow_token");
        let body = json!({ "code": phone.code(&app.clock) });
        let answers =
            join_all((0..PARALLEL).map(|_| app.post("/sign-in/code", &flow, &body))).await;
        assert_eq!(count(&answers, 200), 1);
        assert_eq!(count(&answers, 401), PARALLEL - 1);
    }
    let made = app.context.db.read(count_sessions_with_code);
    assert_eq!(made.await.expect("a count"), 101);
}

/// T-03: one code on as many flows as may live: exactly one session.
#[actix_web::test]
async fn one_code_on_many_flows_gives_one_session() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let mut flows = Vec::new();
    for _ in 0..10 {
        flows.push(app.sign_in(ADMIN).await.text("/flow_token"));
    }
    let body = json!({ "code": phone.code(&app.clock) });
    let tries = (0..PARALLEL).map(|n| app.post("/sign-in/code", &flows[n % flows.len()], &body));
    assert_eq!(count(&join_all(tries).await, 200), 1);
}

/// T-03: the same when all tries are looked at in one and the same group, which reads everything
/// before it decides anything.
#[actix_web::test]
async fn one_code_in_one_group_gives_one_session() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_mins(1));
    let mut flows = Vec::new();
    for _ in 0..10 {
        flows.push(app.sign_in(ADMIN).await.text("/flow_token"));
    }
    let body = json!({ "code": phone.code(&app.clock) });
    let (busy, ends): (Vec<_>, Vec<_>) = (0..WRITERS).map(|_| keep_busy(&app)).unzip();
    let tries = flows
        .iter()
        .map(|flow| app.post("/sign-in/code", flow, &body));
    let free = async {
        // Long enough for every try to stand in the line.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        drop(ends);
    };
    let (_, answers, ()) = tokio::join!(join_all(busy), join_all(tries), free);
    assert_eq!(count(&answers, 200), 1);
}

/// As many changes at a time as a node makes.
pub(crate) const WRITERS: usize = 8;

/// A change that lasts until the sender is dropped.
pub(crate) fn keep_busy(app: &TestApp) -> (impl Future<Output = ()> + use<>, mpsc::Sender<()>) {
    let (end, ended) = mpsc::channel();
    let db = app.context.db.clone();
    let busy = async move {
        let wait = move |_: &mut DbConnection| Ok(ended.recv().is_ok());
        assert!(!db.write(wait).await.expect("a write"));
    };
    (busy, end)
}

/// L-02: fifty wrong codes at once: five are looked at.
#[actix_web::test]
async fn parallel_guesses_never_pass_the_limit() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let mut flows = Vec::new();
    for _ in 0..10 {
        flows.push(app.sign_in(ADMIN).await.text("/flow_token"));
    }
    let body = json!({ "code": phone.wrong_code(&app.clock) });
    let tries = (0..PARALLEL).map(|n| app.post("/sign-in/code", &flows[n % flows.len()], &body));
    let answers = join_all(tries).await;
    let looked_at = answers
        .iter()
        .filter(|a| a.body["code"] == "invalid_code")
        .count();
    assert_eq!(looked_at, 5);
    assert_eq!(count(&answers, 429), PARALLEL - 5);
}

/// E-04: one e-mailed code, fifty times: one proof, one pending device.
#[actix_web::test]
async fn one_emailed_code_proves_once() {
    let (app, admin) = TestApp::with_admin().await;
    let flow = app
        .send("POST", "/me/enrollment", &admin, None)
        .await
        .text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    let body = json!({ "code": app.newest_mail("email_verification").await["content"]["code"] });
    let tries = (0..PARALLEL).map(|_| app.post("/enrollment/email/verify", &flow, &body));
    assert_eq!(count(&join_all(tries).await, 200), 1);
    let shown = join_all((0..PARALLEL).map(|_| app.get("/enrollment/device", &flow))).await;
    assert!(
        shown
            .windows(2)
            .all(|pair| pair[0].body["secret"] == pair[1].body["secret"])
    );
    let pending = app
        .context
        .db
        .read(|c| pending_totp_devices::table.count().get_result::<i64>(c));
    assert_eq!(pending.await.expect("a count"), 1);
}

/// D-08: two enrollments confirmed at once: the first wins, one device is active.
#[actix_web::test]
async fn the_first_confirmation_wins() {
    let (app, admin) = TestApp::with_admin().await;
    let mut tries = Vec::new();
    for _ in 0..2 {
        app.clock.advance(Duration::from_mins(1));
        let flow = app
            .send("POST", "/me/enrollment", &admin, None)
            .await
            .text("/flow_token");
        app.prove_mailbox(&flow).await;
        let secret = app.get("/enrollment/device", &flow).await.text("/secret");
        tries.push((flow, crate::support::Phone::scan(&secret)));
    }
    let (server, tries) = (&app, &tries);
    let answers = join_all((0..PARALLEL).map(|n| {
        let (flow, phone) = &tries[n % 2];
        let body = json!({ "code": phone.code(&app.clock) });
        async move { server.post("/enrollment/device/confirm", flow, &body).await }
    }));
    assert_eq!(count(&answers.await, 200), 1);
    let all = app.context.db.read(|c| {
        totp_devices::table
            .select(totp_devices::status)
            .load::<String>(c)
    });
    assert_eq!(
        all.await
            .expect("statuses")
            .iter()
            .filter(|s| *s == "active")
            .count(),
        1
    );
}

/// A-04 (race): two administrators demote, disable and remove each other and themselves, fifty times at
/// once: at least one of them is left who can sign in.
#[actix_web::test]
async fn administrators_cannot_remove_the_last_of_them() {
    for round in 0..4 {
        let (app, first) = TestApp::with_admin().await;
        let second_id = app.invite(&first, "two@example.com", "admin").await;
        let second = app.session_of("two@example.com").await;
        let first_id = app.get("/me", &first).await.text("/id");
        let (a, b) = (
            format!("/members/{second_id}"),
            format!("/members/{first_id}"),
        );
        let changes = [
            ("PATCH", Some(json!({ "role": "agent" }))),
            ("PATCH", Some(json!({ "status": "disabled" }))),
            ("DELETE", None),
        ];
        let pairs = [(&first, &a), (&second, &b), (&first, &b), (&second, &a)];
        let tries = (0..PARALLEL).map(|n| {
            // One change alone in three of the rounds, all of them mixed in the last.
            let (method, body) = &changes[if round < 3 { round } else { n % 3 }];
            // Each other only, or themselves too.
            let (session, path) = pairs[n % if round == 3 { 4 } else { 2 }];
            app.send(method, path, session, body.as_ref())
        });
        join_all(tries).await;
        let left = app.context.db.read(|c| {
            members::table
                .filter(members::role.eq("admin"))
                .filter(members::status.eq("active"))
                .count()
                .get_result::<i64>(c)
        });
        assert!(left.await.expect("a count") >= 1, "round {round}");
    }
}

/// A-04, D-14: who is disabled while accepting an invitation stays disabled, whichever comes first.
#[actix_web::test]
async fn an_invitation_does_not_undo_a_disabling() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe", "role": "agent" });
    let path = format!(
        "/members/{}",
        app.post("/members", &admin, &body).await.text("/id")
    );
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let accept = json!({ "token": token, "password": PASSWORD });
    let disable = json!({ "status": "disabled" });
    // Accepting hashes a password first, so the other change lands in the middle of it.
    let (accepted, disabled) = tokio::join!(
        app.post("/invitations/accept", "", &accept),
        app.send("PATCH", &path, &admin, Some(&disable)),
    );
    disabled.ok();
    assert!(matches!(accepted.status, 200 | 204 | 401), "{accepted:?}");
    assert_eq!(app.get(&path, &admin).await.text("/status"), "disabled");
    app.sign_in(AGENT).await.refused(401, "invalid_credentials");
}

/// P-05, S-08: a session that is ended while it changes its password is not carried over.
#[actix_web::test]
async fn a_new_password_does_not_revive_its_session() {
    let (app, admin) = TestApp::with_admin().await;
    let path = format!("/members/{}", app.invite(&admin, AGENT, "agent").await);
    let session = app.session_of(AGENT).await;
    let change = json!({ "current_password": PASSWORD, "new_password": "copper lantern orchard" });
    let (disable, activate) = (
        json!({ "status": "disabled" }),
        json!({ "status": "active" }),
    );
    let ends = async {
        app.send("PATCH", &path, &admin, Some(&disable)).await.ok();
        app.send("PATCH", &path, &admin, Some(&activate)).await.ok();
    };
    tokio::join!(app.post("/me/password", &session, &change), ends);
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
}

/// T-01, L-03: whatever changes a device between the read and the guarded UPDATE, the answer says
/// what it did: a disabled or removed device is none, a spent step was used, a delay throttles.
#[actix_web::test]
async fn a_lost_race_is_told_as_it_was_lost() {
    let (app, _, phone) = agent_with_phone().await;
    let used = ProofOutcome::AlreadyUsed {
        next_code_in_seconds: 0,
    };
    let throttled = ProofOutcome::Throttled {
        wait: Duration::ZERO,
    };
    for (change, right, wrong) in [
        (
            "UPDATE totp_devices SET status = 'disabled'",
            ProofOutcome::NoDevice,
            ProofOutcome::NoDevice,
        ),
        (
            "DELETE FROM totp_devices",
            ProofOutcome::NoDevice,
            ProofOutcome::NoDevice,
        ),
        // The first of a new slot of delays, and until long after now.
        (
            "UPDATE totp_devices SET failures = 5, blocked_until = 9000000000000000",
            throttled,
            throttled,
        ),
        (
            "UPDATE totp_devices SET last_step = 9000000000",
            used,
            ProofOutcome::Wrong {
                failures: 1,
                next_code_in_seconds: 0,
                delay: Duration::ZERO,
                is_of_former: false,
            },
        ),
    ] {
        for (code, expected) in [
            (phone.code(&app.clock), right),
            (phone.wrong_code(&app.clock), wrong),
        ] {
            let code = Code::parse(&Secret::new(code)).expect("six digits");
            let outcome = outcome_after(&app, change, code).await;
            assert_eq!(
                discriminant(&outcome),
                discriminant(&expected),
                "{change}: {outcome:?}"
            );
        }
    }
}

/// What a code is told when `change` comes right after the devices were read. Nothing of it stays.
async fn outcome_after(app: &TestApp, change: &'static str, code: Code) -> ProofOutcome {
    let (context, (told, outcome)) = (app.context.clone(), mpsc::channel());
    let write = move |connection: &mut DbConnection| {
        let key: MemberKey = members::table
            .filter(members::role.eq("agent"))
            .select(members::key)
            .get_result(connection)?;
        let member = find_for_change(connection, key)?.expect("the agent");
        let read = devices::find_devices(connection, member.reference())?;
        assert_eq!(sql_query(change).execute(connection)?, 1);
        let attempt = CodeAttempt {
            presenter: Presenter::Member(None),
            origin: &Origin::of_host(),
            ends_sign_in: false,
            flow: None,
            member: &member,
            devices: &read,
            kind: ProofKind::Device(DeviceKind::Totp),
            code: &code,
        };
        let outcome = check_code(connection, &context, attempt)?;
        told.send(outcome).expect("it listens");
        Err::<(), _>(StatementError::RollbackTransaction)
    };
    app.context.db.write(write).await.expect_err("taken back");
    outcome.recv().expect("an outcome")
}
