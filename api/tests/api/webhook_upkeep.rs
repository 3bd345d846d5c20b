//! Webhooks over time: pages of deliveries, what is forgotten, a restored backup, a new key, three nodes.

use crate::database::{TestDatabase, server};
use crate::keys::change_key;
use crate::support::TestApp;
use crate::webhook_receiver::{Watched, deliver, happen, ids, make};
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::{self, Db};
use twostep::programs::webhooks;
use twostep::protection::keyring;
use twostep::upkeep::backup;

/// Pages of deliveries, newest first, without gap or repeat; old ones are forgotten after 30 days.
#[actix_web::test]
async fn deliveries_come_in_pages_and_are_forgotten() {
    let mut watched = Watched::start().await;
    for _ in 0..5 {
        happen(&watched.app, &watched.admin).await;
    }
    deliver(&watched.app).await;
    let sent: BTreeSet<String> = watched
        .receiver
        .take()
        .iter()
        .map(|one| one.id().to_owned())
        .collect();
    let (mut found, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = watched
            .send("GET", &format!("/deliveries{query}"), None)
            .await;
        let items = page["items"].as_array().expect("items");
        found.extend(
            items
                .iter()
                .map(|one| one["id"].as_str().expect("an id").to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert!(found.is_sorted_by(|a, b| a > b), "{found:?}");
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), sent);
    for wrong in ["?limit=0", "?limit=201", "?cursor=x"] {
        let path = format!("/webhooks/{}/deliveries{wrong}", watched.id);
        let answer = watched.app.get(&path, &watched.admin).await;
        answer.refused(422, "invalid_input");
    }
    watched.wait(Duration::from_hours(29 * 24)).await;
    sweep_once(&watched.app.context).await.expect("a sweep");
    assert_eq!(watched.deliveries().await.len(), 5);
    watched.wait(Duration::from_hours(25)).await;
    sweep_once(&watched.app.context).await.expect("a sweep");
    assert_eq!(watched.deliveries().await.len(), 0);
}

/// What happened before a webhook was made is not sent, however late the follower is; nor after it was ended.
#[actix_web::test]
async fn a_webhook_is_told_of_its_own_time_alone() {
    let watched = Watched::start().await;
    deliver(&watched.app).await;
    happen(&watched.app, &watched.admin).await;
    let events = ["api_token.created"];
    make(&watched.app, &watched.admin, &watched.receiver.url, &events).await;
    assert_eq!(deliver(&watched.app).await, 1);
    happen(&watched.app, &watched.admin).await;
    webhooks::follow_all(&watched.app.context)
        .await
        .expect("a database");
    let path = format!("/webhooks/{}", watched.id);
    watched
        .app
        .send("DELETE", &path, &watched.admin, None)
        .await;
    watched.receiver.take();
    assert_eq!(deliver(&watched.app).await, 1, "the other one's alone");
}

/// a backup that comes back sends nothing again: every webhook waits for an administrator, who is shown why,
/// and begins with what happens then.
#[actix_web::test]
async fn a_restored_database_sends_nothing_again() {
    let mut watched = Watched::start().await;
    keyring::key_check(&watched.app.context)
        .await
        .expect("own keys");
    happen(&watched.app, &watched.admin).await;
    webhooks::follow_all(&watched.app.context)
        .await
        .expect("a database");
    happen(&watched.app, &watched.admin).await;
    let copy = watched.app.database.copy();
    assert_eq!(deliver(&watched.app).await, 2);
    watched.receiver.take();
    restore(&mut watched.app, &copy);
    watched.wait(Duration::from_hours(1)).await;
    deliver(&watched.app).await;
    assert!(watched.receiver.take().is_empty());
    assert_eq!(watched.view().await["disabled_cause"], "restored");
    assert_eq!(watched.deliveries().await[0]["state"], "given_up");
    let on = json!({ "status": "active" });
    watched.send("PATCH", "", Some(&on)).await;
    happen(&watched.app, &watched.admin).await;
    assert_eq!(deliver(&watched.app).await, 1);
    assert_eq!(watched.receiver.take().len(), 1);
}

fn restore(app: &mut TestApp, copy: &TestDatabase) {
    let (now, keys) = (app.clock.now(), app.context.keys.as_ref().clone());
    let restored = db::migrate_exclusive(copy.url(), |c| backup::restore(c, &keys, now));
    restored.expect("a database").expect("its keys");
    app.restart(Db::open(copy.url()).expect("the restored one"), keys);
}

/// C-03: a new key seals addresses and secrets again, and what waits is sent under it.
#[actix_web::test]
async fn a_webhook_survives_a_new_key() {
    let mut watched = Watched::start().await;
    let context = &watched.app.context;
    keyring::key_check(context).await.expect("own keys");
    happen(&watched.app, &watched.admin).await;
    let (ring, name) = watched.app.context.keys.with_new_key();
    let ring = ring.activated(&name).expect("a key of the ring");
    let db = watched.app.context.db.clone();
    watched.app.restart(db, ring.clone());
    keyring::activate(&watched.app.context, ring)
        .await
        .expect("noted");
    let mut rekey = keyring::Rekey::start();
    while rekey.step(&watched.app.context).await.expect("a step") {}
    assert!(rekey.done >= 1 && rekey.unreadable.is_empty(), "{rekey:?}");
    let mut again = keyring::Rekey::start();
    while again.step(&watched.app.context).await.expect("a step") {}
    assert_eq!(again.done, 0);
    assert_eq!(deliver(&watched.app).await, 1);
    assert!(watched.receiver.take()[0].is_signed_with(&watched.secret));
}

/// C-03: a key is not removed while the address and the secret of a webhook are sealed under it.
#[actix_web::test]
async fn a_key_waits_for_webhooks() {
    let mut watched = Watched::start().await;
    let context = &watched.app.context;
    keyring::key_check(context).await.expect("own keys");
    let needed = change_key(&mut watched.app).await;
    assert_eq!(needed.webhooks, 1, "{needed:?}");
    assert_eq!(watched.view().await["url"], watched.receiver.url);
}

/// L-03: three nodes follow and send at once: each event arrives once.
#[actix_web::test]
async fn three_nodes_send_each_event_once() {
    if server().is_none() {
        return;
    }
    let watched = Watched::start().await;
    let nodes = [watched.app.another_node(), watched.app.another_node()];
    for _ in 0..20 {
        happen(&watched.app, &watched.admin).await;
    }
    let all = [&watched.app, &nodes[0], &nodes[1]];
    for _ in 0..3 {
        join_all(all.map(deliver)).await;
        watched.app.clock.advance(Duration::from_secs(6));
    }
    let received = watched.receiver.take();
    assert_eq!((received.len(), ids(&received).len()), (20, 20));
}
