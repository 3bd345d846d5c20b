//! Somebody who makes a noise at the front door so that others do not get in.

use super::sign_in_as;
use crate::support::{ADMIN, PASSWORD, TestApp};
use serde_json::json;

/// L-08 (/64), L-05: who floods the door from one network is stopped there, all of an IPv6 /64 as one; the
/// next network signs in as ever, to the same organization and to others.
#[actix_web::test]
async fn a_noisy_network_stops_itself_only() {
    let (app, _) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let mut evaluated = 0;
    for n in 0..300 {
        let from = format!("2001:db8:0:1::{n:x}");
        let email = format!("nobody{n}@example.com");
        let headers = [("x-forwarded-for", from.as_str())];
        let answer = sign_in_as(&app, &headers, &email, "wrong").await;
        evaluated += usize::from(answer.status == 401);
    }
    assert_eq!(evaluated, 20);
    let noisy = [("x-forwarded-for", "2001:db8:0:1:ffff::1")];
    sign_in_as(&app, &noisy, ADMIN, PASSWORD)
        .await
        .refused(429, "throttled");
    for quiet in ["2001:db8:0:2::1", "203.0.113.9", "::ffff:203.0.113.10"] {
        let quiet = [("x-forwarded-for", quiet)];
        sign_in_as(&app, &quiet, ADMIN, PASSWORD).await.ok();
    }
}

/// L-05: five hundred wrong passwords from as many networks delay every stranger; the owner, whose
/// browser is known, gets in at once.
#[actix_web::test]
async fn five_hundred_strangers_do_not_lock_the_owner_out() {
    let (app, _) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let known = app.known_browser(ADMIN).await;
    let mut refused = 0;
    for n in 0..500 {
        let from = format!("198.51.{}.{}", n / 250, n % 250);
        let headers = [("x-forwarded-for", from.as_str())];
        let answer = sign_in_as(&app, &headers, ADMIN, "wrong").await;
        refused += usize::from(answer.status == 429);
    }
    assert_eq!(refused, 490);
    let stranger = [("x-forwarded-for", "203.0.113.9")];
    sign_in_as(&app, &stranger, ADMIN, PASSWORD)
        .await
        .refused(429, "throttled");
    let body = json!({ "email": ADMIN, "password": PASSWORD, "transport": "cookie" });
    let request = app
        .request("POST", "/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", known)
        .json(&body);
    let owner = app.finish(request).await.ok();
    assert_eq!(owner.body["step"], "done");
}

/// L-08 (/48): who has a whole IPv6 site, and takes another /64 for each try, is stopped as a site; the
/// next site, and IPv4, are not.
#[actix_web::test]
async fn a_noisy_site_stops_itself_only() {
    let (app, _) = TestApp::with_admin().await;
    let app = app.behind_a_proxy();
    let mut evaluated = 0;
    for n in 0..300 {
        let from = format!("2001:db8:7:{n:x}::1");
        let email = format!("nobody{n}@example.com");
        let headers = [("x-forwarded-for", from.as_str())];
        let answer = sign_in_as(&app, &headers, &email, "wrong").await;
        evaluated += usize::from(answer.status == 401);
    }
    assert_eq!(evaluated, 200);
    for quiet in ["2001:db8:8::1", "203.0.113.9"] {
        let quiet = [("x-forwarded-for", quiet)];
        sign_in_as(&app, &quiet, ADMIN, PASSWORD).await.ok();
    }
}
