//! The guard before every page that needs a session.

use super::{Me, use_session, use_session_submit};
use crate::failure_alert::LoadFailure;
use crate::i18n::use_language;
use crate::layout::{CardPage, Waiting};
use crate::router::ChildrenProps;
use yew::prelude::*;

/// Shows what is inside to whoever is signed in; leads everybody else to the sign-in page, and
/// from there back here.
#[component]
pub fn SignedIn(props: &ChildrenProps) -> Html {
    let session = use_session();
    let language = use_language();
    let submit = use_session_submit();
    let ask = {
        let (session, submit) = (session.clone(), submit.clone());
        Callback::from(move |()| {
            let (session, language) = (session.clone(), language.clone());
            submit.run(async move {
                session.reload().await?;
                if let Some(me) = session.me() {
                    session.settle_language(&language, me.locale);
                }
                Ok(())
            });
        })
    };
    {
        let ask = ask.clone();
        let unknown = session.me().is_none();
        use_effect_with((), move |()| {
            if unknown {
                ask.emit(());
            }
        });
    }
    match (session.me(), submit.failure()) {
        (Some(me), _) => html! {
            <ContextProvider<Me> context={me}>{ props.children.clone() }</ContextProvider<Me>>
        },
        (None, Some(failure)) => html! {
            <CardPage><LoadFailure failure={failure.clone()} again={ask} /></CardPage>
        },
        (None, None) => html! { <CardPage><Waiting /></CardPage> },
    }
}
