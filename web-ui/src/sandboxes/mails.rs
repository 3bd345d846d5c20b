//! The mails of a test organization, page by page.

use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::i18n::{self, Texts};
use crate::load::use_load;
use crate::ui::{Button, CopyButton, Look, Turn, pager};
use crate::{browser, clock};
use shared_types::code::is_code;
use shared_types::limits::{SANDBOX_MAILS, SENT_MAILS_KEPT_DAYS};
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
        Callback::from(move |()| {
            // The button goes away with its page.
            browser::focus_element("mails");
            cursor.set(next.clone());
        })
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
    let days = i18n::number(texts.locale, SENT_MAILS_KEPT_DAYS.into());
    html! {
        <section class="panel stack" aria-labelledby="mails">
            <div class="panel-head">
                <h2 id="mails" tabindex="-1">{ t.mails() }</h2>
                <Button look={Look::Secondary} onclick={reload}>{ texts.common.reload() }</Button>
            </div>
            <p class="hint">
                { t.mails_hint(&kept, &days) }
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
                    { pager(texts.common.pages(), [
                        cursor.is_some().then(|| Turn {
                            text: texts.common.first_page(),
                            onclick: turn(None),
                        }),
                        read.page.next_cursor.clone().map(|next| Turn {
                            text: texts.common.next_page(),
                            onclick: turn(Some(next)),
                        }),
                    ]) }
                </>
            }) }
        </section>
    }
}

fn one(texts: Texts, mail: &SandboxMail) -> Html {
    let t = texts.sandboxes;
    let text = mail.text.expose();
    let code = code_of(text).map(str::to_owned);
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

/// The code of a mail, which is a line of its own: ids and addresses may have six digits too.
fn code_of(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| is_code(line))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_line_of_its_own() {
        let code = "Your code:\n\n    314159\n\nIt is for jo271828@example.com.";
        assert_eq!(code_of(code), Some("314159"));
        let other =
            "See https://desk.example.com/admin/members/01a29602-d202-7508-af43-731824ff9d53";
        assert_eq!(code_of(other), None);
    }
}
