//! The page at the address of an organization that is none.

use crate::app::App;
use crate::layout::card;
use crate::route::Route;
use crate::router::Link;
use crate::ui::Heading;
use yew::prelude::*;

/// Says so, and leads to the sign-in page without a name.
pub(super) fn unknown_organization(app: &App, name: &str) -> Html {
    let t = app.texts().sign_in;
    let content = html! {
        <>
            <Heading text={t.unknown_organization(name)} />
            <p>{ t.unknown_organization_why() }</p>
            <p><Link to={Route::SignIn { next: None }}>{ t.unknown_organization_on() }</Link></p>
        </>
    };
    card(app, content)
}
