//! What has ended is dropped, and nothing else.

use crate::support::{ADMIN, TestApp};
use shared_types::limits::SESSION_LIFETIME;
use std::time::Duration;
use twostep::account::setup;
use twostep::application::sweeper::sweep_once;

#[actix_web::test]
async fn a_sweep_drops_what_has_ended() {
    let (app, admin) = TestApp::with_admin().await;
    let token = setup::issue_token(&app.context).await;
    assert!(token.is_ok());
    let swept = async || sweep_once(&app.context).await.expect("a database");
    assert_eq!(swept().await, 0, "nothing has ended");
    app.get("/me", &admin).await.ok();
    app.clock.advance(SESSION_LIFETIME);
    assert_eq!(swept().await, 1, "the session");
    app.get("/me", &admin).await.refused(401, "unauthenticated");
    app.clock.advance(Duration::from_hours(48));
    let admin = app.session_of(ADMIN).await;
    let counters = swept().await;
    assert!(counters >= 2, "the setup token and stale counters");
    assert_eq!(swept().await, 0, "once");
    app.get("/me", &admin).await.ok();
}
