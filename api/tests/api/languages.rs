//! In which language and zone a member is written to, and what mails with codes say of themselves.

use crate::rows::details_of;
use crate::support::{ADMIN, AGENT, PASSWORD, TestApp, setup_request};
use serde_json::{Value, json};
use twostep::record::audit::Action;

const GERMAN: &str = "de-AT, de;q=0.9, en;q=0.5";

/// A sign-in in a browser that speaks German and stands in Vienna; gives the flow's token.
async fn sign_in_german(app: &TestApp, email: &str) -> Value {
    app.finish(german(app, email)).await.ok().body
}

fn german(app: &TestApp, email: &str) -> reqwest::RequestBuilder {
    let body = json!({ "email": email, "password": PASSWORD, "time_zone": "Europe/Vienna" });
    app.request("POST", "/sign-in")
        .header("Accept-Language", GERMAN)
        .json(&body)
}

async fn with_required_step() -> (TestApp, String) {
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let (_, admin) = app.set_up_phone(&admin).await;
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    (app, admin)
}

/// B13, B12: who never chose a language gets the mails of a sign-in in the language of the browser in which
/// it goes on, with times in its zone.
#[actix_web::test]
async fn a_mail_speaks_the_language_of_the_browser_beside_it() {
    let (app, _) = with_required_step().await;
    let flow = sign_in_german(&app, AGENT).await;
    let token = flow["flow_token"].as_str().expect("a flow");
    let send = app
        .request("POST", "/enrollment/email")
        .header("Accept-Language", GERMAN)
        .bearer_auth(token);
    app.finish(send).await.ok();
    let mail = app.newest_mail("email_verification").await;
    assert_eq!(mail["locale"], "de");
    assert_eq!(mail["time_zone"], "Europe/Vienna");
    // The code was typed in a browser that asks for no language: the last one is remembered.
    app.clock.advance(std::time::Duration::from_mins(1));
    app.enroll(token).await;
    assert_eq!(app.newest_mail("device_added").await["locale"], "de");
}

/// B13: a language that the member chose goes before every browser's; `null` gives the browser its say back.
#[actix_web::test]
async fn a_chosen_language_counts_until_it_is_given_back() {
    let (app, admin) = TestApp::with_admin().await;
    assert_eq!(app.get("/me", &admin).await.body.get("locale"), None);
    for (chosen, shown, mailed) in [
        (json!("de"), Some(&json!("de")), "de"),
        (json!(null), None, "en"),
    ] {
        let body = json!({ "locale": chosen });
        let me = app.send("PATCH", "/me", &admin, Some(&body)).await.ok();
        assert_eq!(me.body.get("locale"), shown);
        // What does not name the language leaves it as it is.
        let name = json!({ "display_name": "Ada Admin" });
        let me = app.send("PATCH", "/me", &admin, Some(&name)).await.ok();
        assert_eq!(me.body.get("locale"), shown);
        assert_eq!(app.get("/me", &admin).await.body.get("locale"), shown);
        app.clock.advance(std::time::Duration::from_mins(1));
        let body = json!({ "email": format!("{mailed}@example.com"), "display_name": "Jo Doe" });
        app.post("/members", &admin, &body).await.ok();
        assert_eq!(app.newest_mail("invitation").await["locale"], mailed);
    }
    // The record says what was changed, and has no row of what stayed.
    let changed = json!({ "changed": ["locale"] });
    let recorded = details_of(&app.context.db, Action::MemberChanged).await;
    assert_eq!(recorded, [changed.clone(), changed]);
}

/// B13: who stole a password does not choose the language of the warning about it, nor its zone; who has
/// finished a sign-in in that browser does, before the code.
#[actix_web::test]
async fn only_a_known_browser_changes_the_language_of_warnings() {
    for (is_known, locale, time_zone) in
        [(false, "en", "Asia/Tokyo"), (true, "de", "Europe/Vienna")]
    {
        let (app, admin) = TestApp::with_admin().await;
        let id = app.invite(&admin, AGENT, "agent").await;
        let body = json!({ "email": AGENT, "password": PASSWORD, "time_zone": "Asia/Tokyo" });
        let request = app
            .request("POST", "/sign-in")
            .header("Accept-Language", "en")
            .json(&body);
        let session = app.finish(request).await.ok().text("/session/token");
        let (phone, _) = app.set_up_phone(&session).await;
        let cookie = app.known_browser_with(AGENT, &phone).await;
        let added = app.newest_mail("device_added").await;
        assert_eq!(
            (&added["locale"], &added["time_zone"]),
            (&json!("en"), &json!("Asia/Tokyo"))
        );
        let mut request = german(&app, AGENT);
        if is_known {
            request = request.header("cookie", cookie);
        }
        let started = app.finish(request).await.ok();
        assert_eq!(started.text("/step"), "code", "no session yet");
        let reset = format!("/members/{id}/device-reset");
        app.post(&reset, &admin, &json!({ "reason": "Lost" }))
            .await
            .ok();
        let told = app.newest_mail("device_reset").await;
        assert_eq!(told["locale"], locale, "known: {is_known}");
        assert_eq!(told["time_zone"], time_zone, "known: {is_known}");
    }
}

/// B12: a zone that the program does not know is ignored, and UTC stays the last resort; the organization's
/// zone is that of the browser in which it was made.
#[actix_web::test]
async fn the_zone_of_the_organization_is_that_of_its_first_browser() {
    for (sent, kept) in [
        (json!("Europe/Berlin"), json!("Europe/Berlin")),
        (json!("Mars/Olympus"), json!(null)),
    ] {
        let app = TestApp::start();
        let mut body = setup_request(&app.setup_token().await);
        body["time_zone"] = sent;
        let request = app
            .request("POST", "/setup")
            .header("Accept-Language", GERMAN)
            .json(&body);
        app.finish(request).await.ok();
        let admin = app.session_of(ADMIN).await;
        let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
        app.post("/members", &admin, &body).await.ok();
        let invitation = app.newest_mail("invitation").await;
        assert_eq!(invitation["time_zone"], kept);
        assert_eq!(invitation["locale"], "de", "the inviter's browser");
    }
}

/// B13: the form of the invitation takes a language.
#[actix_web::test]
async fn an_invitation_is_accepted_with_a_language() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    app.post("/members", &admin, &body).await.ok();
    let token = app.newest_mail("invitation").await["content"]["token"].clone();
    let body = json!({ "token": token, "password": PASSWORD, "locale": "de" });
    app.post("/invitations/accept", "", &body).await.ok();
    let session = app.session_of(AGENT).await;
    assert_eq!(app.get("/me", &session).await.text("/locale"), "de");
}

/// A10: the mail knows what its code leads to, and roughly who asked.
#[actix_web::test]
async fn a_code_mail_knows_what_it_is_for() {
    let newest = async |app: &TestApp| {
        let mail = app.newest_mail("email_verification").await;
        let content = mail["content"].clone();
        assert_eq!(content["circumstances"]["network"], "127.0.0.0/24");
        assert!(content["circumstances"]["at"].is_string(), "{content}");
        assert!(content["circumstances"]["program"].is_string(), "{content}");
        content["purpose"].clone()
    };
    // Of somebody who is signed in and was not asked.
    let (app, admin) = TestApp::with_admin().await;
    app.invite(&admin, AGENT, "agent").await;
    let (phone, admin) = app.set_up_phone(&admin).await;
    assert_eq!(newest(&app).await, "own_wish");
    // In the place of the one that there is.
    let flow = app.sign_in(ADMIN).await.ok().text("/flow_token");
    app.send("POST", "/sign-in/new-device", &flow, None)
        .await
        .ok();
    app.clock.advance(std::time::Duration::from_mins(1));
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    assert_eq!(newest(&app).await, "new_device");
    drop(phone);
    // Because the policy asks for it.
    let body = json!({ "two_step": "required", "version": 1 });
    app.send("PUT", "/policy", &admin, Some(&body)).await.ok();
    app.clock.advance(std::time::Duration::from_mins(1));
    let flow = app.sign_in(AGENT).await.ok().text("/flow_token");
    app.send("POST", "/enrollment/email", &flow, None)
        .await
        .ok();
    assert_eq!(newest(&app).await, "first_device");
}
