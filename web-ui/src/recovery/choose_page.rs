//! The page "Choose a new password", which the link of the e-mail opens.

use super::choose_form::ChooseForm;
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::layout::card;
use crate::load::use_load;
use crate::route::Route;
use crate::router::Link;
use crate::ui::{Heading, Kind, alert};
use shared_types::problem::ProblemCode;
use shared_types::secret::Secret;
use yew::prelude::*;

/// Removes the token from the address at once, and keeps it on this page only.
#[component]
pub fn ChoosePage() -> Html {
    let app = use_app();
    let t = app.texts().recovery;
    let token = use_memo((), |()| browser::take_fragment());
    let is_open = !token.is_empty();
    let content = html! {
        <>
            if is_open {
                <Opened token={(*token).clone()} />
            } else {
                <Heading text={t.choose_title()} />
                { alert(Kind::Warning, html! { t.choose_missing() }) }
            }
            <p class="link-list">
                <Link to={Route::ForgottenPassword}>{ t.ask_anew() }</Link>
            </p>
        </>
    };
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    token: String,
}

/// What the link is for, asked before anything is typed (B10).
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let t = use_app().texts().recovery;
    let load = use_load(CredentialKind::None, props.token.clone(), |app, token| {
        Box::pin(
            async move { requests::inspect_password_reset(app.client(), Secret::new(token)).await },
        )
    });
    if load.failure().and_then(Failure::code) == Some(ProblemCode::InvalidToken) {
        return html! {
            <>
                <Heading text={t.link_ended()} />
                { alert(Kind::Warning, html! { t.link_over() }) }
            </>
        };
    }
    let form = load.show(|view| {
        html! { <ChooseForm token={props.token.clone()} view={(*view).clone()} /> }
    });
    html! {
        <>
            <Heading text={t.choose_title()} leaves_focus=true />
            { form }
        </>
    }
}
