//! The story of somebody who has a member's password and does with it all that disturbs.

use crate::browser::Browser;
use crate::refusals::{OWNER, THIEF, finish, from, known_browser, password, proxied};
use crate::support::{AGENT, Answer, PASSWORD, Phone, TestApp};
use serde_json::{Value, json};
use std::time::Duration;

struct Thief<'a> {
    app: &'a TestApp,
    phone: &'a Phone,
}

impl Thief<'_> {
    async fn sign_in(&self) -> String {
        let answer = from(self.app, THIEF, "/sign-in", "", &password(AGENT, PASSWORD)).await;
        answer.ok().text("/flow_token")
    }

    async fn send(&self, method: &str, path: &str, flow: &str, body: Option<&Value>) -> Answer {
        let request = self.app.request(method, path).bearer_auth(flow);
        let request = request.header("x-forwarded-for", THIEF);
        self.app
            .finish(match body {
                Some(body) => request.json(body),
                None => request,
            })
            .await
    }

    /// Ends a flow with five wrong codes, so that codes of strangers are delayed.
    async fn guess_codes(&self) {
        let (flow, wrong) = (
            self.sign_in().await,
            json!({ "code": self.phone.wrong_code(&self.app.clock) }),
        );
        let mut ended = false;
        for _ in 0..5 {
            let answer = self
                .send("POST", "/sign-in/code", &flow, Some(&wrong))
                .await;
            ended |= answer.body["code"] == "flow_expired" || answer.status == 429;
        }
        assert!(ended, "the thief is delayed");
    }

    /// Tries for a device: no secret is shown, and mailed codes are guessed until none is looked at.
    async fn guess_mailed_codes(&self) {
        let flow = self.sign_in().await;
        self.send("POST", "/sign-in/new-device", &flow, None)
            .await
            .ok();
        let guess = json!({ "code": "000000" });
        let mut statuses = Vec::new();
        for _ in 0..8 {
            self.send("POST", "/enrollment/email", &flow, None).await;
            for _ in 0..5 {
                let path = "/enrollment/email/verify";
                let answer = self.send("POST", path, &flow, Some(&guess)).await;
                statuses.push(answer.status);
            }
            for (method, path, body) in [
                ("GET", "/enrollment/device", None),
                ("POST", "/enrollment/device/confirm", Some(&guess)),
            ] {
                self.send(method, path, &flow, body)
                    .await
                    .refused(409, "wrong_step");
            }
            self.app.clock.advance(Duration::from_secs(61));
        }
        assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    }

    /// As many flows as there may be.
    async fn fill_flows(&self) {
        for number in 0..40 {
            let address = format!("198.51.{number}.77");
            from(
                self.app,
                &address,
                "/sign-in",
                "",
                &password(AGENT, PASSWORD),
            )
            .await;
        }
    }
}

/// The owner's first right code signs in.
async fn owner_signs_in(app: &TestApp, browser: &mut Browser<'_>, phone: &Phone) {
    app.clock.advance(Duration::from_secs(30));
    let answer = finish(app, browser, phone).await.ok();
    assert_eq!(answer.text("/step"), "done");
}

/// F2: a flow that stands in a strange browser loses neither its mailed code nor its set-up to a thief who signs in three times
/// a second from anywhere.
#[actix_web::test]
async fn a_password_thief_takes_nothing_from_a_flow_that_stands() {
    let (app, _, phone) = proxied().await;
    let thief = Thief {
        app: &app,
        phone: &phone,
    };
    let standing = from(&app, OWNER, "/sign-in", "", &password(AGENT, PASSWORD)).await;
    let standing = standing.ok().text("/flow_token");
    let nothing = Value::Null;
    let own = async |path: &str, body: &Value| from(&app, OWNER, path, &standing, body).await;
    thief.fill_flows().await;
    own("/sign-in/new-device", &nothing).await.ok();
    own("/enrollment/email", &nothing).await.ok();
    let code = app.newest_mail("email_verification").await["content"]["code"].clone();
    thief.fill_flows().await;
    own("/enrollment/email/verify", &json!({ "code": code }))
        .await
        .ok();
    let device = app.get("/enrollment/device", &standing).await.ok();
    let new = Phone::scan(&device.text("/secret"));
    thief.fill_flows().await;
    let code = json!({ "code": new.code(&app.clock) });
    let confirmed = own("/enrollment/device/confirm", &code).await.ok();
    let renewed = confirmed.text("/flow_token");
    thief.fill_flows().await;
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": new.code(&app.clock) });
    let done = from(&app, OWNER, "/sign-in/code", &renewed, &code)
        .await
        .ok();
    assert_eq!(done.text("/step"), "done");
}

/// D-03 (secret, replace, sign-in, enrollment): the thief guesses codes and mailed codes, and fills the
/// flows; the owner signs in with the old phone in a known browser during it all and afterwards, and sets up
/// another phone there.
#[actix_web::test]
async fn a_password_thief_takes_nothing_from_a_known_owner() {
    let (app, _, phone) = proxied().await;
    let mut browser = known_browser(&app, &phone).await;
    let thief = Thief {
        app: &app,
        phone: &phone,
    };
    thief.guess_codes().await;
    owner_signs_in(&app, &mut browser, &phone).await;
    app.clock.advance(Duration::from_mins(2));
    thief.guess_mailed_codes().await;
    owner_signs_in(&app, &mut browser, &phone).await;
    app.clock.advance(Duration::from_mins(16));
    thief.fill_flows().await;
    owner_signs_in(&app, &mut browser, &phone).await;

    // The thief has used up the day's mails and wrong mailed codes of strangers.
    app.clock.advance(Duration::from_mins(16));
    thief.guess_codes().await;
    let started = json!({ "email": AGENT, "password": PASSWORD, "transport": "cookie" });
    browser.post("/sign-in", &started).await;
    browser.post("/sign-in/new-device", &Value::Null).await;
    let new = browser.enroll().await;
    app.clock.advance(Duration::from_secs(30));
    let code = json!({ "code": new.code(&app.clock) });
    browser.post("/sign-in/code", &code).await;
}
