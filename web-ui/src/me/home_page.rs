//! The start page of the agent console.

use super::{MeProps, status};
use crate::app::use_app;
use crate::layout::console;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::Heading;
use yew::prelude::*;

/// A greeting, and the state of the member's two-step verification.
#[component]
pub fn HomePage(props: &MeProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let me = &props.me;
    let content = html! {
        <>
            <Heading text={texts.me.hello(&me.display_name)} />
            <p class="lead">{ texts.me.home_lead(&me.organization.name) }</p>
            <section class="panel stack" aria-labelledby="two-step">
                <div class="panel-head">
                    <h2 id="two-step">{ texts.me.two_step() }</h2>
                    { status::state_badge(texts, me.two_step.state) }
                </div>
                <p>{ status::sentence(texts, &me.two_step) }</p>
                <p class="link-list"><Link to={ConsolePage::Security}>{ texts.me.security_link() }</Link></p>
            </section>
        </>
    };
    console(&app, me, content)
}
