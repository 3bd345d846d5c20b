//! The keys that sign receipts: made once, published, rotated, withdrawn, sealed.

use crate::database::server;
use crate::dump::hex;
use crate::keys::change_key;
use crate::receipts::{AUDIENCE, check, kid_of, sign_in_for};
use crate::recovery::agent_with_phone;
use crate::rows::{count_events, details_of};
use crate::support::{AGENT, Answer, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::organizations::OrganizationKind;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::context::Context;
use twostep::platform::crypto::keys::{KeyRing, Purpose};
use twostep::platform::db::schema::signing_keys;
use twostep::platform::db::{self, Db, DbConnection};
use twostep::platform::new_id::new_id;
use twostep::protection::keyring;
use twostep::protection::signing::{self, Audience, Level, Method, Receipt, RotateError, Rotation};
use twostep::record::audit::Action;
use twostep::upkeep::backup;
use uuid::Uuid;

const KEY_SET: &str = "/.well-known/jwks.json";

/// `GET /.well-known/jwks.json`.
pub(crate) async fn key_set(app: &TestApp) -> Answer {
    app.finish(app.at("GET", KEY_SET)).await.ok()
}

/// The names of the keys that sign receipts in a key set.
fn names(keys: &Answer) -> Vec<&str> {
    names_of(keys, "EdDSA")
}

pub(crate) fn names_of<'a>(keys: &'a Answer, algorithm: &str) -> Vec<&'a str> {
    let all = keys.body["keys"].as_array().expect("keys").iter();
    let own = all.filter(|key| key["alg"] == algorithm);
    own.filter_map(|key| key["kid"].as_str()).collect()
}

/// The names of the rows that sign receipts, in the order in which they begin to sign.
pub(crate) async fn kids(app: &TestApp) -> Vec<String> {
    let read = |connection: &mut DbConnection| {
        signing_keys::table
            .filter(signing_keys::algorithm.eq("EdDSA"))
            .order(signing_keys::signs_from)
            .select(signing_keys::kid)
            .load(connection)
    };
    app.context.db.read(read).await.expect("the keys")
}

/// A receipt.
pub(crate) async fn issue(context: &Context) -> String {
    let receipt = Receipt {
        audience: &Audience::parse(AUDIENCE).expect("an audience"),
        subject: MemberId(Uuid::nil()),
        organization: OrganizationId(Uuid::nil()),
        jti: new_id(context.clock.now()),
        methods: &[Method::Password],
        level: Level::One,
        authenticated_at: context.clock.now(),
        asked_by: None,
        challenge: None,
        purpose: None,
        target: None,
        target_hash: None,
    };
    let signer = signing::prepare(context, OrganizationKind::Live)
        .await
        .expect("a key");
    let text = signer.sign(&receipt, context.clock.now());
    text.expose().to_owned()
}

/// J-02 (key set): the set names each public key with its only algorithm and its use, and nothing private; it is
/// there before the first receipt.
#[actix_web::test]
async fn the_key_set_has_public_keys_only() {
    let app = TestApp::start();
    let keys = key_set(&app).await;
    assert_eq!(
        keys.headers["content-type"],
        "application/json; charset=utf-8"
    );
    let all = keys.body["keys"].as_array().expect("keys");
    let key = all.iter().find(|key| key["alg"] == "EdDSA").expect("a key");
    let kid = kid_of(&issue(&app.context).await);
    let x = key["x"].as_str().expect("a public key");
    assert_eq!(URL_SAFE_NO_PAD.decode(x).map(|x| x.len()), Ok(32));
    let expected = json!({
        "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": "EdDSA", "use": "sig"
    });
    assert_eq!(key, &expected);
    assert_eq!(kid.len(), 16);
    // RFC 7518 §6.2.1, §6.3.1: those of ID tokens, with their public parts alone.
    let of = |algorithm: &str| all.iter().find(|key| key["alg"] == algorithm);
    let names =
        |key: &Value| -> Vec<String> { key.as_object().expect("a key").keys().cloned().collect() };
    let (ec, rsa) = (of("ES256").expect("a key"), of("RS256").expect("a key"));
    assert_eq!(names(ec), ["kty", "crv", "x", "y", "kid", "alg", "use"]);
    assert_eq!(names(rsa), ["kty", "n", "e", "kid", "alg", "use"]);
    let modulus = URL_SAFE_NO_PAD.decode(rsa["n"].as_str().expect("a modulus"));
    assert_eq!(modulus.map(|n| n.len()), Ok(256));
    assert_eq!(all.len(), 3);
}

/// J-04 (caching): the set may be kept for five minutes, has the same bytes each time, and who has it gets no
/// second copy until the keys change.
#[actix_web::test]
async fn the_key_set_is_cached_for_five_minutes() {
    let app = TestApp::start();
    let text = async || {
        let answer = app.at("GET", KEY_SET).send().await.expect("an answer");
        let etag = answer.headers()["etag"].clone();
        assert_eq!(answer.headers()["cache-control"], "public, max-age=300");
        (etag, answer.text().await.expect("a text"))
    };
    let (etag, first) = text().await;
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(text().await, (etag.clone(), first));
    let ask = async |known: &str| {
        let request = app.at("GET", KEY_SET).header("if-none-match", known);
        app.finish(request).await
    };
    let etag = etag.to_str().expect("a text");
    for known in [
        etag.to_owned(),
        format!("W/{etag}"),
        format!("\"x\", {etag}"),
        "*".into(),
    ] {
        let answer = ask(&known).await;
        assert_eq!((answer.status, answer.body), (304, Value::Null), "{known}");
        assert_eq!(answer.headers["cache-control"], "public, max-age=300");
        assert_eq!(answer.headers["etag"], etag);
    }
    assert_eq!(ask("\"x\"").await.status, 200);
    rotate(&app, Rotation::Announced).await;
    assert_eq!(ask(etag).await.status, 200, "the keys changed");
}

pub(crate) async fn rotate(app: &TestApp, rotation: Rotation) -> String {
    let rotated = signing::rotate(&app.context, rotation).await;
    rotated.expect("a rotation").kid
}

/// J-04 (notice, overlap): a new key is published for ten minutes before it signs; the old one stays in the set
/// until its last receipt is good nowhere, and then goes from the database too.
#[actix_web::test]
async fn a_rotation_with_notice() {
    let (app, _, phone) = agent_with_phone().await;
    let receipt = sign_in_for(&app, &phone, AUDIENCE)
        .await
        .ok()
        .text("/receipt");
    let old = kid_of(&receipt);
    let before = key_set(&app).await.body;
    let new = rotate(&app, Rotation::Announced).await;
    let rotated_at = app.clock.now();
    let both = key_set(&app).await;
    assert_eq!(names(&both), [&old, &new]);
    app.clock.set(rotated_at + Duration::from_secs(599));
    let last = issue(&app.context).await;
    assert_eq!(kid_of(&last), old);
    app.clock.set(rotated_at + Duration::from_mins(10));
    let first = sign_in_for(&app, &phone, AUDIENCE)
        .await
        .ok()
        .text("/receipt");
    assert_eq!(kid_of(&first), new);
    check(&first, &before, AUDIENCE).expect_err("a set of before lacks the key");
    let keys = key_set(&app).await;
    for receipt in [&last, &first] {
        check(receipt, &keys.body, AUDIENCE).expect("both keys are published");
    }
    // Ten minutes for what it signed last, 30 seconds for the clock of who checks it, 5 for ours.
    app.clock.set(rotated_at + Duration::from_secs(600 + 634));
    assert_eq!(names(&key_set(&app).await), [&old, &new]);
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(kids(&app).await, [old.clone(), new.clone()]);
    app.clock.set(rotated_at + Duration::from_secs(600 + 635));
    assert_eq!(names(&key_set(&app).await), [&new]);
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(kids(&app).await, std::slice::from_ref(&new));
    let recorded = details_of(&app.context.db, Action::SigningKeyRotated).await;
    assert_eq!(recorded.len(), 3, "one of each algorithm");
    assert_eq!(
        (&recorded[0]["kid"], &recorded[0]["at_once"]),
        (&json!(new), &json!(false))
    );
}

/// J-04 (notice): while a rotation is under way there is no second one; afterwards there is.
#[actix_web::test]
async fn rotations_do_not_overtake_each_other() {
    let app = TestApp::start();
    let first = rotate(&app, Rotation::Announced).await;
    assert_eq!(
        kid_of(&issue(&app.context).await),
        first,
        "the first signs at once"
    );
    let second = rotate(&app, Rotation::Announced).await;
    app.clock.advance(Duration::from_secs(599));
    let refused = signing::rotate(&app.context, Rotation::Announced).await;
    let refused = refused.expect_err("one is under way");
    assert!(
        matches!(&refused, RotateError::UnderWay { kid, .. } if *kid == second),
        "{refused}"
    );
    assert_eq!(kids(&app).await, [first.clone(), second.clone()]);
    app.clock.advance(Duration::from_secs(1));
    let third = rotate(&app, Rotation::Announced).await;
    assert_eq!(names(&key_set(&app).await), [&first, &second, &third]);
}

/// J-04 (at once): after a leak the new key signs now, and the set has no other: what the old one signs is good
/// nowhere, and neither is a key that was waiting.
#[actix_web::test]
async fn a_rotation_at_once() {
    let app = TestApp::start();
    let receipt = issue(&app.context).await;
    check(&receipt, &key_set(&app).await.body, AUDIENCE).expect("good before");
    rotate(&app, Rotation::Announced).await;
    let new = rotate(&app, Rotation::AtOnce).await;
    let keys = key_set(&app).await;
    assert_eq!(names(&keys), [&new]);
    assert_eq!(kids(&app).await, std::slice::from_ref(&new));
    check(&receipt, &keys.body, AUDIENCE).expect_err("withdrawn");
    let fresh = issue(&app.context).await;
    assert_eq!(kid_of(&fresh), new);
    check(&fresh, &keys.body, AUDIENCE).expect("the new key signs");
    let recorded = details_of(&app.context.db, Action::SigningKeyRotated).await;
    let at_once = recorded.iter().filter(|one| one["at_once"] == true);
    assert_eq!((recorded.len(), at_once.count()), (6, 3));
}

/// J-04: many requests at the same moment, on three nodes where there is a server, make one first key.
#[actix_web::test]
async fn one_first_key() {
    let first = TestApp::start();
    let nodes = match server() {
        Some(_) => vec![first.another_node(), first.another_node(), first],
        None => vec![first],
    };
    let issues = (0..30).map(|n| issue(&nodes[n % nodes.len()].context));
    let looks = (0..30).map(|n| key_set(&nodes[n % nodes.len()]));
    let (receipts, sets) = tokio::join!(join_all(issues), join_all(looks));
    let kids = kids(&nodes[0]).await;
    assert_eq!(kids.len(), 1, "{kids:?}");
    for receipt in &receipts {
        check(receipt, &sets[0].body, AUDIENCE).expect("one key signs all");
    }
    assert!(sets.iter().all(|set| set.body == sets[0].body));
    let url = nodes[0].database.url();
    assert_eq!(count_events(url, Action::SigningKeyCreated).await, 3);
}

/// C-03: a signing key holds an old key of the ring back, is sealed anew, and signs under the new one alone.
#[actix_web::test]
async fn a_signing_key_is_sealed_anew() {
    let mut app = TestApp::start();
    keyring::key_check(&app.context).await.expect("own keys");
    let kid = kid_of(&issue(&app.context).await);
    let needed = change_key(&mut app).await;
    assert_eq!((needed.signing_keys, needed.total()), (1, 1));
    let receipt = issue(&app.context).await;
    assert_eq!(kid_of(&receipt), kid);
    check(&receipt, &key_set(&app).await.body, AUDIENCE).expect("the same key");
}

type Row = (String, String, String, Vec<u8>);

async fn rows(app: &TestApp) -> Vec<Row> {
    let read = |connection: &mut DbConnection| {
        signing_keys::table
            .select((
                signing_keys::kid,
                signing_keys::algorithm,
                signing_keys::public_key,
                signing_keys::private_key,
            ))
            .load(connection)
    };
    app.context.db.read(read).await.expect("the keys")
}

/// C-07, C-01: a stolen database has no private key in any spelling, and nothing but the key ring opens it.
#[actix_web::test]
async fn a_dump_shows_no_private_key() {
    let app = TestApp::start();
    issue(&app.context).await;
    let [(kid, algorithm, public_key, sealed)] = &rows(&app).await[..] else {
        panic!("one key");
    };
    let bound_to: [&str; 3] = [kid, algorithm, public_key];
    let opened = app
        .context
        .keys
        .open(Purpose::SigningKey, &bound_to, sealed);
    let plain = opened.expect("it opens").to_vec();
    let seed = &plain[16..];
    assert_eq!((plain.len(), seed.len()), (48, 32), "PKCS#8 of Ed25519");
    let dump = app.database.dump();
    assert!(
        dump.holds(public_key.as_bytes()),
        "the search finds something"
    );
    let base64 = URL_SAFE_NO_PAD.encode(seed);
    let hex = hex(seed);
    for spelling in [seed, base64.as_bytes(), hex.as_bytes()] {
        assert!(!dump.holds(spelling), "a private key");
    }
    let thief = KeyRing::generate();
    let opened = thief.open(Purpose::SigningKey, &bound_to, sealed);
    opened.expect_err("another key of the same name");
    let other: [&str; 3] = ["another", algorithm, public_key];
    let opened = app.context.keys.open(Purpose::SigningKey, &other, sealed);
    opened.expect_err("bound to its name");
}

/// C-01: a key whose public part somebody exchanged is not published and signs nothing; the sign-in is refused
/// before the code is spent, and another key mends it.
#[actix_web::test]
async fn an_exchanged_key_is_not_published() {
    let (app, _, phone) = agent_with_phone().await;
    issue(&app.context).await;
    let exchange = |connection: &mut DbConnection| {
        diesel::update(signing_keys::table)
            .set(signing_keys::public_key.eq("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
            .execute(connection)
    };
    app.context.db.write(exchange).await.expect("a change");
    assert!(names(&key_set(&app).await).is_empty());
    app.clock.advance(Duration::from_secs(30));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    let body = json!({ "code": phone.code(&app.clock), "audience": AUDIENCE });
    let refused = app.post("/sign-in/code", &flow, &body).await;
    refused.refused(503, "unavailable");
    rotate(&app, Rotation::AtOnce).await;
    let answer = app.post("/sign-in/code", &flow, &body).await.ok();
    let keys = key_set(&app).await.body;
    check(&answer.text("/receipt"), &keys, AUDIENCE).expect("a good receipt");
}

/// C-03: a node that still seals under a removed key makes no signing key.
#[actix_web::test]
async fn no_key_is_made_under_a_removed_key() {
    let mut app = TestApp::start();
    keyring::key_check(&app.context).await.expect("own keys");
    let old = app.context.keys.as_ref().clone();
    change_key_without_need(&mut app).await;
    app.restart(app.context.db.clone(), old);
    let refused = app.finish(app.at("GET", KEY_SET)).await;
    refused.refused(503, "unavailable");
    assert!(kids(&app).await.is_empty());
}

/// Like [`change_key`], where nothing was sealed with the first key.
async fn change_key_without_need(app: &mut TestApp) {
    let (both, name) = app.context.keys.with_new_key();
    let both = both.activated(&name).expect("a key of the ring");
    app.restart(app.context.db.clone(), both.clone());
    keyring::activate(&app.context, both).await.expect("noted");
    let removed = keyring::remove(&app.context, "k1".into()).await;
    removed.expect("a database").expect("nothing needs it");
}

/// R-10, J-04 (at once): a key of a backup may have been withdrawn since: none of them comes back.
#[actix_web::test]
async fn a_restore_revives_no_key() {
    let (mut app, _) = TestApp::with_admin().await;
    keyring::key_check(&app.context).await.expect("own keys");
    let receipt = issue(&app.context).await;
    let copy = app.database.copy();
    let (now, keys) = (app.clock.now(), app.context.keys.as_ref().clone());
    db::migrate_exclusive(copy.url(), |c| backup::restore(c, &keys, now))
        .expect("a database")
        .expect("a restore");
    app.restart(Db::open(copy.url()).expect("the restored one"), keys);
    let keys = key_set(&app).await;
    assert_eq!(names(&keys).len(), 1);
    check(&receipt, &keys.body, AUDIENCE).expect_err("another key");
}
