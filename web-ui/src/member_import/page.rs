//! The page.

use super::report::report;
use super::requests;
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{
    FailureAlert, FormTask, Submit, SubmitButton, file_field, text_of_chosen, use_submit,
};
use crate::i18n::{self, Texts};
use crate::layout::console;
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::task::spawn;
use crate::ui::{Button, Form, Heading, Kind, Look, Outcome, alert};
use shared_types::member_batch::BatchResponse;
use shared_types::problem::FieldErrorCode;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The field that the server names when the file as a whole is wrong.
const BODY: &str = "body";

/// Who imports.
#[derive(Properties, PartialEq)]
pub struct ImportMembersPageProps {
    /// The administrator.
    pub me: Me,
}

/// The form, and what would happen or happened.
#[component]
pub fn ImportMembersPage(props: &ImportMembersPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.imports;
    let answer = use_state(|| None::<Rc<BatchResponse>>);
    let file = use_node_ref();
    let is_done = answer.as_ref().is_some_and(|answer| answer.applied);
    let content = html! {
        <>
            <p class="crumb">
                <Link to={ConsolePage::all_members()}>
                    <span aria-hidden="true">{ "← " }</span>
                    { texts.members.all() }
                </Link>
            </p>
            <Heading text={t.title()} />
            if let Some(answer) = answer.as_ref().filter(|_| is_done) {
                { done(texts, answer) }
            } else {
                <p class="lead">{ t.lead() }</p>
                <section class="panel">
                    <ImportForm {file} answer={answer.clone()} />
                </section>
            }
            if let Some(answer) = &*answer {
                { report(texts, answer) }
            }
        </>
    };
    console(&app, &props.me, content)
}

/// How many were made, and where to go on.
fn done(texts: Texts, answer: &BatchResponse) -> Html {
    let t = texts.imports;
    let shown = i18n::number(texts.locale, i64::from(answer.made));
    let text = t.made(i64::from(answer.made), &shown);
    html! {
        <>
            <Outcome {text} acts={1} />
            <p>
                <Link to={ConsolePage::all_members()} class="button">{ t.to_members() }</Link>
            </p>
        </>
    }
}

type Answer = UseStateHandle<Option<Rc<BatchResponse>>>;

#[derive(Properties, PartialEq)]
struct ImportFormProps {
    file: NodeRef,
    answer: Answer,
}

#[component]
fn ImportForm(props: &ImportFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.imports;
    let submit = use_submit(CredentialKind::Session);
    let has_failed_file = use_state_eq(|| false);
    let sending = |dry_run: bool| {
        let (file, answer) = (props.file.clone(), props.answer.clone());
        submit.on(move |app| send(app, &file, answer.clone(), dry_run))
    };
    let forget = {
        let answer = props.answer.clone();
        Callback::from(move |()| answer.set(None))
    };
    let onfile = {
        let (file, forget, failed) = (props.file.clone(), forget.clone(), has_failed_file.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            let (file, forget, failed) = (file.clone(), forget.clone(), failed.clone());
            spawn(Box::pin(async move {
                let text = text_of_chosen(input).await;
                failed.set(text.is_none());
                if let Some(text) = text {
                    browser::set_long_text(&file, &text);
                    forget.emit(());
                }
            }));
        })
    };
    let error = submit.failure().and_then(|failure| failure.field(BODY));
    html! {
        <Form onsubmit={sending(true)} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            if *has_failed_file {
                { alert(Kind::Danger, html! { t.file_failed() }) }
            }
            { text_field(texts, &props.file, error, forget) }
            { file_field(t.file(), t.file_hint(), onfile) }
            <SubmitButton submit={submit.clone()} label={t.check()} />
            { import_button(texts, &submit, props.answer.as_deref(), sending(false)) }
        </Form>
    }
}

/// Offered once it is seen what would happen.
fn import_button(
    texts: Texts,
    submit: &Submit,
    answer: Option<&BatchResponse>,
    onclick: Callback<()>,
) -> Html {
    let t = texts.imports;
    let Some(answer) = answer else {
        return Html::default();
    };
    if answer.made == 0 {
        return alert(Kind::Info, html! { t.nothing_to_import() });
    }
    let shown = i18n::number(texts.locale, i64::from(answer.made));
    let label = t.import(i64::from(answer.made), &shown);
    html! {
        <p>
            <Button look={Look::Secondary} busy={submit.is_sending()} {onclick}>{ label }</Button>
        </p>
    }
}

fn text_field(
    texts: Texts,
    input: &NodeRef,
    error: Option<FieldErrorCode>,
    onedit: Callback<()>,
) -> Html {
    let t = texts.imports;
    let error = error.map(|code| match code {
        FieldErrorCode::Invalid => t.wrong_file(),
        FieldErrorCode::TooLong => t.too_many(),
        code => messages::field_text(texts, code),
    });
    let oninput = move |_: InputEvent| onedit.emit(());
    html! {
        <div class="field">
            <label for="members">{ t.text() }</label>
            <textarea
                id="members"
                ref={input.clone()}
                rows="8"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid={error.is_some().then_some("true")}
                aria-describedby="members-help"
                {oninput}
            />
            <div id="members-help" class="field-help">
                if let Some(error) = error {
                    <p class="field-error">{ error }</p>
                }
                <p class="hint">{ t.text_hint() }</p>
            </div>
        </div>
    }
}

/// Asks what would happen, or imports. The text stays in its field whatever is answered.
fn send(app: App, file: &NodeRef, answer: Answer, dry_run: bool) -> FormTask {
    let text = browser::long_text(file);
    Box::pin(async move {
        require(&[(BODY, &text)])?;
        let request = || requests::import_members(app.client(), &text, dry_run);
        let got = with_reauthentication(&app, request).await?;
        answer.set(Some(Rc::new(got)));
        Ok(())
    })
}
