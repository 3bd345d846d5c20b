//! The page at an address that is none of ours.

use super::card::card;
use crate::app::App;
use crate::route::{ConsoleUrl, Route};
use crate::router::Link;
use crate::ui::Heading;
use yew::prelude::*;

/// The page at an address that is none of ours.
pub fn not_found_page(app: &App) -> Html {
    let t = app.texts().common;
    let content = html! {
        <>
            <Heading text={t.not_found_title()} />
            <p>{ t.not_found() }</p>
            <p><Link to={Route::Console(ConsoleUrl::home())}>{ t.to_start() }</Link></p>
        </>
    };
    card(app, content)
}
