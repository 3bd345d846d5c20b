//! What a test sent, and what came back.

use super::answers;
use crate::i18n::Texts;
use crate::ui::{fact, facts};
use shared_types::webhooks::WebhookTest;
use yew::prelude::*;

/// Request, signature and answer.
pub(super) fn tested(texts: Texts, test: &WebhookTest) -> Html {
    let t = texts.webhooks;
    let headers: Vec<String> = test
        .headers
        .iter()
        .map(|header| format!("{}: {}", header.name, header.value))
        .collect();
    let request = format!("POST {}\n{}\n\n{}", test.url, headers.join("\n"), test.body);
    let body = test.answer.body.clone().filter(|body| !body.is_empty());
    html! {
        <section class="panel stack" aria-labelledby="tested">
            <h2 id="tested">{ t.tested() }</h2>
            { facts(html! { { fact(t.answer(), answers::answer(texts, &test.answer)) } }) }
            if let Some(body) = body {
                <pre tabindex="0" aria-label={t.answer()}>{ body }</pre>
            }
            <h3>{ t.request() }</h3>
            <pre tabindex="0" aria-label={t.request()}>{ request }</pre>
        </section>
    }
}
