//! What has ended is dropped, and nothing else.

use crate::installation::{ADMIN, TestApp};
use shared_types::limits::SESSION_LIFETIME;
use std::time::Duration;
use twostep::setup;
use twostep::sweeper::sweep_once;

#[actix_web::test]
async fn a_sweep_drops_what_has_ended() {
    let app = TestApp::start().await;
    let mut admin = app.set_up().await;
    let token = setup::issue_token(&app.context).await;
    assert!(token.is_ok());
    let swept = async || sweep_once(&app.context).await.expect("a database");
    assert_eq!(swept().await, 0, "nothing has ended");
    admin.get("/me").await.expect(200);
    app.wait(SESSION_LIFETIME);
    assert_eq!(swept().await, 1, "the session");
    admin
        .get("/me")
        .await
        .expect_problem(401, "unauthenticated");
    app.wait(Duration::from_hours(48));
    admin.sign_in(ADMIN).await;
    let counters = swept().await;
    assert!(counters >= 2, "the setup token and stale counters");
    assert_eq!(swept().await, 0, "once");
    admin.get("/me").await.expect(200);
}
