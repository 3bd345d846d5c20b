//! What a webhook can be told of, in words, and the boxes to choose of it.

use crate::forms::Submit;
use crate::i18n::Texts;
use crate::messages;
use crate::ui::{Choice, select};
use shared_types::webhooks::{WebhookEvent, WebhookView};
use std::collections::BTreeSet;
use yew::prelude::*;

/// What happened.
pub(super) fn meaning(texts: Texts, event: WebhookEvent) -> &'static str {
    let t = texts.webhooks;
    match event {
        WebhookEvent::MemberEnrolled => t.member_enrolled(),
        WebhookEvent::DeviceReplaced => t.device_replaced(),
        WebhookEvent::DeviceReset => t.device_reset(),
        WebhookEvent::MemberLocked => t.member_locked(),
        WebhookEvent::PolicyChanged => t.policy_changed(),
        WebhookEvent::SignInUnfinished => t.sign_in_unfinished(),
        WebhookEvent::MemberDisabled => t.member_disabled(),
        WebhookEvent::VerificationAnswered => t.verification_answered(),
        WebhookEvent::ApiTokenCreated => t.api_token_created(),
    }
}

/// Of which of its events a test sends a sample.
pub(super) fn choice(
    texts: Texts,
    webhook: &WebhookView,
    chosen: &UseStateHandle<Option<WebhookEvent>>,
) -> Html {
    let choices: Vec<Choice> = webhook
        .events
        .iter()
        .map(|event| (event.as_str(), meaning(texts, *event)))
        .collect();
    let now = chosen.or_else(|| webhook.events.first().copied());
    let now = now.map_or("", WebhookEvent::as_str);
    let onchange = {
        let (chosen, events) = (chosen.clone(), webhook.events.clone());
        Callback::from(move |word: String| {
            chosen.set(events.iter().copied().find(|event| event.as_str() == word));
        })
    };
    select("sample", texts.webhooks.sample(), &choices, now, onchange)
}

/// A box for each event.
pub(super) fn boxes(
    texts: Texts,
    chosen: &UseStateHandle<BTreeSet<WebhookEvent>>,
    submit: &Submit,
) -> Html {
    let error = submit.failure().and_then(|failure| failure.field("events"));
    let is_wrong = error.is_some();
    let one = |event: &WebhookEvent| {
        let (event, chosen) = (*event, chosen.clone());
        let is_chosen = chosen.contains(&event);
        let onchange = move |_: Event| {
            let mut next = (*chosen).clone();
            if !next.remove(&event) {
                next.insert(event);
            }
            chosen.set(next);
        };
        html! {
            <label class="check">
                <input
                    type="checkbox"
                    name="events"
                    checked={is_chosen}
                    aria-invalid={is_wrong.then_some("true")}
                    {onchange}
                />
                <span>{ meaning(texts, event) }{ " " }<code>{ event.as_str() }</code></span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby="events-help">
            <legend>{ texts.webhooks.events() }</legend>
            { for WebhookEvent::ALL.iter().map(one) }
            <div id="events-help" class="field-help">
                if let Some(code) = error {
                    <p class="field-error">{ messages::field_text(texts, code) }</p>
                }
            </div>
        </fieldset>
    }
}
