//! What has ended is dropped, and nothing else.

use crate::support::{ADMIN, TestApp};
use diesel::prelude::*;
use shared_types::limits::{EMAIL_CODE_LIFETIME, FLOW_LIFETIME, SESSION_LIFETIME, SIGN_INS_KEPT};
use std::time::Duration;
use twostep::account::setup;
use twostep::application::sweeper::sweep_once;
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::email_codes;

#[actix_web::test]
async fn a_sweep_drops_what_has_ended() {
    let (app, admin) = TestApp::with_admin().await;
    let token = setup::issue_token(&app.context).await;
    assert!(token.is_ok());
    let swept = async || sweep_once(&app.context).await.expect("a database");
    assert_eq!(swept().await, 0, "nothing has ended");
    app.get("/me", &admin).await.ok();
    app.clock.advance(SESSION_LIFETIME);
    assert_eq!(swept().await, 0, "the session is kept for a day");
    app.clock
        .advance(SIGN_INS_KEPT.saturating_sub(SESSION_LIFETIME));
    assert_eq!(swept().await, 0, "a day is not over");
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(swept().await, 1, "the session");
    app.get("/me", &admin).await.refused(401, "unauthenticated");
    app.clock.advance(Duration::from_hours(48));
    let admin = app.session_of(ADMIN).await;
    let counters = swept().await;
    assert!(counters >= 2, "the setup token and stale counters");
    assert_eq!(swept().await, 0, "once");
    app.get("/me", &admin).await.ok();
}

/// E-02: a code that has ended is named by its flow as long as the flow lives, so that the person is
/// told to ask for a new one; then it is dropped.
#[actix_web::test]
async fn a_flow_names_a_code_that_has_ended() {
    let (app, admin) = TestApp::with_admin().await;
    let started = app.send("POST", "/me/enrollment", &admin, None).await.ok();
    let flow = started.text("/flow_token");
    let sent = app.send("POST", "/enrollment/email", &flow, None).await;
    let reference = sent.ok().text("/email/reference");
    app.clock
        .advance(EMAIL_CODE_LIFETIME + Duration::from_mins(2));
    sweep_once(&app.context).await.expect("a database");
    let shown = app.get("/sign-in", &flow).await.ok();
    assert_eq!(shown.text("/email/reference"), reference);
    // An hour more, where the clock of another node is ahead.
    app.clock.advance(FLOW_LIFETIME + Duration::from_hours(1));
    sweep_once(&app.context).await.expect("a database");
    let kept = |c: &mut DbConnection| email_codes::table.count().get_result::<i64>(c);
    assert_eq!(app.context.db.read(kept).await.expect("a count"), 0);
}
