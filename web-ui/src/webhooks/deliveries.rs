//! The deliveries of a webhook with their last answers, page by page, and the button that sends one again.

use super::{answers, events, requests};
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Kind, Look, Outcome, Turn, pager};
use shared_types::ids::{WebhookDeliveryId, WebhookId};
use shared_types::webhooks::{WebhookDeliveryState, WebhookDeliveryView};
use yew::prelude::*;

/// Of which webhook.
#[derive(Properties, PartialEq)]
pub(super) struct DeliveriesProps {
    pub(super) id: WebhookId,
    /// How often something was done to the webhook, which may have changed what waits.
    pub(super) acts: u32,
    /// Called when one was sent again: what was answered may have switched the webhook off.
    pub(super) onreplayed: Callback<()>,
}

/// What came of sending again.
#[derive(Clone, Copy, Default, PartialEq)]
struct Replayed {
    acts: u32,
    is_taken: bool,
}

impl Replayed {
    fn show(self, texts: Texts) -> Html {
        let t = texts.webhooks;
        let (kind, text) = match self {
            Self { acts: 0, .. } => return Html::default(),
            Self { is_taken: true, .. } => (Kind::Success, t.was_replayed()),
            Self {
                is_taken: false, ..
            } => (Kind::Danger, t.replay_failed()),
        };
        html! { <Outcome {kind} {text} acts={self.acts} /> }
    }
}

/// What was sent.
#[component]
pub(super) fn Deliveries(props: &DeliveriesProps) -> Html {
    let texts = use_app().texts();
    let t = texts.webhooks;
    let id = props.id;
    let submit = use_submit(CredentialKind::Session);
    let replayed = use_state_eq(Replayed::default);
    // Of the open page; none of the first.
    let cursor = use_state_eq(|| None::<String>);
    let key = (id, (*cursor).clone(), props.acts);
    let load = use_load(CredentialKind::Session, key, |app, (id, cursor, _)| {
        Box::pin(
            async move { requests::list_deliveries(app.client(), id, cursor.as_deref()).await },
        )
    });
    let replay = {
        let (submit, again, replayed) = (submit.clone(), load.again.clone(), replayed.clone());
        let (app, onreplayed) = (use_app(), props.onreplayed.clone());
        Callback::from(move |delivery: WebhookDeliveryId| {
            let (app, again, replayed) = (app.clone(), again.clone(), replayed.clone());
            let onreplayed = onreplayed.clone();
            submit.run(Box::pin(async move {
                let request = || requests::replay_delivery(app.client(), id, delivery);
                let sent = with_reauthentication(&app, request).await?;
                let answer = sent.last_answer.as_ref();
                replayed.set(Replayed {
                    acts: replayed.acts + 1,
                    is_taken: answer.is_some_and(answers::is_taken),
                });
                again.emit(());
                onreplayed.emit(());
                Ok(())
            }));
        })
    };
    let turn = |next: Option<String>| {
        let cursor = cursor.clone();
        Callback::from(move |()| {
            // The button goes away with its page.
            browser::focus_element("deliveries");
            cursor.set(next.clone());
        })
    };
    html! {
        <section class="stack" aria-labelledby="deliveries">
            <div class="row">
                <h2 id="deliveries" tabindex="-1">{ t.deliveries() }</h2>
                <Button look={Look::Secondary} onclick={load.again.clone()}>{ texts.common.reload() }</Button>
            </div>
            <FailureAlert submit={submit.clone()} />
            { replayed.show(texts) }
            { load.show(|page| html! {
                <>
                    if page.items.is_empty() {
                        <p class="hint">{ t.nothing_sent() }</p>
                    } else {
                        { table(texts, &page.items, &replay) }
                    }
                    { pager(texts.common.pages(), [
                        cursor.is_some().then(|| Turn {
                            text: texts.common.first_page(),
                            onclick: turn(None),
                        }),
                        page.next_cursor.clone().map(|next| Turn {
                            text: texts.common.next_page(),
                            onclick: turn(Some(next)),
                        }),
                    ]) }
                </>
            }) }
        </section>
    }
}

fn table(
    texts: Texts,
    deliveries: &[WebhookDeliveryView],
    replay: &Callback<WebhookDeliveryId>,
) -> Html {
    let t = texts.webhooks;
    let columns = [t.event(), t.state(), t.answer()];
    html! {
        <table class="list" aria-label={t.deliveries()}>
            <thead>
                <tr>
                    { for columns.map(|name| html! { <th scope="col">{ name }</th> }) }
                    <td />
                </tr>
            </thead>
            <tbody>{ for deliveries.iter().map(|one| row(texts, one, replay)) }</tbody>
        </table>
    }
}

fn row(texts: Texts, delivery: &WebhookDeliveryView, replay: &Callback<WebhookDeliveryId>) -> Html {
    let t = texts.webhooks;
    let (id, replay) = (delivery.id, replay.clone());
    let onclick = move |_: MouseEvent| replay.emit(id);
    let at = i18n::date_time(texts.locale, delivery.created_at);
    let name = events::meaning(texts, delivery.event);
    html! {
        <tr key={id.to_string()}>
            <th scope="row">{ name }<span class="sub">{ at.clone() }</span></th>
            <td data-label={t.state()}>
                { state(texts, delivery) }
                { folded(t.was_sent(), &delivery.body) }
            </td>
            <td data-label={t.answer()}>
                if let Some(answer) = &delivery.last_answer {
                    { answers::answer(texts, answer) }
                    { folded(t.said(), answer.body.as_deref().unwrap_or_default()) }
                }
            </td>
            <td class="act">
                <button
                    type="button"
                    class="button button--small"
                    aria-label={t.replay_label(name, &at)}
                    {onclick}
                >
                    { t.replay() }
                </button>
            </td>
        </tr>
    }
}

/// A body that opens below its name; nothing where it is empty.
fn folded(name: &'static str, body: &str) -> Html {
    if body.is_empty() {
        return Html::default();
    }
    html! {
        <details><summary>{ name }</summary><pre tabindex="0">{ body.to_owned() }</pre></details>
    }
}

fn state(texts: Texts, delivery: &WebhookDeliveryView) -> Html {
    let t = texts.webhooks;
    let state = match delivery.state {
        WebhookDeliveryState::Waiting => t.waiting(),
        WebhookDeliveryState::Delivered => t.delivered(),
        WebhookDeliveryState::GivenUp => t.given_up(),
    };
    let tries = t.attempts(i64::from(delivery.attempts));
    let next = delivery.next_attempt_at.filter(|_| delivery.attempts > 0);
    let next = next.map(|at| t.next_attempt(&i18n::date_time(texts.locale, at)));
    html! {
        <>
            { state }
            <span class="sub">{ tries }</span>
            if let Some(next) = next {
                <span class="sub">{ next }</span>
            }
        </>
    }
}
