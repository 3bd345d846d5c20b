//! The page at the address of an organization that is none.

use super::elsewhere_page::ElsewhereForm;
use crate::app::App;
use crate::layout::card;
use crate::route::{ConsoleUrl, Route};
use crate::router::Link;
use crate::ui::Heading;
use yew::prelude::*;

/// Says so, takes another name, and leads to the sign-in page without one.
pub(super) fn unknown_organization(app: &App, name: &AttrValue, next: Option<&ConsoleUrl>) -> Html {
    let t = app.texts().sign_in;
    let content = html! {
        <>
            <Heading text={t.unknown_organization(name)} />
            <p>{ t.unknown_organization_why() }</p>
            <ElsewhereForm key={name.as_str()} next={next.cloned()} />
            <p class="link-list"><Link to={Route::SignIn { next: None }}>{ t.unknown_organization_on() }</Link></p>
        </>
    };
    card(app, content)
}
