//! What came back of a request, and the state of a webhook, in words.

use crate::i18n::{self, Texts};
use crate::ui::{Kind, badge};
use shared_types::webhooks::{
    WebhookAnswer, WebhookDisabledCause, WebhookFailure, WebhookStatus, WebhookView,
};
use yew::prelude::*;

/// Why there was no answer.
fn failed(texts: Texts, failure: WebhookFailure) -> &'static str {
    let t = texts.webhooks;
    match failure {
        WebhookFailure::AddressNotAllowed => t.address_not_allowed(),
        WebhookFailure::Timeout => t.timeout(),
        WebhookFailure::Unreachable => t.unreachable(),
        WebhookFailure::Certificate => t.certificate(),
        WebhookFailure::BrokenOff => t.broken_off(),
    }
}

/// Whether the receiver took what was sent.
pub(super) fn is_taken(answer: &WebhookAnswer) -> bool {
    let status = answer.status.unwrap_or_default();
    (200..300).contains(&status)
}

/// The status, or why there is none.
pub(super) fn answer(texts: Texts, answer: &WebhookAnswer) -> Html {
    let t = texts.webhooks;
    let (kind, name) = if is_taken(answer) {
        (Kind::Success, t.delivered())
    } else {
        (Kind::Danger, t.failing())
    };
    let said = match (answer.status, answer.failure) {
        (Some(status), _) => t.answered(&status.to_string()),
        (None, failure) => {
            let failure = failure.unwrap_or(WebhookFailure::BrokenOff);
            failed(texts, failure).to_owned()
        }
    };
    let at = i18n::date_time(texts.locale, answer.at);
    let took = answer.took_ms.map(|took| t.took(i64::from(took)));
    html! {
        <>
            { badge(kind, name) }
            { " " }
            { said }
            <span class="sub">{ at }{ for took.map(|took| format!(", {took}")) }</span>
        </>
    }
}

/// Whether events are sent, and why not.
pub(super) fn status(texts: Texts, webhook: &WebhookView) -> Html {
    let t = texts.webhooks;
    match (
        webhook.status,
        webhook.disabled_cause,
        webhook.failing_since,
    ) {
        (WebhookStatus::Active, _, None) => badge(Kind::Success, t.active()),
        (WebhookStatus::Active, _, Some(since)) => {
            let since = i18n::date_time(texts.locale, since);
            html! {
                <>{ badge(Kind::Warning, t.failing()) }<span class="sub">{ t.failing_since(&since) }</span></>
            }
        }
        (WebhookStatus::Disabled, cause, _) => {
            let why = match cause {
                Some(WebhookDisabledCause::Gone) => t.disabled_gone(),
                Some(WebhookDisabledCause::Failing) => t.disabled_failing(),
                Some(WebhookDisabledCause::Restored) => t.disabled_restored(),
                Some(WebhookDisabledCause::Administrator) | None => t.disabled_by_person(),
            };
            html! { <>{ badge(Kind::Info, t.disabled()) }<span class="sub">{ why }</span></> }
        }
    }
}
