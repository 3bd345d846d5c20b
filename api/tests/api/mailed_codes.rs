//! A mailed code goes on being good in the browser that asked for it, also in the next flow (B8).

use crate::browser::Browser;
use crate::old_entries::with_phone;
use crate::support::{ADMIN, PASSWORD};
use serde_json::{Value, json};
use shared_types::limits::{EMAIL_CODE_LIFETIME, EMAIL_CODE_TRIES};
use std::time::Duration;

/// B8, E-03: who gives up and signs in again uses the mail that came a moment ago, with the tries that are left
/// at it; in another browser the code proves nothing.
#[actix_web::test]
async fn a_mailed_code_goes_on_in_the_same_browser() {
    let (app, _) = with_phone().await;
    app.clock.advance(Duration::from_mins(1));
    let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let mut browser = Browser::new(&app);
    browser.post("/sign-in", &password).await;
    browser.post("/sign-in/new-device", &Value::Null).await;
    browser.post("/enrollment/email", &Value::Null).await;
    let code = app.newest_mail("email_verification").await["content"]["code"].clone();
    let wrong = json!({ "code": if code == "000000" { "000001" } else { "000000" } });
    browser
        .send("POST", "/enrollment/email/verify", &wrong)
        .await
        .refused(401, "invalid_code");
    browser.send("DELETE", "/sign-in", &Value::Null).await.ok();
    app.clock.advance(Duration::from_secs(28));
    let mut other = Browser::new(&app);
    other.post("/sign-in", &password).await;
    let turned = other.post("/sign-in/new-device", &Value::Null).await;
    assert_eq!(turned.body.get("email"), None);
    other
        .send("POST", "/enrollment/email/verify", &json!({ "code": code }))
        .await
        .refused(401, "code_expired");
    browser.post("/sign-in", &password).await;
    let turned = browser.post("/sign-in/new-device", &Value::Null).await;
    assert_eq!(turned.body["email"]["resend_after_seconds"], 32);
    let refused = browser
        .send("POST", "/enrollment/email/verify", &wrong)
        .await;
    assert_eq!(refused.body["tries_left"], 3);
    let proven = browser
        .post("/enrollment/email/verify", &json!({ "code": code }))
        .await;
    assert_eq!(proven.text("/step"), "enroll");
}

/// B8, E-03: a mailed code that has ended, or whose tries are used up, is not gone on with: the next sign-in in
/// the same browser has to send a new one.
#[actix_web::test]
async fn a_mailed_code_that_is_over_is_not_gone_on_with() {
    let second = Duration::from_secs(1);
    for is_used_up in [false, true] {
        let (app, _) = with_phone().await;
        app.clock.advance(Duration::from_mins(1));
        let password = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
        let mut browser = Browser::new(&app);
        browser.post("/sign-in", &password).await;
        browser.post("/sign-in/new-device", &Value::Null).await;
        browser.post("/enrollment/email", &Value::Null).await;
        if is_used_up {
            let code = app.newest_mail("email_verification").await["content"]["code"].clone();
            let wrong = json!({ "code": if code == "000000" { "000001" } else { "000000" } });
            for _ in 0..EMAIL_CODE_TRIES {
                browser
                    .send("POST", "/enrollment/email/verify", &wrong)
                    .await;
            }
        } else {
            app.clock
                .advance(EMAIL_CODE_LIFETIME.saturating_sub(second));
            browser.post("/sign-in", &password).await;
            let turned = browser.post("/sign-in/new-device", &Value::Null).await;
            assert!(turned.body["email"].is_object(), "for one second more");
            app.clock.advance(second);
        }
        browser.post("/sign-in", &password).await;
        let turned = browser.post("/sign-in/new-device", &Value::Null).await;
        assert_eq!(turned.body.get("email"), None, "used up: {is_used_up}");
    }
}
