//! Pages of the audit record over many rows.

use crate::support::TestApp;
use std::time::Duration;
use twostep::platform::db::DbConnection;
use twostep::platform::origin::Origin;
use twostep::record::audit::{self, Action, Event};
use twostep::record::followers::{self, EventFilter, PageRequest};

/// A page until a time begins there: whatever came since is not looked at.
#[actix_web::test]
async fn a_page_until_a_time_begins_there() {
    let (app, _) = TestApp::with_admin().await;
    let record = async |action, count: usize| {
        let now = app.clock.now();
        let write = move |c: &mut DbConnection| {
            let (origin, event) = (Origin::of_host(), Event::anonymous(action));
            audit::record_all(c, now, &vec![(&origin, &event); count])
        };
        app.context.db.write(write).await.expect("recorded");
        app.clock.advance(Duration::from_hours(1));
    };
    record(Action::KeyActivated, 3).await;
    let until = app.clock.now();
    // Clocks of nodes may differ by a minute.
    app.clock.advance(Duration::from_mins(2));
    record(Action::FlowGivenUp, 6000).await;
    record(Action::KeyRemoved, 3).await;
    followers::catch_up(&app.context).await.expect("followed");
    let page = async |until| {
        let filter = EventFilter {
            until,
            ..EventFilter::of(None)
        };
        let page = PageRequest {
            before: None,
            limit: 3,
        };
        let read = move |c: &mut DbConnection| followers::list_events(c, &filter, page);
        let found = app.context.db.read(read).await.expect("a page").events;
        found.iter().map(|event| event.action).collect::<Vec<_>>()
    };
    assert_eq!(page(Some(until)).await, [Action::KeyActivated; 3]);
    assert_eq!(page(None).await, [Action::KeyRemoved; 3]);
    let later = app.clock.now() + Duration::from_hours(1);
    assert_eq!(page(Some(later)).await, [Action::KeyRemoved; 3]);
}
