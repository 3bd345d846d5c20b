//! The page that the link of an invitation opens: who invites whom to what, and the choice of a password; or
//! that the link is over, before anybody invents one.

use super::accept_form::AcceptForm;
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::i18n::Texts;
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
pub fn InvitationPage() -> Html {
    let app = use_app();
    let t = app.texts().setup;
    let token = use_memo((), |()| browser::take_fragment());
    if !token.is_empty() {
        return html! { <OpenedInvitation token={(*token).clone()} /> };
    }
    let content = html! {
        <>
            <Heading text={t.invitation_title()} leaves_focus=false />
            { alert(Kind::Warning, html! { t.invitation_missing() }) }
            <p class="hint">{ t.invitation_ask() }</p>
        </>
    };
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct OpenedInvitationProps {
    token: String,
}

/// Looks at the invitation first.
#[component]
fn OpenedInvitation(props: &OpenedInvitationProps) -> Html {
    let app = use_app();
    let found = use_load(CredentialKind::None, props.token.clone(), |app, token| {
        Box::pin(
            async move { requests::inspect_invitation(app.client(), Secret::new(token)).await },
        )
    });
    let is_over = found
        .failure()
        .is_some_and(|failure| failure.code() == Some(ProblemCode::InvalidToken));
    let content = if is_over {
        over(app.texts())
    } else {
        let token = Secret::new(props.token.clone());
        found.show(|invitation| html! { <AcceptForm {token} {invitation} /> })
    };
    card(&app, content)
}

/// A link that was used, replaced or is too old, with what to do next.
fn over(texts: Texts) -> Html {
    let t = texts.setup;
    html! {
        <>
            <Heading text={t.invitation_ended()} />
            { alert(Kind::Warning, html! { t.invitation_over() }) }
            <p>{ t.invitation_over_next() }</p>
            <p class="link-list">
                <Link to={Route::SignIn { next: None }}>{ t.invitation_to_sign_in() }</Link>
            </p>
        </>
    }
}
