//! The page "Test organizations".

use super::address::sign_in_link;
use super::requests;
use crate::app::{Me, use_app};
use crate::client::CredentialKind;
use crate::failure::is_gone;
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Confirm, Done, Heading, Kind};
use shared_types::sandboxes::SandboxView;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct SandboxesPageProps {
    /// The administrator.
    pub me: Me,
}

/// The list of test organizations, each of which can be deleted.
#[component]
pub fn SandboxesPage(props: &SandboxesPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.sandboxes;
    let submit = use_submit(CredentialKind::Session);
    let chosen = use_state_eq(|| None::<SandboxView>);
    let done = use_state_eq(Done::default);
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_sandboxes(app.client()).await })
    });
    let choose = {
        let (chosen, done, submit) = (chosen.clone(), done.clone(), submit.clone());
        Callback::from(move |sandbox| {
            submit.clear();
            done.set(done.unsaid());
            chosen.set(Some(sandbox));
        })
    };
    let run = {
        let (chosen, done, again) = (chosen.clone(), done.clone(), load.again.clone());
        submit.on(move |app| {
            let (chosen, done, again) = (chosen.clone(), done.clone(), again.clone());
            Box::pin(async move {
                if let Some(sandbox) = &*chosen {
                    let request = || requests::delete_sandbox(app.client(), sandbox.id);
                    let outcome = with_reauthentication(&app, request).await;
                    let t = app.texts().sandboxes;
                    done.set(if is_gone(&outcome) {
                        done.and_said(Kind::Warning, t.gone(&sandbox.name))
                    } else {
                        outcome?;
                        done.and(t.was_deleted(&sandbox.name))
                    });
                    chosen.set(None);
                    again.emit(());
                }
                Ok(())
            })
        })
    };
    let oncancel = {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(None))
    };
    let confirmation = chosen.as_ref().map(|sandbox| {
        html! {
            <Confirm
                question={t.delete_question(&sandbox.name)}
                label={t.delete()}
                busy={submit.is_sending()}
                failures={submit.state().failures()}
                onconfirm={run}
                {oncancel}
            >
                <FailureAlert submit={submit.clone()} />
            </Confirm>
        }
    });
    let content = html! {
        <>
            <Heading text={t.title()} />
            <p class="lead">{ t.lead() }</p>
            <p class="row">
                <Link to={ConsolePage::NewSandbox} class="button button--primary">{ t.make() }</Link>
                <a href="/docs">{ texts.tokens.docs() }</a>
            </p>
            { done.show() }
            // One node whether it is there or not: else the heading would be drawn anew and take the focus.
            { confirmation.unwrap_or_default() }
            { load.show(|page| {
                if page.items.is_empty() {
                    html! { <p class="hint">{ t.none() }</p> }
                } else {
                    table(texts, &page.items, &choose)
                }
            }) }
        </>
    };
    console(&app, &props.me, content)
}

fn table(texts: Texts, sandboxes: &[SandboxView], choose: &Callback<SandboxView>) -> Html {
    let t = texts.sandboxes;
    let columns = [t.name(), t.short_name(), t.members(), t.made_at()];
    html! {
        <table class="list" aria-label={t.title()}>
            <thead>
                <tr>
                    { for columns.map(|name| html! { <th scope="col">{ name }</th> }) }
                    <td />
                </tr>
            </thead>
            <tbody>{ for sandboxes.iter().map(|sandbox| row(texts, sandbox, choose)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, sandbox: &SandboxView, choose: &Callback<SandboxView>) -> Html {
    let t = texts.sandboxes;
    let onclick = {
        let (choose, sandbox) = (choose.clone(), sandbox.clone());
        move |_: MouseEvent| choose.emit(sandbox.clone())
    };
    html! {
        <tr key={sandbox.id.to_string()}>
            <th scope="row">{ &sandbox.name }</th>
            <td data-label={t.short_name()}>
                <code>{ &sandbox.short_name }</code>
                <span class="sub">{ sign_in_link(&sandbox.short_name) }</span>
            </td>
            <td data-label={t.members()}>{ sandbox.members }</td>
            <td data-label={t.made_at()}>{ i18n::date(texts.locale, sandbox.created_at) }</td>
            <td class="act">
                <button
                    type="button"
                    class="button button--small"
                    aria-label={t.delete_label(&sandbox.name)}
                    {onclick}
                >
                    { t.delete() }
                </button>
            </td>
        </tr>
    }
}
