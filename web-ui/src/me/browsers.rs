//! The list of the member's known browsers, which can be ended.

use super::{MeProps, requests};
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, Submit, use_submit};
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Kind, Look, alert, badge};
use shared_types::browsers::KnownBrowserView;
use shared_types::ids::BrowserId;
use shared_types::programs::program_name;
use yew::prelude::*;

/// The member's known browsers, loaded again whenever the member is: a change of the account ends all.
#[component]
pub(super) fn Browsers(props: &MeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.me;
    let submit = use_submit(CredentialKind::Session);
    let ended = use_state_eq(|| None::<String>);
    let load = use_load(CredentialKind::Session, props.me.clone(), |app, _| {
        Box::pin(async move { requests::list_browsers(app.client()).await })
    });
    let end = {
        let (submit, again, ended) = (submit.clone(), load.again.clone(), ended.clone());
        Callback::from(move |act: End| start(&submit, &again, &ended, act))
    };
    html! {
        <section class="panel stack" aria-labelledby="browsers">
            <h2 id="browsers">{ t.browsers() }</h2>
            <p>{ t.browsers_lead() }</p>
            if let Some(label) = &*ended {
                { alert(Kind::Success, html! { label }) }
            }
            <FailureAlert submit={submit.clone()} />
            { load.show(|page| list(texts, &page.items, &submit, &end)) }
        </section>
    }
}

/// What is ended, and what is said afterwards.
#[derive(Clone)]
struct End {
    /// `None` for all but this one.
    browser: Option<BrowserId>,
    done: String,
}

fn start(submit: &Submit, again: &Callback<()>, ended: &UseStateHandle<Option<String>>, act: End) {
    let (again, ended) = (again.clone(), ended.clone());
    let end = submit.on(move |app| {
        let (again, ended, act) = (again.clone(), ended.clone(), act.clone());
        Box::pin(async move {
            with_reauthentication(&app, || requests::end_browsers(app.client(), act.browser))
                .await?;
            ended.set(Some(act.done));
            again.emit(());
            Ok(())
        })
    });
    end.emit(());
}

fn list(texts: Texts, browsers: &[KnownBrowserView], submit: &Submit, end: &Callback<End>) -> Html {
    let t = texts.me;
    if browsers.is_empty() {
        return html! { <p class="hint">{ t.browsers_none() }</p> };
    }
    let has_others = browsers.iter().filter(|one| !one.current).count() > 1;
    let end_others = end.reform(move |()| End {
        browser: None,
        done: t.browsers_others_ended().to_owned(),
    });
    html! {
        <>
            <table class="list" aria-labelledby="browsers">
                <thead>
                    <tr>
                        <th scope="col">{ t.browser_which() }</th>
                        <th scope="col">{ t.browser_seen() }</th>
                        <th scope="col">{ t.browser_used() }</th>
                        <td />
                    </tr>
                </thead>
                <tbody>{ for browsers.iter().map(|browser| row(texts, browser, end)) }</tbody>
            </table>
            if has_others {
                <p>
                    <Button look={Look::Secondary} busy={submit.is_sending()} onclick={end_others}>
                        { t.browsers_end_others() }
                    </Button>
                </p>
            }
        </>
    }
}

fn row(texts: Texts, browser: &KnownBrowserView, end: &Callback<End>) -> Html {
    let t = texts.me;
    let label = program_name(texts, &browser.label);
    let act = End {
        browser: Some(browser.id),
        done: t.session_ended(&label),
    };
    let end = end.reform(move |_: MouseEvent| act.clone());
    html! {
        <tr key={browser.id.to_string()}>
            <th scope="row">
                { &label }
                <span class="sub">{ &browser.network }</span>
            </th>
            <td data-label={t.browser_seen()}>
                { i18n::date(texts.locale, browser.first_seen_at) }
            </td>
            <td data-label={t.browser_used()}>
                { i18n::date(texts.locale, browser.last_used_at) }
            </td>
            <td class="act">
                if browser.current {
                    { badge(Kind::Info, t.browser_current()) }
                } else {
                    <button
                        type="button"
                        class="button button--small"
                        aria-label={t.browser_end_label(&label)}
                        onclick={end}
                    >
                        { t.session_end() }
                    </button>
                }
            </td>
        </tr>
    }
}
