//! What is kept for an `Idempotency-Key`, and at which routes (K-07).

use crate::api_tokens::{make, reauthenticate, token};
use crate::attacks::{good_body, lowest_role};
use crate::contract::is_of_others;
use crate::database::{TestDatabase, server};
use crate::idempotency::{count_keys, count_members, is_replayed, once, person};
use crate::keys::change_key;
use crate::support::{ADMIN, AGENT, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::{
    IDEMPOTENCY_KEYS_PER_CALLER, IDEMPOTENT_BYTES_PER_CALLER, RECEIPT_LIFETIME,
};
use std::sync::Arc;
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::schema::idempotency_keys;
use twostep::platform::db::{self, Db, DbConnection};
use twostep::programs::idempotency::{WITH_SECRET, WITHOUT_KEY};
use twostep::upkeep::backup;
use twostep::upkeep::database_move::Move;

/// K-07 (sealed), C-03: what is kept shows no secret, goes over to a new key, is dropped by a restore, and its key is
/// free again after a day.
#[actix_web::test]
async fn kept_answers_are_sealed_rekeyed_dropped_and_swept() {
    let (mut app, admin) = TestApp::with_admin().await;
    let body = json!({ "name": "Ticket system", "scopes": ["members:read"] });
    let made = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    let secret = made.text("/token");
    let read = |c: &mut _| {
        let row = idempotency_keys::table.select((idempotency_keys::id, idempotency_keys::sealed));
        row.get_result::<(String, Vec<u8>)>(c)
    };
    let (name, sealed) = app.context.db.read(read).await.expect("a row");
    assert_eq!(name.len(), 22 + 1 + 43, "two digests: {name}");
    let shows = |text: &str| {
        sealed
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!shows(&secret) && !shows("tsk_") && !shows("Ticket"));
    let needed = change_key(&mut app).await;
    assert_eq!(needed.answers, 1, "{needed:?}");
    let again = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    assert_eq!(again.text("/token"), secret);
    app.clock
        .advance(Duration::from_hours(24).saturating_sub(RECEIPT_LIFETIME));
    sweep_once(&app.context).await.expect("swept");
    assert_eq!(count_keys(&app).await, 1);
    app.clock.advance(RECEIPT_LIFETIME);
    let admin = app.session_of(ADMIN).await;
    let anew = once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    assert!(!is_replayed(&anew));
    app.clock.advance(Duration::from_hours(24));
    sweep_once(&app.context).await.expect("swept");
    assert_eq!(count_keys(&app).await, 0);

    let admin = app.session_of(ADMIN).await;
    once(&app, "/api-tokens", &admin, "k", Some(&body))
        .await
        .ok();
    let copy = app.database.copy();
    let (keys, now) = (app.context.keys.as_ref().clone(), app.clock.now());
    let own = keys.clone();
    db::migrate_exclusive(copy.url(), |c| backup::restore(c, &own, now))
        .expect("a database")
        .expect("restored");
    app.restart(Db::open(copy.url()).expect("the restored one"), keys);
    assert_eq!(count_keys(&app).await, 0);
}

/// K-07 (sealed): a database that is moved to a server answers repetitions as before.
#[actix_web::test]
async fn kept_answers_are_moved() {
    if server().is_none() {
        return;
    }
    let file = Arc::new(TestDatabase::in_file());
    let url = file.url().clone();
    let mut app = TestApp::start_on(file, &url);
    let admin = app.set_up().await;
    twostep::protection::keyring::key_check(&app.context)
        .await
        .expect("own keys");
    let body = person("new@example.com");
    let made = once(&app, "/members", &admin, "k", Some(&body)).await.ok();
    let to = TestDatabase::create_empty();
    let mut moving = Move::start(&url, to.url(), &app.context.keys).expect("a move");
    while moving.step().expect("rows").is_some() {}
    moving.finish().expect("the same on both sides");
    let keys = app.context.keys.as_ref().clone();
    app.restart(Db::open(to.url()).expect("the server"), keys);
    let again = once(&app, "/members", &admin, "k", Some(&body)).await.ok();
    assert!(is_replayed(&again));
    assert_eq!(again.body, made.body);
}

/// K-07 (routes): every POST of the document takes a key, or is on the list with its reason; those of a caller take one
/// unless they are on it, and those on it say so to who sends one.
#[actix_web::test]
async fn every_post_takes_a_key_or_says_why_not() {
    let (app, admin) = TestApp::with_admin().await;
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let mut without = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        // Keys are looked at below the prefix of the API alone.
        if is_of_others(path) {
            continue;
        }
        let short = path.strip_prefix("/api/v1").unwrap_or(path);
        let Some(operation) = methods.get("post") else {
            continue;
        };
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let mut names = parameters.filter_map(|one| one["name"].as_str());
        let takes = names.any(|name| name == "Idempotency-Key");
        let listed = WITHOUT_KEY.iter().find(|(route, _)| *route == short);
        match listed {
            None => assert!(takes, "POST {short} neither takes a key nor is on the list"),
            Some((_, reason)) => {
                assert!(!takes && reason.len() > 10, "POST {short}");
                let answer = once(&app, short, &admin, "k", Some(&json!({}))).await;
                answer.refused(400, "malformed_request");
                assert!(answer.text("/detail").contains("takes no Idempotency-Key"));
                without += 1;
            }
        }
        if takes {
            let answers = operation["responses"].to_string();
            assert!(answers.contains("#/components/examples/idempotency_key_in_use"));
            assert!(answers.contains("#/components/examples/idempotency_key_reused"));
        }
    }
    assert_eq!(
        without,
        WITHOUT_KEY.len(),
        "the list names a route that is not there"
    );
}

/// K-01 (once), K-07 (session): a secret is shown to the session that asked, again and again, and to no other of the same
/// member; what holds none is.
#[actix_web::test]
async fn a_secret_is_shown_to_its_session_alone() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.session_of(ADMIN).await;
    for path in ["/api-tokens", "/webhooks", "/sandboxes"] {
        let body = good_body("POST", path);
        let first = once(&app, path, &admin, path, Some(&body)).await.ok();
        let again = once(&app, path, &admin, path, Some(&body)).await;
        assert_eq!((is_replayed(&again), &again.body), (true, &first.body));
        let others = once(&app, path, &other, path, Some(&body)).await;
        others.refused(409, "conflict");
    }
    let body = person("new@example.com");
    once(&app, "/members", &admin, "k", Some(&body)).await.ok();
    let again = once(&app, "/members", &other, "k", Some(&body)).await.ok();
    assert!(is_replayed(&again));
}

/// K-07 (session): the routes whose success holds a secret, as the document says, are on the list.
#[test]
fn every_answer_with_a_secret_is_listed() {
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let paths = document["paths"].as_object().expect("paths").iter();
    let found: Vec<&str> = paths
        .filter(|(_, methods)| {
            let answers = methods["post"]["responses"]
                .as_object()
                .into_iter()
                .flatten();
            let mut made = answers.filter(|(status, _)| status.starts_with('2'));
            made.any(|(_, answer)| has_secret(&document, answer))
        })
        .filter_map(|(path, _)| path.strip_prefix("/api/v1"))
        .filter(|path| !WITHOUT_KEY.iter().any(|(without, _)| without == path))
        .collect();
    assert_eq!(found, WITH_SECRET);
}

/// Whether a schema, or one that it names, is that of a secret.
fn has_secret(document: &Value, schema: &Value) -> bool {
    match schema {
        Value::Object(fields) if fields.get("format") == Some(&json!("password")) => true,
        Value::Object(fields) => fields.iter().any(|(name, field)| match field.as_str() {
            Some(other) if name == "$ref" => {
                let named = document.pointer(&other[1..]).expect("a schema");
                has_secret(document, named)
            }
            _ => has_secret(document, field),
        }),
        Value::Array(all) => all.iter().any(|one| has_secret(document, one)),
        _ => false,
    }
}

/// The routes that refuse the test below, by what is asked anew each time: nobody asked for another address.
const REFUSED_HERE: [&str; 1] = ["/me/email/verify"];

/// K-07 (routes), K-07 (once): at every route that takes a key what was executed is not executed again: no handler
/// runs around its extractors.
#[actix_web::test]
async fn no_route_runs_twice_with_one_key() {
    let (app, admin) = TestApp::with_admin().await;
    let member = app.invite(&admin, AGENT, "agent").await;
    let made = make(&app, &admin, &["members:read"]).await.ok().text("/id");
    let program = token(&app, &admin, &["verifications:write"]).await;
    let document = serde_json::to_value(twostep::application::app::document()).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let mut posts: Vec<(&str, bool)> = paths
        .iter()
        .filter_map(|(path, methods)| {
            let has_body = methods.get("post")?.get("requestBody").is_some();
            Some((path.strip_prefix("/api/v1")?, has_body))
        })
        .filter(|(path, _)| !WITHOUT_KEY.iter().any(|(without, _)| without == path))
        .collect();
    // The password of all tests is changed at the very end.
    posts.sort_by_key(|(path, _)| *path == "/me/password");
    let mut asked_anew = Vec::new();
    for (path, has_body) in &posts {
        app.clock.advance(Duration::from_mins(2));
        reauthenticate(&app, &admin).await;
        let id = if path.starts_with("/api-tokens") {
            &made
        } else {
            &member
        };
        let target = path.replace("{id}", id).replace("{delivery}", id);
        let body = has_body.then(|| good_body("POST", path));
        let caller = match lowest_role("POST", path) {
            "program" => &program,
            _ => &admin,
        };
        let first = once(&app, &target, caller, path, body.as_ref()).await;
        let second = once(&app, &target, caller, path, body.as_ref()).await;
        assert!(!is_replayed(&first), "{path}: {first:?}");
        if [401, 403, 429].contains(&first.status) {
            assert!(!is_replayed(&second), "{path}: {second:?}");
            asked_anew.push(*path);
            continue;
        }
        assert!(first.status < 500, "{path}: {first:?}");
        assert!(is_replayed(&second), "{path}: {first:?}, then {second:?}");
        assert_eq!(
            (second.status, second.body),
            (first.status, first.body),
            "{path}"
        );
    }
    assert_eq!(asked_anew, REFUSED_HERE);
}

/// K-07 (bounded): 20,000 keys of one caller are kept; the next request with one is refused and not done, one without
/// is, and other callers are not affected.
#[actix_web::test]
async fn a_caller_keeps_so_many_keys() {
    let (app, admin) = TestApp::with_admin().await;
    let program = token(&app, &admin, &["members:write"]).await;
    let first = person("first@example.com");
    let made = once(&app, "/members", &program, "first", Some(&first)).await;
    made.ok();
    let most = IDEMPOTENCY_KEYS_PER_CALLER;
    let fill = move |c: &mut DbConnection| {
        c.batch_execute(&format!(
            "WITH RECURSIVE numbers (n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {most} - 2
            )
            INSERT INTO idempotency_keys (id, sealed, leased_until, expires_at)
            SELECT substr(id, 1, 23) || n, sealed, 0, expires_at FROM numbers, idempotency_keys"
        ))
    };
    app.context.db.write(fill).await.expect("rows");
    let last = person("last@example.com");
    let made = once(&app, "/members", &program, "last", Some(&last)).await;
    made.ok();
    let one_more = person("more@example.com");
    let people = count_members(&app).await;
    let refused = once(&app, "/members", &program, "more", Some(&one_more)).await;
    refused.refused(429, "throttled");
    assert_eq!(refused.headers["retry-after"], "86400");
    assert_eq!(count_members(&app).await, people);
    let again = once(&app, "/members", &program, "last", Some(&last)).await;
    assert!(is_replayed(&again));
    app.post("/members", &program, &one_more).await.ok();
    let other = person("other@example.com");
    once(&app, "/members", &admin, "more", Some(&other))
        .await
        .ok();
    // One that is free again counts no more, though no sweep was there.
    let end = app.clock.now().micros();
    let free_one = move |c: &mut DbConnection| {
        c.batch_execute(&format!(
            "UPDATE idempotency_keys SET expires_at = {end}
                WHERE id = (SELECT min(id) FROM idempotency_keys WHERE substr(id, 24) = '1')"
        ))
    };
    app.context.db.write(free_one).await.expect("a row");
    once(
        &app,
        "/members",
        &program,
        "next",
        Some(&person("next@example.com")),
    )
    .await
    .ok();
}

/// K-07 (credential): with another role it is another caller, and his request is decided anew.
#[actix_web::test]
async fn another_role_is_another_caller() {
    let (app, admin) = TestApp::with_admin().await;
    let (helper, new) = ("second@example.com", person("new@example.com"));
    let second = app.invite(&admin, helper, "admin").await;
    let own = app.session_of(helper).await;
    once(&app, "/members", &own, "k", Some(&new)).await.ok();
    for role in ["helpdesk", "admin"] {
        let change = json!({ "role": role });
        let path = format!("/members/{second}");
        app.send("PATCH", &path, &admin, Some(&change)).await.ok();
    }
    let again = app.session_of(helper).await;
    assert!(is_replayed(
        &once(&app, "/members", &again, "k", Some(&new)).await
    ));
    let lower = json!({ "role": "helpdesk" });
    let path = format!("/members/{second}");
    app.send("PATCH", &path, &admin, Some(&lower)).await.ok();
    let unlock = format!("/members/{second}/unlock");
    let refused = once(&app, &unlock, &again, "k", None).await;
    assert_ne!(
        refused.body["code"], "idempotency_key_reused",
        "{refused:?}"
    );
}

/// H-01: long answers of one caller take so much room and no more; what they were answers to is still done once.
#[actix_web::test]
async fn long_answers_take_a_bounded_room() {
    let (app, admin) = TestApp::with_admin().await;
    let unknown = |name: &str| json!({ "email": name, "display_name": "A", "groups": ["None"] });
    let rows: Vec<_> = (0..10)
        .map(|n| unknown(&format!("a{n}@example.com")))
        .collect();
    let body = json!({ "members": rows, "mode": "possible" });
    let path = "/members/batch";
    once(&app, path, &admin, "a", Some(&body)).await.ok();
    let again = once(&app, path, &admin, "a", Some(&body)).await.ok();
    assert!(is_replayed(&again), "there was room");
    // One more that is as long as all may be together.
    let fill = |c: &mut DbConnection| {
        let row =
            idempotency_keys::table.select((idempotency_keys::id, idempotency_keys::expires_at));
        let (id, expires_at): (String, i64) = row.get_result(c)?;
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::id.eq(format!("{}{}", &id[..23], "z")),
                idempotency_keys::sealed.eq(vec![
                    0;
                    usize::try_from(IDEMPOTENT_BYTES_PER_CALLER)
                        .expect("a size")
                ]),
                idempotency_keys::leased_until.eq(0),
                idempotency_keys::expires_at.eq(expires_at),
            ))
            .execute(c)
    };
    app.context.db.write(fill).await.expect("filled");
    once(&app, path, &admin, "b", Some(&body)).await.ok();
    let again = once(&app, path, &admin, "b", Some(&body)).await;
    again.refused(409, "conflict");
    // A short one is kept all the same.
    let new = json!({ "name": "Ticket system", "scopes": ["members:read"] });
    let made = once(&app, "/api-tokens", &admin, "c", Some(&new))
        .await
        .ok();
    let again = once(&app, "/api-tokens", &admin, "c", Some(&new))
        .await
        .ok();
    assert_eq!(made.text("/token"), again.text("/token"));
    // Neither does anybody else notice.
    let program = token(&app, &admin, &["members:write"]).await;
    once(&app, path, &program, "a", Some(&body)).await.ok();
    let again = once(&app, path, &program, "a", Some(&body)).await.ok();
    assert!(is_replayed(&again));
}
