//! Three nodes on one PostgreSQL: whatever decides about codes, sessions and members is shared.

use crate::database::server;
use crate::rows::count_sessions_with_code;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;
use twostep::messages::mail::{MailTransport, Mailbox, deliver_due};
use twostep::platform::context::Context;
use twostep::platform::db::schema::{outbox, totp_devices};
use twostep::platform::db::server_time;
use twostep::platform::origin::Origin;
use twostep::protection::keyring;
use twostep::record::audit::{self, Action, Event};
use twostep::record::chain::{self, ChainStatus};
use twostep::record::followers;

const PARALLEL: usize = 50;

/// An installation of three nodes and its administrator; none where there is only a file.
pub(crate) async fn three_nodes() -> Option<([TestApp; 3], String)> {
    server()?;
    let (first, admin) = TestApp::with_admin().await;
    let others = (first.another_node(), first.another_node());
    Some(([first, others.0, others.1], admin))
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|a| a.status == status).count()
}

/// T-04: one code, fifty times over three nodes, on one flow and on many: one session.
#[actix_web::test]
async fn one_code_over_three_nodes_gives_one_session() {
    let Some((nodes, admin)) = three_nodes().await else {
        return;
    };
    let (phone, _) = nodes[0].set_up_phone(&admin).await;
    for live_flows in [1, 10] {
        nodes[0].clock.advance(Duration::from_mins(1));
        let mut flows = Vec::new();
        for n in 0..live_flows {
            flows.push(nodes[n % 3].sign_in(ADMIN).await.text("/flow_token"));
        }
        let body = json!({ "code": phone.code(&nodes[0].clock) });
        let post = |n: usize| nodes[n % 3].post("/sign-in/code", &flows[n % live_flows], &body);
        let mut answers = join_all((0..PARALLEL).map(post)).await;
        assert_eq!(count(&answers, 200), 1);
        // The 24 writers of three nodes wait for one member's lock, none of them longer than a
        // second. On a busy machine that is too short for the last ones: the same try comes again.
        for (n, answer) in answers.iter_mut().enumerate() {
            if answer.status == 503 {
                *answer = post(n).await;
            }
        }
        assert_eq!(count(&answers, 401), PARALLEL - 1, "{answers:?}");
    }
    let made = nodes[0].context.db.read(count_sessions_with_code);
    assert_eq!(made.await.expect("a count"), 3);
}

/// L-01 (nodes), L-03 (nodes): wrong codes on three nodes: five are looked at, and a node that starts later knows it.
#[actix_web::test]
async fn a_limit_holds_over_all_nodes() {
    let Some((nodes, admin)) = three_nodes().await else {
        return;
    };
    let (phone, _) = nodes[0].set_up_phone(&admin).await;
    let mut flows = Vec::new();
    for n in 0..10 {
        flows.push(nodes[n % 3].sign_in(ADMIN).await.text("/flow_token"));
    }
    let body = json!({ "code": phone.wrong_code(&nodes[0].clock) });
    let tries = (0..PARALLEL).map(|n| nodes[n % 3].post("/sign-in/code", &flows[n % 10], &body));
    let answers = join_all(tries).await;
    let is_looked_at = |answer: &&Answer| answer.body["code"] == "invalid_code";
    assert_eq!(
        answers.iter().filter(is_looked_at).count(),
        5,
        "{answers:?}"
    );
    let late = nodes[0].another_node();
    drop(nodes);
    let flow = late.sign_in(ADMIN).await.text("/flow_token");
    let right = json!({ "code": phone.code(&late.clock) });
    late.post("/sign-in/code", &flow, &right)
        .await
        .refused(429, "throttled");
}

/// S-07 (nodes), S-08 (nodes), S-10: what ends on one node has ended on the others at the next request.
#[actix_web::test]
async fn an_end_on_one_node_is_an_end_on_all() {
    let Some(([a, b, c], admin)) = three_nodes().await else {
        return;
    };
    let jo = a.invite(&admin, AGENT, "agent").await;
    let session = a.session_of(AGENT).await;
    b.get("/me", &session).await.ok();
    assert_eq!(
        a.send("DELETE", "/session", &session, None).await.status,
        204
    );
    b.get("/me", &session).await.refused(401, "unauthenticated");

    let session = c.session_of(AGENT).await;
    let body = json!({ "status": "disabled" });
    let path = format!("/members/{jo}");
    a.send("PATCH", &path, &admin, Some(&body)).await.ok();
    c.get("/me", &session).await.refused(401, "unauthenticated");
    b.sign_in(AGENT).await.refused(401, "invalid_credentials");

    let body = json!({ "status": "active" });
    a.send("PATCH", &path, &admin, Some(&body)).await.ok();
    let session = b.session_of(AGENT).await;
    let (_, admin) = a.set_up_phone(&admin).await;
    let version = b.get("/policy", &admin).await.ok().body["version"].clone();
    let body = json!({ "two_step": "required", "version": version });
    c.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    b.get("/me/sessions", &session)
        .await
        .refused(403, "second_step_required");
}

/// a node that is lost takes no session with it, and no count.
#[actix_web::test]
async fn a_lost_node_takes_nothing_along() {
    let Some(([a, b, _c], admin)) = three_nodes().await else {
        return;
    };
    let (phone, session) = a.set_up_phone(&admin).await;
    let flow = a.sign_in(ADMIN).await.text("/flow_token");
    drop(a);
    b.get("/me", &session).await.ok();
    b.code_session(&flow, &phone).await;
}

/// M-05: three senders at once: every mail is taken by one of them.
#[actix_web::test]
async fn every_mail_is_sent_by_one_node() {
    let Some((nodes, admin)) = three_nodes().await else {
        return;
    };
    for n in 0..20 {
        let email = format!("m{n}@example.com");
        let body = json!({ "email": email, "display_name": "Jo Doe", "role": "agent" });
        nodes[n % 3].post("/members", &admin, &body).await.ok();
    }
    let senders = nodes.iter().map(|node| async move {
        deliver_due(&node.context, &MailTransport::Mailbox(Mailbox::new())).await
    });
    let sent: Vec<usize> = join_all(senders).await;
    assert_eq!(sent.iter().sum::<usize>(), 20, "{sent:?}");
    let again = nodes[0].context.db.read(|c| {
        let tried_again =
            outbox::table.filter(outbox::attempts.ne(1).or(outbox::sent_at.is_null()));
        tried_again.count().get_result::<i64>(c)
    });
    assert_eq!(again.await.expect("a count"), 0);
}

/// G-05: three sealers among fifty changes: one chain, without a gap.
#[actix_web::test]
async fn three_sealers_make_one_chain() {
    let Some((nodes, _)) = three_nodes().await else {
        return;
    };
    // Refusals for a limit have one row together, so each change here is a record by itself.
    let changes = (0..PARALLEL).map(|n| {
        let context = &nodes[n % 3].context;
        let (now, event) = (
            context.clock.now(),
            Event::anonymous(Action::PasswordChecked),
        );
        context
            .db
            .write(move |c| audit::record(c, now, &Origin::of_host(), &event))
    });
    let seals = nodes.iter().map(|node| async move {
        for _ in 0..20 {
            // Another node, or a change under way, may be in the way: then the next one seals.
            drop(followers::catch_up(&node.context).await);
        }
    });
    tokio::join!(join_all(changes), join_all(seals));
    followers::catch_up(&nodes[0].context)
        .await
        .expect("followed");
    let verdict = chain::verify(&nodes[1].context, Vec::new()).await;
    let ChainStatus::Sound {
        sealed, waiting: 0, ..
    } = verdict.expect("a verdict")
    else {
        panic!("the chain is broken");
    };
    assert!(sealed > 50, "{sealed}");
}

/// G-05: a change that began earlier and ends later is not passed over.
#[actix_web::test]
async fn a_slow_change_keeps_its_place_in_the_chain() {
    let Some(([a, b, _c], _)) = three_nodes().await else {
        return;
    };
    let (has_written, written) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let (db, now) = (a.context.db.clone(), a.clock.now());
    let slow = tokio::spawn(async move {
        db.write(move |connection| {
            let event = Event::anonymous(Action::CountsRepaired);
            audit::record(connection, now, &Origin::of_host(), &event)?;
            has_written.send(()).expect("it listens");
            may_go_on.recv().expect("it is let go");
            Ok(())
        })
        .await
    });
    written.await.expect("the slow change has its place");
    b.sign_in("nobody@example.com")
        .await
        .refused(401, "invalid_credentials");
    let early = followers::catch_up(&b.context).await;
    assert_eq!(early.expect("a read"), 0, "an earlier row may still come");
    go_on.send(()).expect("it waits");
    slow.await.expect("no panic").expect("a commit");
    followers::catch_up(&b.context).await.expect("followed");
    let verdict = chain::verify(&a.context, Vec::new())
        .await
        .expect("a verdict");
    assert!(
        matches!(verdict, ChainStatus::Sound { waiting: 0, .. }),
        "{verdict:?}"
    );
}

/// a node whose clock is off says that it cannot serve.
#[actix_web::test]
async fn a_node_with_a_wrong_clock_is_not_ready() {
    let Some(([a, ..], _)) = three_nodes().await else {
        return;
    };
    let theirs = a.context.db.read(server_time).await.expect("an answer");
    a.clock.set(theirs.expect("a server has a clock"));
    assert_eq!(a.readyz().await.status, 200);
    a.clock.advance(Duration::from_secs(8));
    a.readyz().await.refused(503, "unavailable");
}

/// C-03: a key is not struck off while another node is about to store what it sealed.
#[actix_web::test]
async fn a_key_waits_for_what_is_sealed_under_it() {
    let Some(([a, b, _c], admin)) = three_nodes().await else {
        return;
    };
    keyring::key_check(&a.context).await.expect("own keys");
    a.set_up_phone(&admin).await;
    let ring = a.context.keys.with_new_key().0.activated("k2");
    let new = Context {
        keys: ring.expect("a new key").into(),
        ..b.context.clone()
    };
    keyring::activate(&new, new.keys.as_ref().clone())
        .await
        .expect("noted");
    let read = |c: &mut _| {
        totp_devices::table
            .select(totp_devices::secret)
            .first::<Vec<u8>>(c)
    };
    let old = a.context.db.read(read).await.expect("a device");
    crate::keys::rekey(&new).await;
    let (has_begun, begun) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let storing = a.context.db.write(move |connection| {
        keyring::require_known(connection, &old)?;
        has_begun.send(()).expect("it listens");
        may_go_on.recv().expect("it is let go");
        diesel::update(totp_devices::table)
            .set(totp_devices::secret.eq(old))
            .execute(connection)
    });
    let removing = async {
        begun.await.expect("it has begun");
        let early = keyring::remove(&new, "k1".into()).await;
        go_on.send(()).expect("it waits");
        early
    };
    let (stored, early) = tokio::join!(storing, removing);
    assert_eq!(stored.expect("a change"), 1);
    early.expect_err("it waited, and gave up");
    let late = keyring::remove(&new, "k1".into()).await;
    late.expect("an answer").expect_err("k1 is needed");
}
