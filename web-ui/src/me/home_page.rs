//! The start page of the agent console.

use super::consoles::Consoles;
use super::{MeProps, requests, status};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::flow::ReturnTo;
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::route::{ConsolePage, ConsoleUrl, Route};
use crate::router::Link;
use crate::ui::{Heading, fact, facts};
use shared_types::programs::program_name;
use shared_types::sessions::SessionView;
use yew::prelude::*;

/// A greeting, where the person wanted to go, the state of two-step verification, and the sessions.
#[component]
pub fn HomePage(props: &MeProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let me = &props.me;
    let wanted = ReturnTo::recall().page;
    let last_used = me.two_step.last_used_at;
    let load = use_load(CredentialKind::Session, me.clone(), |app, _| {
        Box::pin(async move { requests::list_sessions(app.client()).await })
    });
    let content = html! {
        <>
            <Heading text={texts.me.hello(&me.display_name)} />
            <p class="lead">{ texts.me.home_lead(&me.organization.name) }</p>
            // After a set-up, for instance, the way on to the page that the person opened first. A sign-in at a console was
            // finished there, and its address is good once.
            if wanted != ConsoleUrl::home() && !wanted.is_of_server() {
                <p class="link-list">
                    <Link to={Route::Console(wanted)}>{ texts.me.home_go_on() }</Link>
                </p>
            }
            <Consoles me={me.clone()} />
            <section class="panel stack" aria-labelledby="two-step">
                <div class="panel-head">
                    <h2 id="two-step">{ texts.me.two_step() }</h2>
                    { status::state_badge(texts, me.two_step.state) }
                </div>
                <p>{ status::sentence(texts, &me.two_step) }</p>
                if let Some(at) = last_used {
                    <p class="hint">{ texts.me.last_used(&i18n::date_time(texts.locale, at)) }</p>
                }
                <p class="link-list"><Link to={ConsolePage::Security}>{ texts.me.security_link() }</Link></p>
            </section>
            <section class="panel stack" aria-labelledby="sessions">
                <h2 id="sessions">{ texts.me.sessions() }</h2>
                { load.show(|page| sessions(texts, &page.items)) }
                <p class="link-list"><Link to={ConsolePage::Security}>{ texts.me.home_sessions_link() }</Link></p>
            </section>
        </>
    };
    console(&app, me, content)
}

/// Where the member is signed in, in a line each.
fn sessions(texts: Texts, sessions: &[SessionView]) -> Html {
    let line = |session: &SessionView| {
        let used = if session.current {
            texts.me.session_current().to_owned()
        } else {
            i18n::date_time(texts.locale, session.last_used_at)
        };
        fact(program_name(texts, &session.label), used)
    };
    facts(html! { <>{ for sessions.iter().map(line) }</> })
}
