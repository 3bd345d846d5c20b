//! Imports of many entries while something else happens: a clock that goes on, a client that hangs up.

use crate::device_import::{SECRET, counts, import, outcomes};
use crate::member_batch::{batch, people};
use crate::member_batch_runs::{hang_up, send_off, until};
use crate::rows::details_of;
use crate::support::TestApp;
use serde_json::json;
use std::time::Duration;
use twostep::record::audit::Action;

/// Makes so many members, and entries for them.
async fn entries(app: &TestApp, admin: &str, count: u8) -> String {
    let people = people(0..count.into());
    batch(app, admin, &people, json!({})).await.ok();
    let line = |number: u8| {
        let letter = |number: u8| char::from(b'A' + number);
        let (high, low) = (letter(number / 16), letter(number % 16));
        format!("m{number}@example.com,{}{high}{low}AA", &SECRET[..28])
    };
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

/// The entries of an import have 50 seconds; what comes later is told apart, and is imported when it is sent again.
#[actix_web::test]
async fn an_import_that_takes_too_long_ends() {
    let (app, admin) = TestApp::with_admin().await;
    let entries = entries(&app, &admin, 60).await;
    let mut imported = 0;
    for (dry_run, done) in [(true, "would_import"), (false, "imported")] {
        app.clock.go_on_at_each_look(Duration::from_secs(1));
        let answer = import(&app, &admin, &entries, dry_run).await;
        app.clock.go_on_at_each_look(Duration::ZERO);
        let answer = answer.ok();
        let outcomes = outcomes(&answer);
        imported = outcomes.iter().take_while(|one| one.0 == done).count();
        assert!((1..60).contains(&imported), "{outcomes:?}");
        let mut late = outcomes[imported..].iter();
        assert!(
            late.all(|one| *one == ("refused", "unavailable")),
            "{outcomes:?}"
        );
    }
    let again = import(&app, &admin, &entries, false).await.ok();
    let outcomes = outcomes(&again);
    let (known, new) = outcomes.split_at(imported);
    assert!(
        known.iter().all(|one| *one == ("refused", "has_device")),
        "{known:?}"
    );
    assert!(new.iter().all(|one| *one == ("imported", "")), "{new:?}");
}

/// A client that hangs up changes nothing: all entries are imported, and the import is recorded.
#[actix_web::test]
async fn an_import_goes_on_when_the_client_hangs_up() {
    let (app, admin) = TestApp::with_admin().await;
    let body = json!({ "dry_run": false, "entries": entries(&app, &admin, 100).await });
    let stream = send_off(&app, &admin, "/devices/import", &body).await;
    until(&app, async || counts(&app).await[0] > 0).await;
    hang_up(stream);
    until(&app, async || {
        let recorded = details_of(&app.context.db, Action::DevicesImported).await;
        !recorded.is_empty()
    })
    .await;
    assert_eq!(counts(&app).await[0], 100);
}
