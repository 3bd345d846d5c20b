//! Sessions: transports, life, list, forgery.

use crate::races::{PARALLEL, WRITERS, count, keep_busy};
use crate::support::{ADMIN, AGENT, Answer, PASSWORD, TestApp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::ids::{MemberId, OrganizationId, SessionId};
use shared_types::members::Role;
use shared_types::sessions::Transport;
use shared_types::time::Time;
use std::time::Duration;
use twostep::people::policy::Demand;
use twostep::people::sessions::{LostRight, recheck_right};
use twostep::platform::crypto::token::{self, TokenKind};
use twostep::platform::db::keys::{
    MemberKey, MemberRef, OrganizationKey, OrganizationRef, SignInKey,
};
use twostep::platform::db::{DatabaseUrl, DbConnection};
use twostep::platform::origin::Origin;
use twostep::protection::access::{
    AccessError, Actor, Authorized, Caller, MemberSession, PolicyWrite,
};
use twostep::record::followers;
use uuid::Uuid;

/// S-06: thirty minutes idle, twelve hours at most.
#[actix_web::test]
async fn a_session_ends_idle_and_in_any_case() {
    let (app, session) = TestApp::with_admin().await;
    app.clock.advance(Duration::from_mins(30));
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
    let session = app.session_of(ADMIN).await;
    for _ in 0..35 {
        app.clock.advance(Duration::from_mins(20));
        app.get("/me", &session).await.ok();
    }
    app.clock.advance(Duration::from_mins(20));
    app.get("/me", &session)
        .await
        .refused(401, "unauthenticated");
}

/// S-05: look-ups that a server makes in one statement give each request its own session, and a token
/// with a wrong verifier none, whatever is asked for beside it.
#[actix_web::test]
async fn parallel_requests_find_their_own_sessions() {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let agent = app.session_of(AGENT).await;
    let forged = format!("{}{}", &admin[..admin.len() - 8], "AAAAAAAA");
    let callers = [(&admin, ADMIN), (&agent, AGENT), (&forged, "")];
    let asked = callers.into_iter().cycle().take(60);
    let app = &app;
    let asked = asked.map(|(token, address)| async move { (app.get("/me", token).await, address) });
    for (answer, address) in join_all(asked).await {
        if address.is_empty() {
            answer.refused(401, "unauthenticated");
        } else {
            assert_eq!(answer.ok().body["email"], address);
        }
    }
}

/// S-07, S-13: sessions are listed and ended one by one.
#[actix_web::test]
async fn sessions_are_listed_and_ended() {
    let (app, first) = TestApp::with_admin().await;
    let second = app.session_of(ADMIN).await;
    let list = app.get("/me/sessions", &second).await.ok();
    let items = list.body["items"].as_array().expect("a list").clone();
    assert_eq!(items.len(), 2);
    let other = items
        .iter()
        .find(|item| item["current"] == false)
        .expect("the first one");
    let path = format!("/me/sessions/{}", other["id"].as_str().expect("an id"));
    assert_eq!(app.send("DELETE", &path, &second, None).await.status, 204);
    app.get("/me", &first).await.refused(401, "unauthenticated");
    app.send("DELETE", &path, &second, None)
        .await
        .refused(404, "not_found");
    assert_eq!(
        app.send("DELETE", "/session", &second, None).await.status,
        204
    );
    app.get("/me", &second)
        .await
        .refused(401, "unauthenticated");
}

/// S-09: who is demoted or signed out while the request waits does not get to use the right that
/// the request came with.
#[actix_web::test]
async fn a_right_is_looked_at_again_inside_the_change() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.invite(&admin, AGENT, "admin").await;
    let session = app.session_of(AGENT).await;
    let me = app.get("/me", &session).await.ok();
    let caller = caller_of(&me, &session, app.clock.now());
    let caller = Authorized::<PolicyWrite>::check(caller).expect("an administrator");
    let look = || {
        let (caller, now) = (caller.clone(), app.clock.now());
        let again = move |connection: &mut DbConnection| recheck_right(connection, &caller, now);
        app.context.db.write(again)
    };
    let found = look().await.expect("the database answers");
    assert!(found.is_ok(), "{found:?}");
    let demoted = json!({ "role": "helpdesk" });
    let path = format!("/members/{other}");
    app.send("PATCH", &path, &admin, Some(&demoted)).await.ok();
    let found = look().await.expect("the database answers");
    let is_forbidden = matches!(found, Err(LostRight::Access(AccessError::Forbidden)));
    assert!(is_forbidden, "{found:?}");
    app.send("DELETE", "/session", &session, None).await.ok();
    let found = look().await.expect("the database answers");
    assert!(matches!(found, Err(LostRight::Ended(_))), "{found:?}");
}

/// S-09, F18: the request of an administrator who is disabled while it waits changes nothing.
#[actix_web::test]
async fn who_is_disabled_meanwhile_changes_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.invite(&admin, AGENT, "admin").await;
    let session = app.session_of(AGENT).await;
    let me = app.get("/me", &session).await.ok();
    let caller = caller_of(&me, &session, app.clock.now());
    let caller = Authorized::<PolicyWrite>::check(caller).expect("an administrator");
    let disabled = json!({ "status": "disabled" });
    let path = format!("/members/{other}");
    app.send("PATCH", &path, &admin, Some(&disabled)).await.ok();
    let now = app.clock.now();
    let again = move |connection: &mut DbConnection| recheck_right(connection, &caller, now);
    let found = app.context.db.write(again).await.expect("an answer");
    assert!(matches!(found, Err(LostRight::Ended(_))), "{found:?}");
}

/// The caller of a session as its own request would make it.
fn caller_of(me: &Answer, token: &str, now: Time) -> Caller {
    let token = token::presented(TokenKind::Session, token).expect("a session");
    let key = SignInKey::of(token.selector);
    let id = |pointer: &str| Uuid::parse_str(&me.text(pointer)).expect("an id");
    Caller {
        organization: OrganizationRef {
            key: OrganizationKey::of(1),
            id: OrganizationId(id("/organization/id")),
        },
        actor: Actor::Member(MemberSession {
            browser: None,
            key,
            id: SessionId(id("/session/id")),
            member: MemberRef {
                key: MemberKey::of(1),
                id: MemberId(id("/id")),
            },
            role: Role::Admin,
            epoch: 0,
            transport: Transport::Bearer,
            aal: 1,
            created_at: now,
            last_used_at: now,
            expires_at: now,
            fresh_until: now,
            demand: Demand::None,
            is_held: false,
        }),
        origin: Origin::of_host(),
    }
}

/// S-01 (routes): a flow token opens flow routes only, a session token no flow.
#[actix_web::test]
async fn tokens_open_their_own_routes_only() {
    let (app, session) = TestApp::with_admin().await;
    let flow = app
        .send("POST", "/me/enrollment", &session, None)
        .await
        .ok()
        .text("/flow_token");
    for path in ["/me", "/me/sessions", "/policy", "/members"] {
        app.get(path, &flow).await.refused(401, "unauthenticated");
    }
    app.get("/sign-in", &session)
        .await
        .refused(401, "flow_expired");
    app.get("/me", "").await.refused(401, "unauthenticated");
}

/// B-01 (only by https, no script, no other site, path and domain), B-02 (site, X-CSRF), B-03: cookies want our own
/// pages and the anti-forgery value.
#[actix_web::test]
async fn forged_requests_are_refused() {
    let (app, bearer) = TestApp::with_admin().await;
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let start = || app.request("POST", "/sign-in").json(&body);
    app.finish(start()).await.refused(403, "forbidden");
    app.finish(start().header("sec-fetch-site", "cross-site"))
        .await
        .refused(403, "forbidden");
    let answer = app
        .finish(start().header("sec-fetch-site", "same-origin"))
        .await
        .ok();
    assert!(answer.body["session"].get("token").is_none(), "{answer:?}");
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with("__Host-tsv="))
        .expect("a session cookie")
        .to_owned();
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    let me = app
        .finish(app.request("GET", "/me").header("cookie", &cookie))
        .await
        .ok();
    let csrf = me.text("/csrf_token");
    let patch = |site: &str, csrf: &str| {
        app.request("PATCH", "/me")
            .header("cookie", &cookie)
            .header("sec-fetch-site", site)
            .header("x-csrf", csrf)
            .json(&json!({ "locale": "de" }))
    };
    app.finish(patch("same-origin", ""))
        .await
        .refused(403, "forbidden");
    app.finish(patch("same-origin", "x"))
        .await
        .refused(403, "forbidden");
    app.finish(patch("cross-site", &csrf))
        .await
        .refused(403, "forbidden");
    app.finish(patch("same-origin", &csrf)).await.ok();
    app.finish(patch("same-origin", &csrf).bearer_auth(&bearer))
        .await
        .refused(400, "malformed_request");
    // A credential is good on its own transport only.
    let token = cookie.trim_start_matches("__Host-tsv=");
    app.get("/me", token).await.refused(401, "unauthenticated");
}

/// P-05 (current, sessions): a new password ends other sessions and needs the old one.
#[actix_web::test]
async fn a_new_password_ends_other_sessions() {
    let (app, first) = TestApp::with_admin().await;
    let second = app.session_of(ADMIN).await;
    let new = "copper lantern orchard";
    let wrong = json!({ "current_password": "wrong", "new_password": new });
    app.post("/me/password", &second, &wrong)
        .await
        .refused(401, "invalid_credentials");
    let right = json!({ "current_password": PASSWORD, "new_password": new });
    assert_eq!(app.post("/me/password", &second, &right).await.status, 204);
    app.get("/me", &first).await.refused(401, "unauthenticated");
    app.get("/me", &second).await.ok();
    app.sign_in(ADMIN).await.refused(401, "invalid_credentials");
    assert_eq!(app.mails("password_changed").await.len(), 1);
}

/// S-14: a browser that finished a sign-in before still owes the code.
#[actix_web::test]
async fn a_known_browser_owes_the_code() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    let known = app.known_browser_with(ADMIN, &phone).await;
    let again = app
        .request("POST", "/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", known)
        .json(&json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" }));
    let again = app.finish(again).await.ok();
    assert_eq!(again.text("/step"), "code");
    assert_eq!(again.body["session"], json!(null));
}

/// J-01: whatever a token of three parts says about itself, it opens nothing.
#[actix_web::test]
async fn a_token_of_three_parts_opens_nothing() {
    let (app, admin) = TestApp::with_admin().await;
    let id = app.get("/me", &admin).await.ok().text("/id");
    let encode = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let claims = encode(json!({ "sub": id, "role": "admin", "aal": 2, "exp": 4_102_444_800_u32 }));
    for algorithm in ["none", "None", "NONE", "HS256", "RS256", "EdDSA"] {
        let head = encode(json!({ "alg": algorithm, "typ": "JWT", "kid": "k1" }));
        for signature in [String::new(), URL_SAFE_NO_PAD.encode([7; 32])] {
            let token = format!("{head}.{claims}.{signature}");
            let answer = app.get("/me", &token).await;
            answer.refused(401, "unauthenticated");
        }
    }
}

/// F18, S-09: for an administrator who is disabled nothing is done any more, also what only waits for its turn to write.
#[actix_web::test]
async fn requests_under_way_do_nothing_after_their_caller_is_disabled() {
    let (app, admin) = TestApp::with_admin().await;
    let other = app.invite(&admin, AGENT, "admin").await;
    let session = app.session_of(AGENT).await;
    let me = format!("/members/{other}");
    let disable = json!({ "status": "disabled", "reason": "Has left" });
    let (busy, ends): (Vec<_>, Vec<_>) = (0..WRITERS).map(|_| keep_busy(&app)).unzip();
    let invite = async |number: usize| {
        let body = json!({
            "email": format!("new{number}@example.com"), "display_name": "New", "role": "agent",
        });
        app.post("/members", &session, &body).await
    };
    let under_way = async {
        reads_are_answered(&app, &admin).await;
        join_all((0..PARALLEL).map(&invite)).await
    };
    let free = async {
        reads_are_answered(&app, &admin).await;
        reads_are_answered(&app, &admin).await;
        drop(ends);
    };
    let ended = app.send("PATCH", &me, &admin, Some(&disable));
    let (_, ended, answers, ()) = tokio::join!(join_all(busy), ended, under_way, free);
    ended.ok();
    followers::catch_up(&app.context).await.expect("followed");
    let page = app.get("/audit-events?limit=200", &admin).await.ok();
    let events = page.body["items"].as_array().expect("events");
    let is_own = |event: &&Value| {
        event["actor"]["id"] == other.as_str() && event["action"] == "member.created"
    };
    let is_the_end = |event: &&Value| event["action"] == "member.changed";
    let after = events.iter().take_while(|event| !is_the_end(event));
    // What PostgreSQL decides at the same moment may be recorded on either side.
    let at_once = match app.database.url() {
        DatabaseUrl::Sqlite(_) => 0,
        DatabaseUrl::Postgres(_) => WRITERS,
    };
    assert!(after.filter(is_own).count() <= at_once, "{events:?}");
    assert_eq!(events.iter().filter(is_own).count(), count(&answers, 201));
}

/// Waits until everything is read that was asked for before: what is left of those requests waits to write.
async fn reads_are_answered(app: &TestApp, session: &str) {
    for _ in 0..PARALLEL {
        app.get("/me", session).await.ok();
    }
}
