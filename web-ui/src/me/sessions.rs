//! Where one is signed in, and the way to end it.

use super::requests;
use crate::client::use_client;
use crate::failure_alert::{FailureAlert, LoadFailure};
use crate::i18n::{self, Texts, use_texts};
use crate::layout::Waiting;
use crate::load::Loaded;
use crate::reauthentication::use_reauthentication;
use crate::session::{use_session_load, use_session_submit};
use crate::ui::{Alert, Badge, Kind};
use shared_types::ids::SessionId;
use shared_types::session::SessionView;
use yew::prelude::*;

/// The member's sessions.
#[component]
pub(super) fn Sessions() -> Html {
    let texts = use_texts();
    let (client, sure) = (use_client(), use_reauthentication());
    let submit = use_session_submit();
    let ended = use_state_eq(|| None::<String>);
    let load = {
        let client = client.clone();
        use_session_load((), move |()| {
            let client = client.clone();
            async move { requests::list_sessions(&client).await }
        })
    };
    let onend = {
        let (submit, again, ended) = (submit.clone(), load.again.clone(), ended.clone());
        Callback::from(move |(id, label): (SessionId, String)| {
            let (client, sure) = (client.clone(), sure.clone());
            let (again, ended) = (again.clone(), ended.clone());
            submit.run(async move {
                sure.act(|| requests::end_session(&client, id)).await?;
                ended.set(Some(label));
                again.emit(());
                Ok(())
            });
        })
    };
    let list = match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(page) => table(texts, &page.items, &onend),
    };
    html! {
        <section class="panel stack" aria-labelledby="sessions">
            <h2 id="sessions">{ texts.me.sessions() }</h2>
            <p>{ texts.me.sessions_lead() }</p>
            if let Some(label) = &*ended {
                <Alert kind={Kind::Success}>{ texts.me.session_ended(label) }</Alert>
            }
            <FailureAlert {submit} />
            { list }
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
    let (id, name) = (session.id, session.label.clone());
    let end = onend.reform(move |_: MouseEvent| (id, name.clone()));
    let step = if session.aal >= 2 {
        t.session_with_code()
    } else {
        t.session_without_code()
    };
    html! {
        <tr key={session.id.to_string()}>
            <th scope="row">
                { &session.label }
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
                    <Badge>{ t.session_current() }</Badge>
                } else {
                    <button
                        type="button"
                        class="button button--small"
                        aria-label={t.session_end_label(&session.label)}
                        onclick={end}
                    >
                        { t.session_end() }
                    </button>
                }
            </td>
        </tr>
    }
}
