//! How many e-mails with a code a person gets (E-06).

use crate::enrollment::replacement;
use crate::support::{ADMIN, TestApp};
use std::time::Duration;

/// E-06 (day): ten mails a day, also where no hour has more than four.
#[actix_web::test]
async fn the_eleventh_mail_of_a_day_waits() {
    let (app, admin) = TestApp::with_admin().await;
    let (phone, _) = app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_hours(25));
    for number in 0..11 {
        if number % 4 == 0 {
            app.clock.advance(Duration::from_mins(70));
        }
        let flow = replacement(&app).await;
        let sent = app.send("POST", "/enrollment/email", &flow, None).await;
        if number == 10 {
            sent.refused(429, "throttled");
            let wait = sent.headers["retry-after"].to_str().expect("a number");
            let wait: u64 = wait.parse().expect("a number");
            return assert!(wait > 60 * 60, "longer than an hour: {wait}");
        }
        sent.ok();
        app.send("DELETE", "/sign-in", &flow, None).await.ok();
        app.sign_in_with(ADMIN, &phone).await;
    }
}

/// E-06 (hour, apart): five mails an hour, a minute apart.
#[actix_web::test]
async fn the_sixth_mail_waits() {
    let (app, admin) = TestApp::with_admin().await;
    app.set_up_phone(&admin).await;
    app.clock.advance(Duration::from_hours(1));
    let flow = replacement(&app).await;
    for _ in 0..5 {
        app.clock.advance(Duration::from_mins(1));
        app.send("POST", "/enrollment/email", &flow, None)
            .await
            .ok();
        let at_once = app.send("POST", "/enrollment/email", &flow, None).await;
        at_once.refused(429, "throttled");
    }
    app.clock.advance(Duration::from_mins(1));
    let sixth = app.send("POST", "/enrollment/email", &flow, None).await;
    sixth.refused(429, "throttled");
    assert_eq!(sixth.headers["retry-after"], "3300");
}
