//! Consoles are told when sessions end (OpenID Connect Back-Channel Logout 1.0).

use crate::attacks::{STRANGER, other_administrator};
use crate::nodes::three_nodes;
use crate::oauth_support::{
    Console, Shown, browse, browser_session, change, check_id_token, register,
};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp};
use crate::support_recovery::cookie;
use crate::webhook_receiver::{Received, Receiver};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use std::time::Duration;
use twostep::consoles::logout;
use twostep::record::audit::Action;

/// An administrator, an agent, and a console that wants to be told.
pub(crate) struct Told {
    pub(crate) app: TestApp,
    receiver: Receiver,
    admin: String,
    agent: String,
}

impl Told {
    pub(crate) async fn start() -> Self {
        let receiver = Receiver::start().await;
        let app = receiver.admit(TestApp::start());
        let admin = app.set_up().await;
        let agent = app.invite(&admin, AGENT, "agent").await;
        Self {
            app,
            receiver,
            admin,
            agent,
        }
    }

    pub(crate) async fn console(&self, more: Value) -> Console<'_> {
        let mut fields = json!({ "backchannel_logout_uri": self.receiver.url });
        let more = more.as_object().cloned().unwrap_or_default();
        fields.as_object_mut().expect("fields").extend(more);
        register(&self.app, &self.admin, &fields).await
    }

    /// What came after everything that the program does in the background.
    pub(crate) async fn told(&self) -> Vec<Received> {
        work_off(&self.app).await;
        self.receiver.take()
    }
}

async fn work_off(app: &TestApp) -> usize {
    logout::follow_all(&app.context).await.expect("a database");
    logout::deliver_due(&app.context).await
}

pub(crate) fn logout_token(received: &Received) -> String {
    let form: Vec<(String, String)> = form_urlencoded::parse(received.text.as_bytes())
        .into_owned()
        .collect();
    let [(name, token)] = form.as_slice() else {
        panic!("{form:?}")
    };
    assert_eq!(name, "logout_token");
    token.clone()
}

async fn claims(console: &Console<'_>, received: &Received) -> Map<String, Value> {
    let token = logout_token(received);
    check_id_token(console.app, &token, &console.id).await
}

async fn claims_of(console: &Console<'_>, tokens: &Value) -> Map<String, Value> {
    let token = tokens["id_token"].as_str().expect("a token");
    check_id_token(console.app, token, &console.id).await
}

/// The newest of what the page of the console shows.
async fn newest_event(told: &Told, id: &str) -> Value {
    told.app.context.notes.write(&told.app.context.db).await;
    let path = format!("/clients/{id}/events");
    let events = told.app.get(&path, &told.admin).await.ok().body;
    let events = events["events"].as_array().expect("events").clone();
    let mut logouts = events.iter().filter(|event| event["kind"] == "logout_told");
    logouts.next().expect("an event").clone()
}

/// O-13 (token): Back-Channel Logout §2.4, §2.5: a form with a token of its own type, good for two minutes, without
/// `nonce`, about the same person and session as the ID token; once.
#[actix_web::test]
async fn a_console_is_told_by_a_logout_token() {
    let told = Told::start().await;
    let console = told.console(json!({ "subject_type": "pairwise" })).await;
    let session = browser_session(&told.app, AGENT).await;
    let tokens = console.sign_in(&session).await;
    console.sign_in(&session).await;
    assert!(told.told().await.is_empty(), "the session lives");
    change(&told.app, "DELETE", "/session", &session).await;
    let received = told.told().await;
    assert_eq!(received.len(), 1);
    let media = &received[0].headers["content-type"];
    assert_eq!(media, "application/x-www-form-urlencoded");
    let header = jsonwebtoken::decode_header(logout_token(&received[0])).expect("a token");
    assert_eq!(header.typ.as_deref(), Some("logout+jwt"));
    let (said, known) = (
        claims(&console, &received[0]).await,
        claims_of(&console, &tokens).await,
    );
    assert_eq!((&said["sub"], &said["sid"]), (&known["sub"], &known["sid"]));
    let names: Vec<&str> = said.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["iss", "sub", "aud", "iat", "exp", "jti", "events", "sid"]
    );
    let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    assert_eq!(said["events"], event);
    let lifetime = said["exp"].as_i64().expect("a time") - said["iat"].as_i64().expect("a time");
    assert_eq!(lifetime, 120);
    assert_eq!(newest_event(&told, &console.id).await["outcome"], "success");
    logout::look_at_all(&told.app.context)
        .await
        .expect("a look");
    assert!(told.told().await.is_empty(), "once");
}

/// O-13 (every end): whatever ends a session, its console is told, and no other.
#[actix_web::test]
async fn every_end_is_told() {
    let told = Told::start().await;
    let (app, agent) = (&told.app, &told.agent);
    let console = told.console(json!({})).await;
    let of_admin = browser_session(app, ADMIN).await;
    console.sign_in(&of_admin).await;
    let sign_in = async || {
        let session = browser_session(app, AGENT).await;
        let sid = claims_of(&console, &console.sign_in(&session).await).await["sid"].clone();
        (session, sid)
    };
    let told_of = async |sid: &Value| {
        let received = told.told().await;
        assert_eq!(received.len(), 1, "{received:?}");
        assert_eq!(&claims(&console, &received[0]).await["sid"], sid);
    };
    let path = format!("/members/{agent}");
    let patch = async |body: Value| {
        app.send("PATCH", &path, &told.admin, Some(&body))
            .await
            .ok()
    };
    // Ended from the list of another session.
    let (session, sid) = sign_in().await;
    let other = app.session_of(AGENT).await;
    let own = format!("/me/sessions/{}", sid.as_str().expect("an id"));
    app.send("DELETE", &own, &other, None).await.ok();
    told_of(&sid).await;
    assert_eq!(told.app.get("/me", &other).await.status, 200, "{session}");
    // A password that was changed ends the other sessions.
    let (_, sid) = sign_in().await;
    let password =
        json!({ "current_password": PASSWORD, "new_password": "orchid lantern thursday" });
    app.post("/me/password", &other, &password).await.ok();
    told_of(&sid).await;
    let back = json!({ "current_password": "orchid lantern thursday", "new_password": PASSWORD });
    app.post("/me/password", &other, &back).await.ok();
    // An administrator disables, enables, deletes.
    let (_, sid) = sign_in().await;
    patch(json!({ "status": "disabled" })).await;
    told_of(&sid).await;
    patch(json!({ "status": "active" })).await;
    let (_, sid) = sign_in().await;
    app.send("DELETE", &path, &told.admin, None).await.ok();
    told_of(&sid).await;
    assert!(told.told().await.is_empty());
}

/// O-13 (every end): nobody writes a row when the time of a session is over: a look at all of them finds it.
#[actix_web::test]
async fn the_end_of_the_time_is_told() {
    let told = Told::start().await;
    let console = told.console(json!({})).await;
    let session = browser_session(&told.app, AGENT).await;
    console.sign_in(&session).await;
    let look = async || {
        let looked = logout::look_at_all(&told.app.context).await;
        looked.expect("a database")
    };
    told.app.clock.advance(Duration::from_mins(30));
    assert_eq!(look().await, 0, "its last use may not be written down yet");
    told.app.clock.advance(Duration::from_secs(11));
    assert_eq!(look().await, 1);
    assert_eq!(told.told().await.len(), 1);
    assert_eq!(look().await, 0);
}

/// O-13 (every end): a console that ends the session itself (RP-Initiated Logout §2) is told as the others are.
#[actix_web::test]
async fn all_consoles_of_a_session_are_told() {
    let told = Told::start().await;
    let one = told.console(json!({})).await;
    let other = told.console(json!({ "name": "Other" })).await;
    let silent = register(&told.app, &told.admin, &json!({ "name": "Silent" })).await;
    let session = browser_session(&told.app, AGENT).await;
    let tokens = one.sign_in(&session).await;
    other.sign_in(&session).await;
    silent.sign_in(&session).await;
    let hint = tokens["id_token"].as_str().expect("a token");
    let path = format!("/oauth/end-session?id_token_hint={hint}");
    let ended = Shown::of(browse(&told.app, &path, &session)).await;
    assert!(ended.status < 400, "{}", ended.text);
    let mut audiences = Vec::new();
    for received in told.told().await {
        let token = logout_token(&received);
        let of_one = [&one.id, &other.id].into_iter().find(|id| {
            let claims = token.split('.').nth(1).expect("claims");
            let claims = URL_SAFE_NO_PAD.decode(claims).expect("Base64");
            let claims: Value = serde_json::from_slice(&claims).expect("JSON");
            claims["aud"] == ***id
        });
        audiences.push(of_one.expect("one of both").clone());
    }
    audiences.sort_unstable();
    let mut both = [one.id.clone(), other.id.clone()];
    both.sort_unstable();
    assert_eq!(audiences, both);
}

/// O-13 (strangers): a console of another organization, one that is disabled and one that is deleted are told nothing.
#[actix_web::test]
async fn strangers_are_told_nothing() {
    let told = Told::start().await;
    let stranger = other_administrator(&told.app).await;
    let fields = json!({ "backchannel_logout_uri": told.receiver.url });
    let elsewhere = register(&told.app, &stranger, &fields).await;
    let body = json!({
        "organization": "other",
        "email": STRANGER,
        "password": PASSWORD,
        "transport": "cookie",
    });
    let request = told.app.request("POST", "/sign-in");
    let request = request.header("sec-fetch-site", "same-origin").json(&body);
    let of_stranger = told.app.finish(request).await.ok();
    let of_stranger = cookie(&of_stranger, "__Host-tsv=");
    elsewhere.sign_in(&of_stranger).await;
    let (disabled, deleted) = (told.console(json!({})).await, told.console(json!({})).await);
    let late = told.console(json!({})).await;
    let session = browser_session(&told.app, AGENT).await;
    for console in [&disabled, &deleted, &late] {
        console.sign_in(&session).await;
    }
    let disable = async |console: &Console<'_>| {
        let path = format!("/clients/{}", console.id);
        let body = json!({ "is_disabled": true });
        told.app
            .send("PATCH", &path, &told.admin, Some(&body))
            .await
            .ok();
    };
    disable(&disabled).await;
    let path = format!("/clients/{}", deleted.id);
    told.app.send("DELETE", &path, &told.admin, None).await.ok();
    change(&told.app, "DELETE", "/session", &session).await;
    // Disabled between the end of the session and the delivery.
    logout::follow_all(&told.app.context)
        .await
        .expect("a database");
    disable(&late).await;
    assert_eq!(told.told().await.len(), 0);
    let given_up = details_of(&told.app.context.db, Action::ClientLogoutNotDelivered).await;
    assert_eq!(given_up, Vec::<Value>::new(), "nobody need know");
}

/// O-13 (addresses): what an address leads to is looked at when it is used: no redirect is followed, and an address
/// that the host does not admit any more is not connected to.
#[actix_web::test]
async fn a_logout_goes_nowhere_else() {
    let mut told = Told::start().await;
    let made = told.console(json!({})).await;
    let (id, secret) = (made.id, made.secret);
    let end = async |told: &Told| {
        let console = Console {
            app: &told.app,
            id: id.clone(),
            secret: secret.clone(),
        };
        let session = browser_session(&told.app, AGENT).await;
        console.sign_in(&session).await;
        change(&told.app, "DELETE", "/session", &session).await;
    };
    let elsewhere = Receiver::start().await;
    let redirect = format!("307 Temporary Redirect\r\nlocation: {}", elsewhere.url);
    told.receiver.answer(&[&redirect]);
    end(&told).await;
    assert_eq!(told.told().await.len(), 1);
    assert!(elsewhere.take().is_empty());
    let event = newest_event(&told, &id).await;
    assert_eq!(event["reason"], "logout_refused");
    assert_eq!(event["detail"]["description"], "307");
    told.app.context.outbound = twostep::platform::outbound::Outbound::default();
    let (db, keys) = (
        told.app.context.db.clone(),
        told.app.context.keys.as_ref().clone(),
    );
    told.app.restart(db, keys);
    told.app.clock.advance(Duration::from_secs(1));
    end(&told).await;
    assert!(told.told().await.is_empty());
    let event = newest_event(&told, &id).await;
    assert_eq!(event["reason"], "logout_address");
}

/// O-13 (again): Back-Channel Logout §2.8: a console that does not answer rightly is told again, by a token of its own;
/// one that finds the token wrong (400) is not, and the record says so.
#[actix_web::test]
async fn a_console_is_told_again() {
    let told = Told::start().await;
    let console = told.console(json!({})).await;
    let end = async || {
        let session = browser_session(&told.app, AGENT).await;
        console.sign_in(&session).await;
        change(&told.app, "DELETE", "/session", &session).await;
    };
    told.receiver.answer(&["503 Busy"]);
    end().await;
    let first = told.told().await;
    assert!(told.told().await.is_empty());
    told.app.clock.advance(Duration::from_secs(5));
    let second = told.told().await;
    assert_eq!((first.len(), second.len()), (1, 1));
    let (first, second) = (
        claims(&console, &first[0]).await,
        claims(&console, &second[0]).await,
    );
    assert_eq!(first["sid"], second["sid"]);
    assert!(first["jti"] != second["jti"] && first["iat"] != second["iat"]);
    told.receiver.answer(&["400 Bad Request"]);
    end().await;
    assert_eq!(told.told().await.len(), 1);
    told.app.clock.advance(Duration::from_hours(1));
    assert!(told.told().await.is_empty());
    let given_up = details_of(&told.app.context.db, Action::ClientLogoutNotDelivered).await;
    let expected = json!({ "kind": console.id, "cause": "it answered 400" });
    assert_eq!(given_up, [expected]);
}

/// O-13 (no delay): a console that does not answer delays no sign-out.
#[actix_web::test]
async fn a_slow_console_delays_nobody() {
    let told = Told::start().await;
    let console = told.console(json!({})).await;
    let session = browser_session(&told.app, AGENT).await;
    console.sign_in(&session).await;
    let gate = told.receiver.hold();
    change(&told.app, "DELETE", "/session", &session).await;
    let answered = async {
        gate.arrived().await;
        gate.open();
    };
    let (sent, ()) = tokio::join!(work_off(&told.app), answered);
    assert_eq!(sent, 1);
}

/// O-13 (once): several nodes find the end of a session at once: one tells.
#[actix_web::test]
async fn nodes_tell_once() {
    let Some((nodes, _)) = three_nodes().await else {
        return;
    };
    let receiver = Receiver::start().await;
    let [first, ..] = nodes;
    let app = receiver.admit(first);
    let others = [app.another_node(), app.another_node()];
    let admin = app.session_of(ADMIN).await;
    let fields = json!({ "backchannel_logout_uri": receiver.url });
    let console = register(&app, &admin, &fields).await;
    let session = browser_session(&app, ADMIN).await;
    console.sign_in(&session).await;
    change(&app, "DELETE", "/session", &session).await;
    let all = [&app, &others[0], &others[1]];
    let looks = all.map(|node| logout::look_at_all(&node.context));
    let told = futures_util::future::join_all(looks).await;
    let told: usize = told.into_iter().map(|told| told.expect("a look")).sum();
    assert_eq!(told, 1);
    let sent = all.map(|node| logout::deliver_due(&node.context));
    let sent: usize = futures_util::future::join_all(sent).await.into_iter().sum();
    assert_eq!((sent, receiver.take().len()), (1, 1));
}
