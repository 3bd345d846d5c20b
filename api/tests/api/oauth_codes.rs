//! Codes: redeemed once, by whom they were made for, with what was sent with them.

use crate::attacks::other_administrator;
use crate::oauth_support::{CALLBACK, Shown, VERIFIER, browser_session, form, register, still};
use crate::rows::{count_events, details_of};
use crate::support::{ADMIN, TestApp};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;
use twostep::application::sweeper::sweep_once;
use twostep::record::audit::Action;

fn error_of(answer: &Shown) -> String {
    let body = answer.json();
    body["error"].as_str().unwrap_or_default().to_owned()
}

/// O-02 (once, revokes): RFC 6749 §4.1.2, RFC 9700 §2.1.1: of 50 who redeem a code at once one gets tokens; as two
/// had the code, what was made of
/// it is void.
#[actix_web::test]
async fn a_code_is_redeemed_once() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let answers = join_all((0..50).map(|_| console.redeem(&code, &[]))).await;
    let good: Vec<&Shown> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .collect();
    assert_eq!(good.len(), 1);
    let bad = answers.iter().filter(|answer| answer.status != 200);
    assert!(
        bad.clone()
            .all(|answer| error_of(answer) == "invalid_grant")
    );
    assert_eq!(bad.count(), 49);
    let tokens = good[0].json();
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(console.userinfo(access).await.status, 401);
    let url = app.database.url();
    assert_eq!(count_events(url, Action::ClientCodeReused).await, 1);
}

/// O-02 (revokes): RFC 6749 §4.1.2, §10.5: a second try revokes what was made of a code, and is recorded.
#[actix_web::test]
async fn a_second_try_revokes_the_first() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let tokens = console.redeem(&code, &[]).await.json();
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(console.userinfo(access).await.status, 200);
    // Of another console it is no second try.
    let other = register(&app, &admin, &json!({})).await;
    assert_eq!(error_of(&other.redeem(&code, &[]).await), "invalid_grant");
    assert_eq!(console.userinfo(access).await.status, 200);
    // Also long after its minute.
    app.clock.advance(Duration::from_mins(5));
    sweep_once(&app.context).await.expect("a database");
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    assert_eq!(console.userinfo(access).await.status, 401);
    let recorded = details_of(&app.context.db, Action::ClientCodeReused).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["client"], console.id);
}

/// O-02 (bound): RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §4.8.2: whatever differs from what was sent for the code,
/// it is not redeemed;
/// and none of it uses the code up.
#[actix_web::test]
async fn a_code_is_redeemed_with_what_it_was_made_for() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let other = VERIFIER.replace('d', "e");
    for (more, error) in [
        (("code_verifier", ""), "invalid_grant"),
        (("code_verifier", other.as_str()), "invalid_grant"),
        (
            ("redirect_uri", "https://remote.example.com/callback/"),
            "invalid_grant",
        ),
        (("redirect_uri", ""), "invalid_request"),
        (("code", "tsg_x"), "invalid_grant"),
        (("code", ""), "invalid_request"),
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", "refresh_token"), "unsupported_grant_type"),
    ] {
        let answer = console.redeem(&code, &[more]).await;
        assert_eq!(
            (answer.status, error_of(&answer).as_str()),
            (400, error),
            "{more:?}"
        );
    }
    // The address was taken away meanwhile.
    let set_uris = |uris: Value| {
        let path = format!("/clients/{}", console.id);
        let body = json!({ "redirect_uris": uris });
        let request = app.request("PATCH", &path).bearer_auth(&admin);
        app.finish(request.header("if-match", "*").json(&body))
    };
    set_uris(json!(["https://elsewhere.example.com/"]))
        .await
        .ok();
    let gone = console.redeem(&code, &[]).await;
    assert_eq!(error_of(&gone), "invalid_grant");
    set_uris(json!([CALLBACK])).await.ok();
    let form = form(&code, &[]);
    let twice = Shown::of(console.send("/oauth/token", format!("{form}&code={code}"))).await;
    assert_eq!(error_of(&twice), "invalid_request");
    let tokens = console.redeem(&code, &[]).await.json();
    // Who has the code and not what belongs to it takes nothing back.
    let taken = console.redeem(&code, &[("code_verifier", "")]).await;
    assert_eq!(error_of(&taken), "invalid_grant");
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(console.userinfo(access).await.status, 200);
}

/// O-03 (downgrade): RFC 9700 §4.8.2: a challenge that an attacker took out of the request is missed, and one that
/// was put in too.
#[actix_web::test]
async fn pkce_is_not_taken_out_on_the_way() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = console.start(&session, &without).await.code();
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    let plain = console.redeem(&code, &[("code_verifier", "")]).await;
    assert_eq!(plain.status, 200, "a confidential client may go without");
    let public = json!({ "token_endpoint_auth_method": "none" });
    let public = register(&app, &admin, &public).await;
    let refused = public.start(&session, &without).await.refused();
    assert_eq!(refused, "invalid_request");
    let code = public.start(&session, &[]).await.code();
    let no_verifier = public.redeem(&code, &[("code_verifier", "")]).await;
    assert_eq!(error_of(&no_verifier), "invalid_grant");
    assert_eq!(public.redeem(&code, &[]).await.status, 200);
}

/// O-02 (a minute): RFC 6749 §4.1.2: a code is good for a minute.
#[actix_web::test]
async fn a_code_is_good_for_a_minute() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    app.clock.advance(Duration::from_mins(1));
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    let code = console.start(&session, &[]).await.code();
    app.clock.advance(Duration::from_secs(59));
    assert_eq!(console.redeem(&code, &[]).await.status, 200);
}

/// O-09 (refusals): RFC 6749 §2.3.1, §5.2: who does not prove itself gets 401 with the scheme, alike for every
/// reason.
#[actix_web::test]
async fn a_console_proves_itself() {
    let (app, admin) = TestApp::with_admin().await;
    let mut console = register(&app, &admin, &json!({})).await;
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let (id, secret) = (console.id.clone(), console.secret.clone());
    let other = register(&app, &admin, &json!({})).await;
    let stranger = other_administrator(&app).await;
    let foreign = register(&app, &stranger, &json!({})).await;
    for (id, secret) in [
        (id.as_str(), "tso_wrong"),
        (id.as_str(), other.secret.as_str()),
        (id.as_str(), foreign.secret.as_str()),
        (id.as_str(), ""),
        ("nobody", secret.as_str()),
        ("0197b5d0-6a4e-7d2c-8000-000000000001", secret.as_str()),
    ] {
        id.clone_into(&mut console.id);
        secret.clone_into(&mut console.secret);
        let answer = console.redeem(&code, &[]).await;
        assert_eq!(
            (answer.status, error_of(&answer).as_str()),
            (401, "invalid_client"),
            "{id}"
        );
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
    // A code of another console is none (code injection, RFC 9700 §4.5).
    assert_eq!(error_of(&other.redeem(&code, &[]).await), "invalid_grant");
    // In the form instead of the header.
    let form = form(&code, &[("client_id", &id), ("client_secret", &secret)]);
    let request = still(&app, "POST", "/oauth/token").header(
        "content-type",
        "application/x-www-form-urlencoded; charset=UTF-8",
    );
    assert_eq!(Shown::of(request.body(form)).await.status, 200);
}

/// A session that ended, a console that was disabled, a person who may no longer: each takes the code with it.
#[actix_web::test]
async fn a_code_dies_with_what_it_stands_on() {
    let (app, admin) = TestApp::with_admin().await;
    let console = register(&app, &admin, &json!({})).await;
    let path = format!("/clients/{}", console.id);
    let session = browser_session(&app, ADMIN).await;
    let code = console.start(&session, &[]).await.code();
    let disable = |is_disabled: bool| json!({ "is_disabled": is_disabled });
    app.send("PATCH", &path, &admin, Some(&disable(true)))
        .await
        .ok();
    assert_eq!(
        error_of(&console.redeem(&code, &[]).await),
        "invalid_client"
    );
    app.clock.advance(Duration::from_secs(1));
    app.send("PATCH", &path, &admin, Some(&disable(false)))
        .await
        .ok();
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    let code = console.start(&session, &[]).await.code();
    let body = json!({ "allowed_roles": ["agent"] });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    let body = json!({ "allowed_roles": ["admin"], "minimum_acr": "urn:twostep:aal2" });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(error_of(&console.redeem(&code, &[]).await), "invalid_grant");
    let body = json!({ "minimum_acr": "urn:twostep:aal1" });
    app.send("PATCH", &path, &admin, Some(&body)).await.ok();
    assert_eq!(console.redeem(&code, &[]).await.status, 200);
}
