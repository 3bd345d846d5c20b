//! Somebody who lies about where a request comes from, and what it was sent to.

use super::sign_in_as;
use crate::support::{ADMIN, AGENT, TestApp};
use serde_json::json;

/// L-09 (proxies alone), M-01: no header of a peer that is no proxy of ours opens another counter, none skips the
/// check, and none gets into a mail.
#[actix_web::test]
async fn nobody_believes_a_liar() {
    let (app, admin) = TestApp::with_admin().await;
    let lies = |n: usize| {
        let address = format!("198.51.100.{n}");
        match n % 5 {
            0 => ("x-forwarded-for", address),
            1 => ("forwarded", format!("for={address}")),
            2 => ("x-real-ip", address),
            3 => (
                "x-forwarded-for",
                "nonsense, \u{7f}".replace('\u{7f}', "::g"),
            ),
            _ => ("forwarded", "for=\"[2001:db8::".to_owned()),
        }
    };
    let mut evaluated = 0;
    for n in 0..60 {
        let (name, value) = lies(n);
        // Another address each, so that only the network's counter can stop it.
        let email = format!("nobody{n}@example.com");
        let answer = sign_in_as(&app, &[(name, &value)], &email, "wrong").await;
        let expected = if n < 20 { 401 } else { 429 };
        assert_eq!(answer.status, expected, "{n} {name}: {value}");
        evaluated += usize::from(answer.status == 401);
    }
    assert_eq!(evaluated, 20);
    let body = json!({ "email": AGENT, "display_name": "Jo Doe" });
    let request = app
        .request("POST", "/members")
        .bearer_auth(&admin)
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example")
        .json(&body);
    app.finish(request).await.ok();
    let mail = app.newest_mail("invitation").await;
    assert!(!mail.to_string().contains("evil"), "{mail}");
    assert_eq!(app.get("/me", &admin).await.text("/email"), ADMIN);
}
