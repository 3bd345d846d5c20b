//! API tokens that are offered to another administrator: who may be asked, what an offer changes, and how it ends.

use crate::api_tokens::{SECOND, make, reauthenticate, second_admin};
use crate::audit::run_sql;
use crate::recovery::sign_in;
use crate::recovery_hold::{decide, reset_by_mail};
use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, Answer, TestApp};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared_types::limits::{API_TOKEN_OFFER_LIFETIME, API_TOKEN_OFFERS_PER_HOUR};
use std::time::Duration;
use twostep::record::audit::Action;

/// A token of the second administrator's, who is about to leave.
struct Leaving {
    app: TestApp,
    admin: String,
    own: String,
    owner: String,
    token: String,
    id: String,
}

impl Leaving {
    async fn start() -> Self {
        let (app, admin) = TestApp::with_admin().await;
        let (owner, second) = second_admin(&app, &admin).await;
        let made = make(&app, &second, &["members:read"]).await.ok();
        let own = app.get("/me", &admin).await.ok().text("/id");
        let (token, id) = (made.text("/token"), made.text("/id"));
        Self {
            app,
            admin,
            own,
            owner,
            token,
            id,
        }
    }

    async fn offer(&self, session: &str, to: &str) -> Answer {
        let path = format!("/api-tokens/{}/hand-over", self.id);
        self.app.post(&path, session, &json!({ "to": to })).await
    }

    async fn answer(&self, session: &str, answer: &str) -> Answer {
        let path = format!("/api-tokens/{}/hand-over/{answer}", self.id);
        self.app.send("POST", &path, session, None).await
    }

    async fn listed(&self) -> Value {
        let list = self.app.get("/api-tokens", &self.admin).await.ok();
        list.body["items"][0].clone()
    }
}

/// K-03: an offer alone changes nothing; once it is taken with a fresh session, programs go on although the former
/// owner is disabled. Who made it stays known, and both are told.
#[actix_web::test]
async fn an_offered_token_is_taken_over() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    let offered = leaving.offer(admin, &leaving.own).await.ok();
    assert_eq!(offered.text("/offer/to/id"), leaving.own);
    assert_eq!(offered.text("/owner/id"), leaving.owner);
    let end = (app.clock.now() + API_TOKEN_OFFER_LIFETIME).to_string();
    assert_eq!(offered.text("/offer/ends_at"), end);
    assert_eq!(leaving.listed().await, offered.body);
    let disabled = json!({ "status": "disabled" });
    let path = format!("/members/{}", leaving.owner);
    app.send("PATCH", &path, admin, Some(&disabled)).await.ok();
    app.get("/members", &leaving.token)
        .await
        .refused(401, "unauthenticated");
    app.clock.advance(Duration::from_mins(6));
    leaving
        .answer(admin, "accept")
        .await
        .refused(403, "reauthentication_required");
    reauthenticate(app, admin).await;
    let taken = leaving.answer(admin, "accept").await.ok();
    assert_eq!(taken.text("/owner/id"), leaving.own);
    assert_eq!(taken.text("/made_by"), leaving.owner);
    assert!(taken.body["offer"].is_null(), "{taken:?}");
    app.get("/members", &leaving.token).await.ok();
    leaving
        .answer(admin, "accept")
        .await
        .refused(404, "not_found");
    let details = details_of(&app.context.db, Action::ApiTokenOfferTaken).await;
    assert_eq!(details.len(), 1);
    assert_eq!(details[0]["made_by"], json!(leaving.owner));
    assert_eq!(app.mails("api_token_taken_over").await.len(), 2);
}

/// K-03: nobody answers any more for a token that has expired: it is not offered and not taken over, and nobody is told
/// that it acts for anybody.
#[actix_web::test]
async fn an_expired_token_is_not_taken_over() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    leaving.offer(admin, &leaving.own).await.ok();
    run_sql(app, "UPDATE api_tokens SET expires_at = created_at").await;
    assert_eq!(leaving.listed().await["state"], "expired");
    leaving
        .answer(admin, "accept")
        .await
        .refused(404, "not_found");
    leaving
        .offer(admin, &leaving.own)
        .await
        .refused(404, "not_found");
    let path = format!("/api-tokens/{}/take-over", leaving.id);
    app.send("POST", &path, admin, None)
        .await
        .refused(404, "not_found");
    assert_eq!(leaving.listed().await["owner"]["id"], leaving.owner);
    assert!(app.mails("api_token_taken_over").await.is_empty());
}

/// K-03, A-01: only an administrator who can sign in is asked, and not who answers for it; only an administrator with a
/// fresh session asks; other organizations see nothing. A second press sends no second mail.
#[actix_web::test]
async fn administrators_alone_are_asked() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    let agent = app.invite(admin, AGENT, "agent").await;
    let nobody = "0197b5d0-6a4e-7d2c-8000-000000000001";
    for to in [agent.as_str(), leaving.owner.as_str(), nobody] {
        leaving.offer(admin, to).await.refused(422, "invalid_input");
    }
    let session = app.session_of(AGENT).await;
    leaving
        .offer(&session, &leaving.own)
        .await
        .refused(403, "forbidden");
    let stranger = crate::attacks::other_administrator(app).await;
    leaving
        .offer(&stranger, &leaving.own)
        .await
        .refused(404, "not_found");
    leaving
        .offer(&leaving.token, &leaving.own)
        .await
        .refused(403, "forbidden");
    let second = app.session_of(SECOND).await;
    leaving.offer(&second, &leaving.own).await.ok();
    leaving.offer(admin, &leaving.own).await.ok();
    assert_eq!(app.mails("api_token_offered").await.len(), 1);
    let details = details_of(&app.context.db, Action::ApiTokenOffered).await;
    assert_eq!(details.len(), 1);
    for answer in ["accept", "decline"] {
        for session in [&second, &stranger] {
            leaving
                .answer(session, answer)
                .await
                .refused(404, "not_found");
        }
    }
    app.clock.advance(Duration::from_mins(6));
    leaving
        .offer(admin, &leaving.own)
        .await
        .refused(403, "reauthentication_required");
}

/// Who offers a token to himself knows it: he gets no mail that he asks himself.
#[actix_web::test]
async fn nobody_is_mailed_what_he_asks_himself() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    let offered = leaving.offer(admin, &leaving.own).await.ok();
    assert_eq!(offered.text("/offer/by/id"), leaving.own);
    assert!(app.mails("api_token_offered").await.is_empty());
    leaving.answer(admin, "accept").await.ok();
}

/// Each offer is a mail: a token that goes back and forth between two is offered so often in an hour, and no longer.
/// Another token is offered all the same.
#[actix_web::test]
async fn so_many_offers_are_made_in_an_hour() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    let third = app.invite(admin, "third@example.com", "admin").await;
    app.session_of("third@example.com").await;
    let asked = |turn: usize| {
        if turn.is_multiple_of(2) {
            &third
        } else {
            &leaving.own
        }
    };
    for turn in 0..API_TOKEN_OFFERS_PER_HOUR {
        leaving.offer(admin, asked(turn)).await.ok();
    }
    let last = leaving.listed().await;
    let to = asked(API_TOKEN_OFFERS_PER_HOUR);
    let refused = leaving.offer(admin, to).await;
    refused.refused(429, "throttled");
    assert_eq!(refused.headers["retry-after"], "3600");
    assert_eq!(leaving.listed().await, last);
    let other = make(app, admin, &["members:read"]).await.ok();
    let path = format!("/api-tokens/{}/hand-over", other.text("/id"));
    app.post(&path, admin, &json!({ "to": third })).await.ok();
    app.clock.advance(Duration::from_hours(1));
    let admin = app.session_of(ADMIN).await;
    leaving.offer(&admin, to).await.ok();
}

/// An offer ends by itself, by a no, and when somebody takes the token over otherwise; its owner answers for it as
/// before.
#[actix_web::test]
async fn an_offer_ends() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    leaving.offer(admin, &leaving.own).await.ok();
    assert_eq!(leaving.answer(admin, "decline").await.status, 204);
    assert!(leaving.listed().await["offer"].is_null());
    leaving
        .answer(admin, "decline")
        .await
        .refused(404, "not_found");
    let details = details_of(&app.context.db, Action::ApiTokenOfferDeclined).await;
    assert_eq!(details.len(), 1);
    leaving.offer(admin, &leaving.own).await.ok();
    let path = format!("/api-tokens/{}/take-over", leaving.id);
    app.send("POST", &path, admin, None).await.ok();
    leaving
        .answer(admin, "accept")
        .await
        .refused(404, "not_found");
    let second = app.session_of(SECOND).await;
    leaving.offer(&second, &leaving.owner).await.ok();
    app.clock.advance(API_TOKEN_OFFER_LIFETIME);
    let second = app.session_of(SECOND).await;
    for answer in ["accept", "decline"] {
        leaving
            .answer(&second, answer)
            .await
            .refused(404, "not_found");
    }
    app.get("/members", &leaving.token).await.ok();
}

/// Of acceptances at the same time one counts, also against a no; a token that is ended meanwhile is nobody's.
#[actix_web::test]
async fn one_of_parallel_answers_counts() {
    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    leaving.offer(admin, &leaving.own).await.ok();
    let answers = ["accept", "decline", "accept", "accept", "decline", "accept"];
    let answers = join_all(answers.map(|answer| leaving.answer(admin, answer))).await;
    let counted = answers.iter().filter(|answer| answer.status < 300).count();
    assert_eq!(counted, 1, "{answers:?}");
    let of = async |action| details_of(&app.context.db, action).await.len();
    let recorded = of(Action::ApiTokenOfferTaken).await + of(Action::ApiTokenOfferDeclined).await;
    assert_eq!(recorded, 1);

    let leaving = Leaving::start().await;
    let Leaving { app, admin, .. } = &leaving;
    leaving.offer(admin, &leaving.own).await.ok();
    let path = format!("/api-tokens/{}", leaving.id);
    let end = app.send("DELETE", &path, admin, None);
    let (ended, accepted) = tokio::join!(end, leaving.answer(admin, "accept"));
    assert_eq!(ended.status, 204, "{ended:?}");
    assert!([200, 404].contains(&accepted.status), "{accepted:?}");
    app.get("/members", &leaving.token)
        .await
        .refused(401, "unauthenticated");
    let taken = details_of(&app.context.db, Action::ApiTokenOfferTaken).await;
    assert_eq!(taken.len(), usize::from(accepted.status == 200));
}

/// F3b, D-09, K-03: who came by the mailbox alone offers no token, and an offer that was made before is over when the
/// token is stopped.
#[actix_web::test]
async fn no_offer_outlives_a_refused_recovery() {
    let leaving = Leaving::start().await;
    let Leaving { app, own, .. } = &leaving;
    let owner = app.session_of(SECOND).await;
    leaving.offer(&owner, own).await.ok();
    reset_by_mail(app, SECOND).await;
    let thief = sign_in(app, SECOND).await.ok().text("/session/token");
    leaving
        .offer(&thief, own)
        .await
        .refused(403, "recovery_hold");
    let admin = app.session_of(ADMIN).await;
    decide(app, &admin, &leaving.owner, "refuse").await.ok();
    let taken = leaving.answer(&admin, "accept").await;
    taken.refused(404, "not_found");
    let used = app.get("/members", &leaving.token).await;
    used.refused(401, "unauthenticated");
}

/// F3b, D-09: while recovery by e-mail is held for the new owner, no token is taken over; the former and the new owner
/// are told.
#[actix_web::test]
async fn a_take_over_is_told_and_held() {
    let (app, admin) = TestApp::with_admin().await;
    let (id, _) = second_admin(&app, &admin).await;
    let made = make(&app, &admin, &["members:read"]).await.ok();
    let path = format!("/api-tokens/{}", made.text("/id"));
    let offer = format!("{path}/hand-over");
    app.post(&offer, &admin, &json!({ "to": id })).await.ok();
    reset_by_mail(&app, SECOND).await;
    let session = sign_in(&app, SECOND).await.ok().text("/session/token");
    let accept = format!("{offer}/accept");
    let path = format!("{path}/take-over");
    for path in [&accept, &path] {
        app.send("POST", path, &session, None)
            .await
            .refused(403, "recovery_hold");
    }
    decide(&app, &admin, &id, "approve").await.ok();
    app.send("POST", &path, &session, None).await.ok();
    let told = app.mails("api_token_taken_over").await;
    let mut to: Vec<&str> = told
        .iter()
        .filter_map(|mail| mail["to"]["address"].as_str())
        .collect();
    to.sort_unstable();
    assert_eq!(to, [ADMIN, SECOND], "{told:?}");
    app.get("/members", &made.text("/token")).await.ok();
}
