//! The page.

use super::report::{REPORT, report};
use super::words::{BODY, file_flaw};
use super::{requests, rows};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::drafts;
use crate::failure::require;
use crate::forms::{
    FailureAlert, FormTask, SubmitButton, TextFile, TextFileWords, Tried, import_button, use_submit,
};
use crate::i18n::{self, Texts};
use crate::layout::{back_link, console};
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Button, Form, Heading, Look, Outcome};
use shared_types::member_batch::BatchResponse;
use std::rc::Rc;
use yew::prelude::*;

/// The field with the file.
const FIELD: &str = "members";

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
    let answer = use_state(|| None::<Rc<Imported>>);
    let (file, initial) = (use_node_ref(), use_state(AttrValue::default));
    let is_done = answer.as_ref().is_some_and(|answer| answer.told.applied);
    use_draft_on_leaving(file.clone());
    let repair = {
        let (answer, initial) = (answer.clone(), initial.clone());
        Callback::from(move |rows: AttrValue| {
            initial.set(rows);
            answer.set(None);
            browser::focus_later(FIELD);
        })
    };
    let content = html! {
        <>
            { back_link(ConsolePage::all_members(), texts.members.all()) }
            <Heading text={t.title()} />
            if let Some(answer) = answer.as_ref().filter(|_| is_done) {
                { done(texts, answer, &repair) }
            } else {
                <p class="lead">{ t.lead() }</p>
                <section class="panel">
                    <ImportForm {file} initial={(*initial).clone()} answer={answer.clone()} />
                </section>
            }
            if let Some(answer) = &*answer {
                { report(texts, &answer.told) }
            }
        </>
    };
    console(&app, &props.me, content)
}

/// Keeps the text when another page is opened, for when its member comes back: the form puts it in again. After an
/// import the field is gone and nothing is kept, nor after somebody signed out.
#[hook]
fn use_draft_on_leaving(file: NodeRef) {
    let app = use_app();
    use_effect_with((), move |()| {
        let address = app.route().address();
        move || {
            let text = browser::long_text(&file);
            if let Some(me) = app.me().filter(|_| !text.is_empty()) {
                drafts::keep_these(&me.id.to_string(), &address, vec![(FIELD.to_owned(), text)]);
            }
        }
    });
}

/// How many were made, and where to go on: with the refused rows in the field, or with the members.
fn done(texts: Texts, answer: &Imported, repair: &Callback<AttrValue>) -> Html {
    let t = texts.imports;
    let refused = rows::refused(&answer.file, &answer.told.rows).map(AttrValue::from);
    let refused = refused.map(|rows| {
        let repair = repair.clone();
        let onclick = Callback::from(move |()| repair.emit(rows.clone()));
        html! { <Button look={Look::Secondary} {onclick}>{ t.repair() }</Button> }
    });
    let answer = &answer.told;
    let shown = i18n::number(texts.locale, i64::from(answer.made));
    let text = t.made(i64::from(answer.made), &shown);
    html! {
        <>
            <Outcome {text} acts={1} />
            <p class="row">
                { for refused }
                <Link to={ConsolePage::all_members()} class="button">{ t.to_members() }</Link>
            </p>
        </>
    }
}

/// A file, and what the server said of it.
#[derive(PartialEq)]
struct Imported {
    file: String,
    told: BatchResponse,
}

type Answer = UseStateHandle<Option<Rc<Imported>>>;

#[derive(Properties, PartialEq)]
struct ImportFormProps {
    file: NodeRef,
    /// The text at first.
    initial: AttrValue,
    answer: Answer,
}

#[component]
fn ImportForm(props: &ImportFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.imports;
    let submit = use_submit(CredentialKind::Session);
    let sending = |dry_run: bool| {
        let (file, answer) = (props.file.clone(), props.answer.clone());
        submit.on(move |app| send(app, &file, answer.clone(), dry_run))
    };
    let forget = {
        let (answer, submit) = (props.answer.clone(), submit.clone());
        Callback::from(move |()| {
            submit.on_edit().emit(());
            answer.set(None);
        })
    };
    let error = submit
        .failure()
        .and_then(|failure| file_flaw(texts, &failure));
    // Then the import itself is the main action.
    let can_import = props
        .answer
        .as_ref()
        .is_some_and(|answer| answer.told.would_make > 0);
    let look = Look::main_if(!can_import);
    html! {
        <Form onsubmit={sending(true)} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <TextFile
                id={FIELD}
                name={FIELD}
                words={words(texts)}
                input={props.file.clone()}
                initial={props.initial.clone()}
                {error}
                onedit={forget}
            />
            <SubmitButton submit={submit.clone()} label={t.check()} {look} />
            if let Some(answer) = props.answer.as_deref() {
                { import_button(&submit, tried(texts, &answer.told), sending(false)) }
            }
        </Form>
    }
}

fn words(texts: Texts) -> TextFileWords {
    let t = texts.imports;
    TextFileWords {
        label: t.text(),
        hint: t.text_hint(),
        file: t.file(),
        file_hint: t.file_hint(),
        file_failed: texts.imports.file_failed(),
        file_guessed: texts.imports.file_guessed(),
    }
}

/// Offered once it is seen what would happen.
fn tried(texts: Texts, answer: &BatchResponse) -> Tried {
    let t = texts.imports;
    let shown = i18n::number(texts.locale, i64::from(answer.would_make));
    Tried {
        count: answer.would_make,
        label: t.import(i64::from(answer.would_make), &shown),
        nothing: t.nothing_to_import(),
    }
}

/// Asks what would happen, or imports. The text stays in its field whatever is answered.
fn send(app: App, file: &NodeRef, answer: Answer, dry_run: bool) -> FormTask {
    let text = browser::long_text(file);
    Box::pin(async move {
        require(&[(BODY, &text)])?;
        let request = || requests::import_members(app.client(), &text, dry_run);
        let got = with_reauthentication(&app, request).await?;
        if dry_run {
            browser::focus_later(REPORT);
        }
        answer.set(Some(Rc::new(Imported {
            file: text,
            told: got,
        })));
        Ok(())
    })
}
