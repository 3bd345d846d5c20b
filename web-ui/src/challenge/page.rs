//! The page that a program sends a person to: who asks for what, and the code that confirms it.

use super::ended::ended;
use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::clock;
use crate::failure::Failure;
use crate::forms::{CodeForm, FormTask, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::card;
use crate::load::use_load;
use crate::messages::MessageContext;
use crate::task::Task;
use crate::ui::{Button, Heading, Kind, Look, alert, fact, facts, use_seconds_until};
use shared_types::challenges::{AskedChallenge, ChallengeStatus};
use shared_types::problem::ProblemCode;
use std::rc::Rc;
use yew::prelude::*;

/// Removes the token from the address at once, and keeps it on this page only.
#[component]
pub fn ChallengePage() -> Html {
    let app = use_app();
    let t = app.texts().challenge;
    let token = use_memo((), |()| browser::take_fragment());
    if !token.is_empty() {
        return html! { <Opened token={(*token).clone()} /> };
    }
    let content = html! {
        <>
            <Heading text={t.title()} />
            { alert(Kind::Warning, html! { t.missing() }) }
        </>
    };
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    token: String,
}

/// The challenge of the token, as the server has it.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let app = use_app();
    let t = app.texts().challenge;
    let load = use_load(CredentialKind::None, props.token.clone(), |app, token| {
        Box::pin(async move { requests::inspect_challenge(app.client(), token).await })
    });
    if load.failure().and_then(Failure::code) == Some(ProblemCode::InvalidToken) {
        let content = html! {
            <>
                <Heading text={t.title()} />
                { alert(Kind::Warning, html! { t.unknown() }) }
            </>
        };
        return card(&app, content);
    }
    let content = load.show(|asked| {
        html! { <Asked token={props.token.clone()} {asked} reload={load.again.clone()} /> }
    });
    card(&app, content)
}

#[derive(Properties, PartialEq)]
struct AskedProps {
    token: String,
    /// How it stood when it was loaded.
    asked: Rc<AskedChallenge>,
    reload: Callback<()>,
}

/// What is asked, and what the person does; then how it ended.
#[component]
fn Asked(props: &AskedProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.challenge;
    let submit = use_submit(CredentialKind::None);
    // What the own act led to.
    let done = use_state(|| None::<Rc<AskedChallenge>>);
    let asked = (*done).clone().unwrap_or_else(|| props.asked.clone());
    let seconds = use_seconds_until(Some(clock::local_ms(asked.expires_at)));
    let is_late = asked.status == ChallengeStatus::Pending && seconds == 0;
    use_effect_with(is_late, {
        let reload = props.reload.clone();
        move |is_late| {
            if *is_late {
                reload.emit(());
            }
        }
    });
    let settle = {
        let (done, reload) = (done.clone(), props.reload.clone());
        move |act| settled(done.clone(), reload.clone(), act)
    };
    let send = {
        let (app, token, settle) = (app.clone(), props.token.clone(), settle.clone());
        Callback::from(move |code| {
            let (app, token) = (app.clone(), token.clone());
            settle(Box::pin(async move {
                requests::answer_challenge(app.client(), token, code).await
            }))
        })
    };
    let decline = {
        let token = props.token.clone();
        submit.on(move |app: App| {
            let token = token.clone();
            settle(Box::pin(async move {
                requests::decline_challenge(app.client(), token).await
            }))
        })
    };
    if let Some(ended) = ended(texts, &asked) {
        return ended;
    }
    html! {
        <>
            <Heading text={t.title()} leaves_focus=true />
            { question(texts, &asked) }
            <CodeForm
                submit={submit.clone()}
                context={MessageContext::AppCode}
                {send}
                described_by="asked message"
                autofocus=true
                label={t.confirm()}
            />
            <p class="link-list">
                <Button look={Look::Link} onclick={decline}>{ t.decline() }</Button>
            </p>
        </>
    }
}

/// Who asks for what, and until when.
fn question(texts: Texts, asked: &AskedChallenge) -> Html {
    let t = texts.challenge;
    let until = i18n::time(texts.locale, clock::local_ms(asked.expires_at));
    html! {
        <>
            if asked.organization_kind.is_test() {
                { alert(Kind::Warning, html! { texts.common.test_organization() }) }
            }
            <div id="asked" class="stack">
                <p>{ t.asks(&asked.program, &asked.organization) }</p>
                { facts(html! {
                    <>
                        { fact(t.purpose(), asked.purpose.clone()) }
                        if let Some(target) = asked.target.clone() {
                            { fact(t.target(), target) }
                        }
                        { fact(t.account(), i18n::unbroken(&asked.email_masked)) }
                    </>
                }) }
            </div>
            { alert(Kind::Warning, html! { t.only_if() }) }
            <p>{ t.how(&asked.organization, &until) }</p>
            if let Some(host) = &asked.return_host {
                <p class="hint">{ t.returns(host) }</p>
            }
        </>
    }
}

/// Shows what the act led to, and goes back to the program. One that came too late shows how the challenge stands.
fn settled(
    done: UseStateHandle<Option<Rc<AskedChallenge>>>,
    reload: Callback<()>,
    act: Task<Result<AskedChallenge, Failure>>,
) -> FormTask {
    Box::pin(async move {
        match act.await {
            Ok(asked) => {
                let way_back = asked.return_url.clone();
                done.set(Some(Rc::new(asked)));
                if let Some(url) = way_back {
                    browser::leave_for(&url);
                }
                Ok(())
            }
            Err(failure) if failure.code() == Some(ProblemCode::Conflict) => {
                reload.emit(());
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    })
}
