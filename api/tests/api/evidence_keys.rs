//! The keys that sign the daily heads of the audit record: public for ever.

use crate::audit_events::follow;
use crate::audit_exports::export;
use crate::daily_heads::{
    DAY, FIRST_DAY, KEY_SET, a_busy_hour, days, evidence, flaw, part, sign, signed, three_days,
};
use crate::keys::change_key;
use crate::rows::details_of;
use crate::signing_keys::{issue, kids};
use crate::support::{AGENT, TestApp};
use diesel::prelude::*;
use serde_json::json;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::schema::evidence_keys;
use twostep::platform::db::{self, Db, DbConnection};
use twostep::protection::keyring;
use twostep::protection::signing::{self, Rotation};
use twostep::record::audit::Action;
use twostep::record::chain::ExportFlaw;
use twostep::upkeep::backup;

/// J-04 (evidence keys): a purpose of their own, public parts only, one kid never for both sets, and cached as the
/// other set is.
#[actix_web::test]
async fn the_evidence_keys_are_public() {
    let app = TestApp::start();
    issue(&app.context).await;
    let answer = app.finish(app.at("GET", KEY_SET)).await.ok();
    assert_eq!(answer.headers["cache-control"], "public, max-age=300");
    let etag = answer.headers["etag"].to_str().expect("a text").to_owned();
    let [key] = &answer.body["keys"].as_array().expect("keys")[..] else {
        panic!("one key: {answer:?}");
    };
    let expected = json!({
        "kty": "OKP", "crv": "Ed25519", "x": key["x"], "kid": key["kid"], "alg": "EdDSA",
        "use": "sig", "iat": app.clock.now().seconds(),
    });
    assert_eq!(key, &expected);
    assert!(
        !kids(&app)
            .await
            .iter()
            .any(|kid| key["kid"] == kid.as_str())
    );
    let again = app.at("GET", KEY_SET).header("if-none-match", etag);
    assert_eq!(app.finish(again).await.status, 304);
}

/// J-04 (evidence keys), G-07, R-10: after rotations with notice and at once, pruning and a restore every key is
/// still published, with the time of its end, and what it signed is proved; the newest signs.
#[actix_web::test]
async fn an_evidence_key_is_public_for_ever() {
    let (mut app, admin) = three_days().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let file = export(&app, &admin, "").await;
    let first = evidence(&app).await.keys[0].clone();
    for (n, rotation) in [Rotation::Announced, Rotation::AtOnce]
        .into_iter()
        .enumerate()
    {
        app.clock.advance(Duration::from_secs(1));
        let rotated = signing::rotate(&app.context, rotation).await;
        let rotated = rotated.expect("a rotation");
        let ended = app.clock.now().seconds();
        let keys = evidence(&app).await.keys;
        assert_eq!(keys.len(), n + 2);
        assert_eq!(keys[0].jwk, first.jwk);
        assert_eq!((keys[n].exp, keys[n + 1].exp), (Some(ended), None));
        assert_eq!(keys[n + 1].jwk.kid, rotated.evidence_kid);
        a_busy_hour(&app, n + 10).await;
        app.clock.advance(DAY);
        assert_eq!(sign(&app).await, 2);
        let newest = signed(&app).await.pop().expect("a head");
        assert_eq!(part(&newest, 0)["kid"], rotated.evidence_kid);
    }
    assert_eq!(flaw(&app, &file).await, None, "after two rotations");
    let recorded = details_of(&app.context.db, Action::EvidenceKeyRotated).await;
    assert_eq!(recorded.len(), 2);

    app.clock.advance(app.context.audit_retention + DAY * 2);
    follow(&app).await;
    sweep_once(&app.context).await.expect("swept");
    let pruned = details_of(&app.context.db, Action::AuditPruned).await;
    assert!(!pruned.is_empty());
    let heads = signed(&app).await;
    assert!(days(&heads).contains(FIRST_DAY), "heads are not pruned");
    assert_eq!(flaw(&app, &file).await, None, "after pruning");

    let copy = app.database.copy();
    let (now, keys) = (app.clock.now(), app.context.keys.as_ref().clone());
    db::migrate_exclusive(copy.url(), |c| backup::restore(c, &keys, now))
        .expect("a database")
        .expect("a restore");
    app.restart(Db::open(copy.url()).expect("the restored one"), keys);
    let keys = evidence(&app).await.keys;
    assert_eq!(keys.len(), 4, "another one signs");
    assert!(keys[..3].iter().all(|key| key.exp.is_some()), "{keys:?}");
    assert_eq!(flaw(&app, &file).await, None, "after a restore");
    assert_eq!(signed(&app).await, heads);
}

/// C-03: an evidence key holds an old key of the ring back, is sealed anew, and is published as before.
#[actix_web::test]
async fn an_evidence_key_is_sealed_anew() {
    let mut app = TestApp::start();
    keyring::key_check(&app.context).await.expect("own keys");
    let before = evidence(&app).await;
    let needed = change_key(&mut app).await;
    assert_eq!((needed.evidence_keys, needed.total()), (1, 1));
    assert_eq!(evidence(&app).await, before);
}

/// C-01: a key whose public part somebody exchanged is not published, so what a thief signs with his own proves
/// nothing; a signing key does not pass for an evidence key.
#[actix_web::test]
async fn an_exchanged_evidence_key_is_not_published() {
    let (app, admin) = three_days().await;
    app.invite(&admin, AGENT, "agent").await;
    let file = export(&app, &admin, "").await;
    let exchange = |connection: &mut DbConnection| {
        diesel::update(evidence_keys::table)
            .set(evidence_keys::public_key.eq("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
            .execute(connection)
    };
    app.context.db.write(exchange).await.expect("a change");
    assert!(evidence(&app).await.keys.is_empty());
    assert_eq!(flaw(&app, &file).await, Some(ExportFlaw::HeadKey));
}
