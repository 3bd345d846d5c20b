//! The last events about a member, for administrators.

use crate::app::use_app;
use crate::audit_rows;
use crate::client::CredentialKind;
use crate::load::use_load;
use crate::route::ConsolePage;
use crate::router::Link;
use shared_types::audit_events::ListAuditEventsQuery;
use shared_types::ids::MemberId;
use yew::prelude::*;

/// Events on the page of a member.
const EVENTS: u32 = 5;

/// Whose.
#[derive(Properties, PartialEq)]
pub(super) struct TrailProps {
    pub(super) id: MemberId,
}

/// The last events, and the link to all.
#[component]
pub(super) fn Trail(props: &TrailProps) -> Html {
    let texts = use_app().texts();
    let t = texts.audit;
    let load = use_load(CredentialKind::Session, props.id, |app, id| {
        Box::pin(async move {
            let query = ListAuditEventsQuery {
                limit: Some(EVENTS),
                ..about(id)
            };
            audit_rows::list_events(app.client(), &query).await
        })
    });
    let id = props.id;
    let shown = load.show(|page| {
        html! {
            <>
                { audit_rows::broken_alert(texts, &page.items) }
                if page.items.is_empty() {
                    <p class="hint">{ t.none_yet() }</p>
                } else {
                    { audit_rows::table(texts, t.trail(), &page.items, &about(id)) }
                }
            </>
        }
    });
    let by = ListAuditEventsQuery {
        actor: Some(props.id.0),
        ..ListAuditEventsQuery::default()
    };
    html! {
        <section class="stack" aria-labelledby="trail">
            <h2 id="trail">{ t.trail() }</h2>
            { shown }
            <p class="row">
                <Link to={ConsolePage::Audit(about(props.id))}>{ t.trail_all() }</Link>
                <Link to={ConsolePage::Audit(by)}>{ t.trail_by() }</Link>
            </p>
        </section>
    }
}

fn about(id: MemberId) -> ListAuditEventsQuery {
    ListAuditEventsQuery {
        member: Some(id),
        ..ListAuditEventsQuery::default()
    }
}
