//! How many invitations there may be, to one address and of one organization.

use crate::support::{AGENT, PASSWORD, TestApp};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared_types::limits::INVITATION_LIFETIME;
use std::time::Duration;
use twostep::messages::mail::{MailTransport, Mailbox, deliver_due};
use twostep::platform::db::DbConnection;
use twostep::platform::db::schema::{audit_events, outbox};
use twostep::record::audit::Action;

fn somebody(email: &str) -> Value {
    json!({ "email": email, "display_name": "Jo Doe" })
}

/// L-15, review F5: three invitations an hour reach one address, whatever is deleted and made again, and
/// whether they are sent or sent again.
#[actix_web::test]
async fn an_address_is_invited_three_times_an_hour() {
    let (app, admin) = TestApp::with_admin().await;
    let invited = async |email: &str| app.post("/members", &admin, &somebody(email)).await;
    for _ in 0..2 {
        let id = invited(AGENT).await.ok().text("/id");
        app.send("DELETE", &format!("/members/{id}"), &admin, None)
            .await
            .ok();
    }
    let id = invited("JO@EXAMPLE.COM").await.ok().text("/id");
    let again = format!("/members/{id}/invitation");
    let refused = app.send("POST", &again, &admin, None).await;
    refused.refused(429, "throttled");
    assert_eq!(refused.headers["retry-after"], "3600");
    app.send("DELETE", &format!("/members/{id}"), &admin, None)
        .await
        .ok();
    invited(AGENT).await.refused(429, "throttled");
    invited("other@example.com").await.ok();
    // Those of the deleted members were taken back before they were sent.
    assert_eq!(app.mails("invitation").await.len(), 1);
    app.clock.advance(Duration::from_hours(1));
    let admin = app.session_of(crate::support::ADMIN).await;
    app.post("/members", &admin, &somebody(AGENT)).await.ok();
}

/// Review F5: over the number of an hour none is refused: the invitations wait, the record says until
/// when, and their links are good for as long as others from the time at which they are sent.
#[actix_web::test]
async fn invitations_over_the_number_of_an_hour_wait() {
    let (mut app, admin) = TestApp::with_admin().await;
    app.context.invitations_per_hour = 2;
    let (db, keys) = (app.context.db.clone(), app.context.keys.as_ref().clone());
    app.restart(db, keys);
    let start = app.clock.now();
    for number in 0..5 {
        let body = somebody(&format!("m{number}@example.com"));
        app.post("/members", &admin, &body).await.ok();
        app.clock.advance(Duration::from_secs(1));
    }
    let hours = |at: i64| (at - start.micros()) / 3_600_000_000;
    let waits = app.context.db.read(|c: &mut DbConnection| {
        let rows = outbox::table.filter(outbox::kind.eq("invitation"));
        rows.order(outbox::id)
            .select(outbox::next_attempt_at)
            .load::<i64>(c)
    });
    let waits: Vec<i64> = waits
        .await
        .expect("the outbox")
        .into_iter()
        .map(hours)
        .collect();
    assert_eq!(waits, [0, 0, 1, 1, 2]);
    let recorded = app.context.db.read(|c: &mut DbConnection| {
        audit_events::table
            .filter(audit_events::action.eq(Action::InvitationSent.number()))
            .filter(audit_events::details.is_not_null())
            .count()
            .get_result::<i64>(c)
    });
    assert_eq!(recorded.await.expect("the record"), 3);
    let last = app.newest_mail("invitation").await["content"]["token"].clone();
    let mailbox = MailTransport::Mailbox(Mailbox::new());
    for sent in [2, 2, 1, 0] {
        assert_eq!(deliver_due(&app.context, &mailbox).await, sent);
        app.clock.advance(Duration::from_hours(1));
    }
    app.clock
        .set(start + INVITATION_LIFETIME + Duration::from_hours(1));
    let body = json!({ "token": last, "password": PASSWORD });
    app.post("/invitations/accept", "", &body).await.ok();
}
