//! The list of the member's sessions, which can be ended.

use super::{MeProps, requests};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::ui::{Kind, alert, badge};
use shared_types::ids::SessionId;
use shared_types::programs::program_name;
use shared_types::sessions::SessionView;
use yew::prelude::*;

/// The member's sessions, loaded again whenever the member is: a change of the account ends some.
#[component]
pub(super) fn Sessions(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let ended = use_state_eq(|| None::<String>);
    let load = use_load(CredentialKind::Session, props.me.clone(), |app, _| {
        Box::pin(async move { requests::list_sessions(app.client()).await })
    });
    let onend = {
        let (submit, again, ended) = (submit.clone(), load.again.clone(), ended.clone());
        Callback::from(move |(id, label): (SessionId, String)| {
            let (again, ended) = (again.clone(), ended.clone());
            let end = submit.on(move |app| {
                let (again, ended, label) = (again.clone(), ended.clone(), label.clone());
                Box::pin(async move {
                    with_reauthentication(&app, || requests::end_session(app.client(), id)).await?;
                    ended.set(Some(label));
                    again.emit(());
                    Ok(())
                })
            });
            end.emit(());
        })
    };
    html! {
        <section class="panel stack" aria-labelledby="sessions">
            <h2 id="sessions">{ texts.me.sessions() }</h2>
            <p>{ texts.me.sessions_lead() }</p>
            if let Some(label) = &*ended {
                { alert(Kind::Success, html! { texts.me.session_ended(label) }) }
            }
            <FailureAlert {submit} />
            { load.show(|page| table(texts, &page.items, &onend)) }
        </section>
    }
}

type OnEnd = Callback<(SessionId, String)>;

fn table(texts: Texts, sessions: &[SessionView], onend: &OnEnd) -> Html {
    let t = texts.me;
    html! {
        <table class="list" aria-labelledby="sessions">
            <thead>
                <tr>
                    <th scope="col">{ t.session_where() }</th>
                    <th scope="col">{ t.session_since() }</th>
                    <th scope="col">{ t.session_used() }</th>
                    <td />
                </tr>
            </thead>
            <tbody>{ for sessions.iter().map(|session| row(texts, session, onend)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, session: &SessionView, onend: &OnEnd) -> Html {
    let t = texts.me;
    let label = program_name(texts, &session.label);
    let (id, name) = (session.id, label.clone());
    let end = onend.reform(move |_: MouseEvent| (id, name.clone()));
    let step = if session.aal >= 2 {
        t.session_with_code()
    } else {
        t.session_without_code()
    };
    html! {
        <tr key={session.id.to_string()}>
            <th scope="row">
                { &label }
                <span class="sub">{ format!("{} · {step}", session.network) }</span>
            </th>
            <td data-label={t.session_since()}>
                { i18n::date_time(texts.locale, session.created_at) }
            </td>
            <td data-label={t.session_used()}>
                { i18n::date_time(texts.locale, session.last_used_at) }
            </td>
            <td class="act">
                if session.current {
                    { badge(Kind::Info, t.session_current()) }
                } else {
                    <button
                        type="button"
                        class="button button--small"
                        aria-label={t.session_end_label(&label)}
                        onclick={end}
                    >
                        { t.session_end() }
                    </button>
                }
            </td>
        </tr>
    }
}
