//! The page "Mails and clock" of a test organization.

use super::clock::ClockPanel;
use super::mails::Mails;
use crate::app::{Me, use_app};
use crate::layout::console;
use crate::ui::Heading;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct InsidePageProps {
    /// The administrator.
    pub me: Me,
}

/// What a test organization has instead of test organizations.
#[component]
pub fn InsidePage(props: &InsidePageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.sandboxes;
    let content = html! {
        <>
            <Heading text={t.inside()} />
            <p class="lead">{ t.inside_lead() }</p>
            <p><a href="/docs">{ texts.tokens.docs() }</a></p>
            <Mails />
            <ClockPanel />
        </>
    };
    console(&app, &props.me, content)
}
