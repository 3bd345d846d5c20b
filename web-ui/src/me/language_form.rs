//! The choice of the language of pages and mails.

use super::MeProps;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, use_submit};
use crate::language;
use crate::session;
use crate::ui::{Kind, alert, select};
use yew::prelude::*;

/// Saves the language as soon as it is chosen.
#[component]
pub(super) fn LanguageForm(props: &MeProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
    let is_saved = use_state_eq(|| false);
    let onchange = {
        let (app, submit, is_saved) = (app.clone(), submit.clone(), is_saved.clone());
        Callback::from(move |value: String| {
            let (app, is_saved) = (app.clone(), is_saved.clone());
            is_saved.set(false);
            submit.run(Box::pin(async move {
                let chosen = language::choose(&app, &value);
                session::choose_language(&app, chosen).await?;
                is_saved.set(true);
                Ok(())
            }));
        })
    };
    let chosen = props.me.locale.map_or("", |locale| locale.as_str());
    let choices = language::choices(texts);
    html! {
        <section class="panel stack" aria-labelledby="language-title">
            <h2 id="language-title">{ texts.common.language() }</h2>
            <p>{ texts.common.language_hint() }</p>
            <FailureAlert submit={submit.clone()} />
            if *is_saved {
                { alert(Kind::Success, html! { texts.me.language_saved() }) }
            }
            { select("locale", texts.common.language(), &choices, chosen, onchange) }
        </section>
    }
}
