//! The front page of the agent console: quiet.

use super::status;
use crate::i18n::use_texts;
use crate::layout::{Console, Place};
use crate::route::Route;
use crate::router::Link;
use crate::session::use_me;
use crate::ui::Heading;
use yew::prelude::*;

/// Hello, and how one's own sign-in is protected.
#[component]
pub fn HomePage() -> Html {
    let texts = use_texts();
    let me = use_me();
    html! {
        <Console place={Place::Home}>
            <Heading text={texts.me.hello(&me.display_name)} />
            <p class="lead">{ texts.me.home_lead(&me.organization.name) }</p>
            <section class="panel stack" aria-labelledby="two-step">
                <div class="panel-head">
                    <h2 id="two-step">{ texts.me.two_step() }</h2>
                    { status::badge(texts, me.two_step.state) }
                </div>
                <p>{ status::sentence(texts, &me.two_step) }</p>
                <p><Link to={Route::Security}>{ texts.me.security_link() }</Link></p>
            </section>
        </Console>
    }
}
