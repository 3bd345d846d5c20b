//! The page.

use super::report::{Chosen, REPORT, report};
use super::{requests, rows};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{
    FailureAlert, FormTask, SubmitButton, TextFile, TextFileWords, Tried, import_button, use_submit,
};
use crate::i18n::{self, Texts};
use crate::layout::{back_link, console};
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Button, Field, Form, Heading, Kind, Look, Outcome, alert};
use shared_types::device_import::{ImportDevicesRequest, ImportDevicesResponse, ImportedFor};
use shared_types::limits::{IMPORTED_REPLACE_DAYS, IMPORTED_REPLACE_DAYS_LONGEST};
use shared_types::problem::FieldErrorCode;
use shared_types::secret::Secret;
use std::rc::Rc;
use yew::prelude::*;

const ENTRIES: &str = "entries";
const DAYS: &str = "replace_within_days";

/// Who imports.
#[derive(Properties, PartialEq)]
pub struct ImportEntriesPageProps {
    /// The administrator.
    pub me: Me,
}

/// The form, and what would happen or happened.
#[component]
pub fn ImportEntriesPage(props: &ImportEntriesPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.entries;
    let answer = use_state(|| None::<Rc<Imported>>);
    let initial = use_state(Again::default);
    let chosen: Chosen = use_mut_ref(std::collections::BTreeMap::new);
    let typed = Typed {
        entries: use_node_ref(),
        days: use_node_ref(),
        chosen: chosen.clone(),
    };
    let is_done = answer.as_ref().is_some_and(|answer| !answer.told.dry_run);
    let repair = {
        let (answer, initial, chosen) = (answer.clone(), initial.clone(), chosen.clone());
        Callback::from(move |again: Again| {
            // Rows are counted anew, so whose they are is said anew.
            chosen.borrow_mut().clear();
            initial.set(again);
            answer.set(None);
            browser::focus_later(ENTRIES);
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
                { alert(Kind::Warning, html! { t.warning() }) }
                <section class="panel">
                    <EntriesForm {typed} initial={(*initial).clone()} answer={answer.clone()} />
                </section>
            }
            if let Some(answer) = &*answer {
                { report(texts, &answer.told, &chosen) }
            }
        </>
    };
    console(&app, &props.me, content)
}

/// What was imported, and where to go on: with the refused entries in the field, or with the members.
fn done(texts: Texts, answer: &Imported, repair: &Callback<Again>) -> Html {
    let t = texts.entries;
    let refused = answer.refused.clone().map(|again| {
        let repair = repair.clone();
        let onclick = Callback::from(move |()| repair.emit(again.clone()));
        html! { <Button look={Look::Secondary} {onclick}>{ texts.imports.repair() }</Button> }
    });
    let answer = &answer.told;
    let text = if answer.imported == 0 {
        t.none_imported().to_owned()
    } else {
        let shown = i18n::number(texts.locale, i64::from(answer.imported));
        t.imported(i64::from(answer.imported), &shown)
    };
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

/// The fields of the form. The entries have no name: a draft that is kept in the tab must not hold secrets.
#[derive(Clone, PartialEq)]
struct Typed {
    entries: NodeRef,
    days: NodeRef,
    chosen: Chosen,
}

impl Typed {
    fn request(&self, dry_run: bool) -> Result<ImportDevicesRequest, Failure> {
        let entries = browser::long_text(&self.entries);
        require(&[(ENTRIES, &entries)])?;
        let days = browser::value(&self.days);
        let days = days.trim().parse();
        let wrong = |_| Failure::Fields(vec![(DAYS, FieldErrorCode::Invalid)]);
        let chosen = self.chosen.borrow();
        let members = chosen.iter().map(|(row, member)| ImportedFor {
            row: *row,
            member: member.clone(),
        });
        Ok(ImportDevicesRequest {
            dry_run,
            entries: Secret::new(entries),
            members: members.collect(),
            replace_within_days: Some(days.map_err(wrong)?),
        })
    }
}

/// What the server said of the entries.
#[derive(PartialEq)]
struct Imported {
    told: ImportDevicesResponse,
    /// After an import those that were refused: no other secret stays.
    refused: Option<Again>,
}

/// What stands in the form at first.
#[derive(Clone, PartialEq)]
struct Again {
    entries: AttrValue,
    days: AttrValue,
}

impl Default for Again {
    fn default() -> Self {
        Self {
            entries: AttrValue::default(),
            days: AttrValue::from(IMPORTED_REPLACE_DAYS.to_string()),
        }
    }
}

type Answer = UseStateHandle<Option<Rc<Imported>>>;

#[derive(Properties, PartialEq)]
struct EntriesFormProps {
    typed: Typed,
    initial: Again,
    answer: Answer,
}

#[component]
fn EntriesForm(props: &EntriesFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.entries;
    let submit = use_submit(CredentialKind::Session);
    let sending = |dry_run: bool| {
        let (typed, answer) = (props.typed.clone(), props.answer.clone());
        submit.on(move |app| send(app, &typed, answer.clone(), dry_run))
    };
    let forget = {
        let (answer, chosen) = (props.answer.clone(), props.typed.chosen.clone());
        let submit = submit.clone();
        Callback::from(move |()| {
            submit.on_edit().emit(());
            // Rows are counted anew, so whose they are is said anew.
            chosen.borrow_mut().clear();
            answer.set(None);
        })
    };
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    // Then the import itself is the main action.
    let can_import = props
        .answer
        .as_ref()
        .is_some_and(|answer| answer.told.imported > 0);
    let look = Look::main_if(!can_import);
    html! {
        <Form onsubmit={sending(true)} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <TextFile
                id={ENTRIES}
                words={words(texts)}
                input={props.typed.entries.clone()}
                initial={props.initial.entries.clone()}
                error={error(ENTRIES).map(|code| AttrValue::from(messages::field_text(texts, code)))}
                onedit={forget}
            />
            <Field
                name={DAYS}
                label={t.days()}
                hint={t.days_hint()}
                input={props.typed.days.clone()}
                initial={props.initial.days.clone()}
                problem={error(DAYS).map(|_| texts.tokens.wrong_days(IMPORTED_REPLACE_DAYS_LONGEST))}
            />
            <SubmitButton submit={submit.clone()} label={t.check()} {look} />
            if let Some(answer) = props.answer.as_deref() {
                { import_button(&submit, tried(texts, &answer.told), sending(false)) }
            }
        </Form>
    }
}

fn words(texts: Texts) -> TextFileWords {
    let t = texts.entries;
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
fn tried(texts: Texts, answer: &ImportDevicesResponse) -> Tried {
    let t = texts.entries;
    let shown = i18n::number(texts.locale, i64::from(answer.imported));
    Tried {
        count: answer.imported,
        label: t.import(i64::from(answer.imported), &shown),
        nothing: t.nothing_to_import(),
    }
}

/// Asks what would happen, or imports. Secrets leave the page with its form once they are imported.
fn send(app: App, typed: &Typed, answer: Answer, dry_run: bool) -> FormTask {
    let body = typed.request(dry_run);
    let days = browser::value(&typed.days);
    Box::pin(async move {
        let body = body?;
        let request = || requests::import_devices(app.client(), &body);
        let got = with_reauthentication(&app, request).await?;
        let refused = if got.dry_run {
            browser::focus_later(REPORT);
            None
        } else {
            rows::refused(body.entries.expose(), &got.rows)
        };
        let refused = refused.map(|entries| Again {
            entries: entries.into(),
            days: days.into(),
        });
        answer.set(Some(Rc::new(Imported { told: got, refused })));
        Ok(())
    })
}
