//! The page "API tokens".

use super::list::{Act, is_stopped, table};
use super::requests;
use crate::app::{Me, use_app};
use crate::client::CredentialKind;
use crate::failure::is_gone;
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::Texts;
use crate::layout::console;
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Confirm, Done, Heading, Kind, Look};
use shared_types::api_tokens::ApiTokenView;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct ApiTokensPageProps {
    /// The administrator.
    pub me: Me,
}

/// The list of tokens, with what can be done with each.
#[component]
pub fn ApiTokensPage(props: &ApiTokensPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.tokens;
    let submit = use_submit(CredentialKind::Session);
    let chosen = use_state_eq(|| None::<(Act, ApiTokenView)>);
    let done = use_state_eq(Done::default);
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_tokens(app.client()).await })
    });
    let choose = {
        let (chosen, done, submit) = (chosen.clone(), done.clone(), submit.clone());
        Callback::from(move |act| {
            submit.clear();
            done.set(done.unsaid());
            chosen.set(Some(act));
        })
    };
    let run = {
        let (chosen, done, again) = (chosen.clone(), done.clone(), load.again.clone());
        submit.on(move |app| {
            let (chosen, done, again) = (chosen.clone(), done.clone(), again.clone());
            Box::pin(async move {
                if let Some((act, token)) = &*chosen {
                    let (act, id) = (*act, token.id);
                    let request = || async {
                        match act {
                            Act::End => requests::end_token(app.client(), id).await,
                            Act::TakeOver => requests::take_over(app.client(), id).await,
                            Act::Accept => requests::answer_offer(app.client(), id, "accept").await,
                            Act::Decline => {
                                requests::answer_offer(app.client(), id, "decline").await
                            }
                        }
                    };
                    let outcome = with_reauthentication(&app, request).await;
                    done.set(if is_gone(&outcome) {
                        done.and_said(Kind::Warning, gone(app.texts(), act, &token.name))
                    } else {
                        outcome?;
                        done.and(was_done(app.texts(), act, &token.name))
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
    let confirmation = chosen.as_ref().map(|(act, token)| {
        let (question, label) = question(texts, *act, token);
        html! {
            <Confirm
                {question}
                {label}
                look={look(*act)}
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
                <Link to={ConsolePage::NewApiToken} class="button button--primary">{ t.make() }</Link>
                <a href="/docs">{ t.docs() }</a>
            </p>
            { done.show() }
            // One node whether it is there or not: else the heading would be drawn anew and take the focus.
            { confirmation.unwrap_or_default() }
            { load.show(|page| {
                if page.items.is_empty() {
                    html! { <p class="hint">{ t.none() }</p> }
                } else {
                    table(texts, &props.me, &page.items, &choose)
                }
            }) }
        </>
    };
    console(&app, &props.me, content)
}

fn question(texts: Texts, act: Act, token: &ApiTokenView) -> (String, &'static str) {
    let t = texts.tokens;
    match act {
        Act::End => (t.end_question(&token.name), t.end()),
        Act::TakeOver | Act::Accept => (t.take_over_question(&token.name), t.take_over()),
        Act::Decline if is_stopped(token) => (t.decline_stopped_question(&token.name), t.decline()),
        Act::Decline => (t.decline_question(&token.name), t.decline()),
    }
}

fn was_done(texts: Texts, act: Act, name: &str) -> String {
    let t = texts.tokens;
    match act {
        Act::End => t.ended(name),
        Act::TakeOver | Act::Accept => t.taken_over(name),
        Act::Decline => t.declined(name),
    }
}

/// What is said where somebody was faster: they ended it, or took the question back.
fn gone(texts: Texts, act: Act, name: &str) -> String {
    let t = texts.tokens;
    match act {
        Act::End | Act::TakeOver => t.gone(name),
        Act::Accept | Act::Decline => t.not_asked(name),
    }
}

/// Ending is red; taking over and declining remove nothing.
const fn look(act: Act) -> Look {
    match act {
        Act::End => Look::Danger,
        Act::TakeOver | Act::Accept | Act::Decline => Look::Primary,
    }
}
