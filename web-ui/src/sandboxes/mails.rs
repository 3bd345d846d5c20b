//! The mails of a test organization, page by page.

use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::clock;
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::ui::{Button, CopyButton, Look, only_code};
use shared_types::limits::SANDBOX_MAILS;
use shared_types::page::Page;
use shared_types::sandboxes::SandboxMail;
use yew::prelude::*;

/// A page, and when it was read.
struct Fetched {
    page: Page<SandboxMail>,
    at_ms: f64,
}

/// The list.
#[component]
pub(super) fn Mails() -> Html {
    let texts = use_app().texts();
    let t = texts.sandboxes;
    // Of the open page; none of the first.
    let cursor = use_state_eq(|| None::<String>);
    let load = use_load(CredentialKind::Session, (*cursor).clone(), |app, cursor| {
        Box::pin(async move {
            let page = requests::list_mails(app.client(), cursor.as_deref()).await?;
            let at_ms = clock::now_ms();
            Ok(Fetched { page, at_ms })
        })
    });
    let turn = |next: Option<String>| {
        let cursor = cursor.clone();
        Callback::from(move |()| cursor.set(next.clone()))
    };
    // New mails come on the first page.
    let reload = match *cursor {
        Some(_) => turn(None),
        None => load.again.clone(),
    };
    let kept = i18n::number(
        texts.locale,
        i64::try_from(SANDBOX_MAILS).unwrap_or_default(),
    );
    html! {
        <section class="panel stack" aria-labelledby="mails">
            <div class="panel-head">
                <h2 id="mails">{ t.mails() }</h2>
                <Button look={Look::Secondary} onclick={reload}>{ texts.webhooks.reload() }</Button>
            </div>
            <p class="hint">
                { t.mails_hint(&kept) }
                { " " }
                { t.reads_mails() }
                { " " }
                <code>{ "GET /api/v1/sandbox/mails" }</code>
            </p>
            { load.show(|read| html! {
                <>
                    if read.page.items.is_empty() {
                        <p class="empty">{ t.no_mails() }</p>
                    } else {
                        <ul class="acts">
                            { for read.page.items.iter().map(|mail| one(texts, mail)) }
                        </ul>
                    }
                    <p class="hint" role="status">
                        { t.mails_as_of(&i18n::exact_time(texts.locale, read.at_ms)) }
                    </p>
                    <nav class="pager" aria-label={texts.members.pages()}>
                        if cursor.is_some() {
                            <Button look={Look::Secondary} onclick={turn(None)}>
                                { texts.members.first_page() }
                            </Button>
                        }
                        if read.page.next_cursor.is_some() {
                            <Button
                                look={Look::Secondary}
                                onclick={turn(read.page.next_cursor.clone())}
                            >
                                { texts.members.next_page() }
                            </Button>
                        }
                    </nav>
                </>
            }) }
        </section>
    }
}

fn one(texts: Texts, mail: &SandboxMail) -> Html {
    let t = texts.sandboxes;
    let text = mail.text.expose();
    let code = only_code(text).map(str::to_owned);
    html! {
        <li key={mail.id.clone()}>
            <div class="act-row">
                <p>
                    <strong>{ &mail.subject }</strong>
                    <span class="sub">{ t.mail_to(&mail.to) }</span>
                    <span class="sub">{ i18n::date_time(texts.locale, mail.at) }</span>
                </p>
                if let Some(code) = code {
                    <span class="row">
                        { t.mail_code() }
                        <code class="token">{ code.clone() }</code>
                        <CopyButton text={code} />
                    </span>
                }
            </div>
            <details>
                <summary aria-label={t.mail_text_of(&mail.subject)}>{ t.mail_text() }</summary>
                <pre tabindex="0">{ for text.lines().map(line) }</pre>
            </details>
        </li>
    }
}

/// A line of a mail; one that is an address is a link.
fn line(text: &str) -> Html {
    if text.starts_with("https://") || text.starts_with("http://") {
        let href = text.to_owned();
        html! {
            <><a {href} target="_blank" rel="noopener noreferrer">{ text }</a>{ "\n" }</>
        }
    } else {
        html! { <>{ text }{ "\n" }</> }
    }
}
