//! The page that makes one thing: a form, and then what was made, which is shown once.

use super::{back_link, console};
use crate::app::{App, Me};
use crate::route::ConsolePage;
use crate::ui::Heading;
use yew::prelude::*;

/// What stands on the page until the thing is made.
pub struct MakePage {
    /// The list that the thing will stand in.
    pub list: ConsolePage,
    /// What the list is called.
    pub all: &'static str,
    /// The title.
    pub title: &'static str,
    /// What the thing is for.
    pub lead: &'static str,
    /// The form.
    pub form: Html,
}

/// The form, and in its place what was `made`.
pub fn make_page(app: &App, me: &Me, page: MakePage, made: Option<Html>) -> Html {
    let body = made.unwrap_or_else(|| {
        html! {
            <>
                // Another heading than that of what was made, which takes the focus.
                <Heading key="form" text={page.title} leaves_focus=true />
                <p class="lead">{ page.lead }</p>
                <section class="panel">{ page.form }</section>
            </>
        }
    });
    let content = html! {
        <>
            { back_link(page.list, page.all) }
            { body }
        </>
    };
    console(app, me, content)
}
