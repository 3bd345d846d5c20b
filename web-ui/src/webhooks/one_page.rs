//! The page of one webhook: what it is, what can be done with it, and its deliveries.

use super::acts::Act;
use super::deliveries::Deliveries;
use super::make_page::secret;
use super::tested::tested;
use super::{address, answers, events, requests};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, refuse};
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::{back_link, console};
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::ui::{
    Button, Confirm, Field, Form, Heading, Kind, Look, Outcome, ShownOnce, fact, facts,
    use_shown_once,
};
use shared_types::ids::WebhookId;
use shared_types::limits;
use shared_types::problem::FieldErrorCode;
use shared_types::webhooks::{
    PatchWebhookRequest, RotatedWebhookSecret, TestWebhookRequest, WebhookEvent, WebhookStatus,
    WebhookTest, WebhookView,
};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Which webhook, and who looks at it.
#[derive(Properties, PartialEq)]
pub struct WebhookPageProps {
    /// The administrator.
    pub me: Me,
    /// The webhook.
    pub id: WebhookId,
}

/// What the last act gave.
#[derive(Clone, Default)]
struct Done {
    acts: u32,
    text: Option<&'static str>,
    kind: Kind,
    test: Option<WebhookTest>,
    is_deleted: bool,
}

/// One webhook.
#[component]
pub fn WebhookPage(props: &WebhookPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.webhooks;
    let id = props.id;
    let submit = use_submit(CredentialKind::Session);
    let chosen = use_state_eq(|| None::<Act>);
    let sample = use_state_eq(|| None::<WebhookEvent>);
    let done = use_state(Done::default);
    let place = AttrValue::from(format!("webhook-secret/{id}"));
    let rotated = use_shown_once::<RotatedWebhookSecret>(&place);
    let load = use_load(CredentialKind::Session, id, |app, id| {
        Box::pin(async move {
            let all = requests::list_webhooks(app.client()).await?;
            Ok(all.items.into_iter().find(|webhook| webhook.id == id))
        })
    });
    let run = {
        let (submit, app, done) = (submit.clone(), app.clone(), done.clone());
        let (chosen, again) = (chosen.clone(), load.again.clone());
        let (sample, rotated) = (sample.clone(), rotated.clone());
        Callback::from(move |act: Act| {
            let (app, done, chosen) = (app.clone(), done.clone(), chosen.clone());
            let (again, rotated) = (again.clone(), rotated.clone());
            let test = TestWebhookRequest { event: *sample };
            submit.run(Box::pin(async move {
                let request = || perform(&app, id, act, &test, &rotated);
                let outcome = with_reauthentication(&app, request).await?;
                let failed = outcome.test.as_ref();
                let failed = failed.filter(|test| !answers::is_taken(&test.answer));
                let (kind, text) = match failed {
                    Some(_) => (Kind::Danger, app.texts().webhooks.test_failed()),
                    None => (Kind::Success, act.done(app.texts())),
                };
                done.set(Done {
                    acts: done.acts + 1,
                    text: Some(text),
                    kind,
                    ..outcome
                });
                chosen.set(None);
                again.emit(());
                Ok(())
            }));
        })
    };
    let choose = {
        let (chosen, run, submit) = (chosen.clone(), run.clone(), submit.clone());
        Callback::from(move |act: Act| {
            submit.clear();
            if act.question(texts).is_some() {
                chosen.set(Some(act));
            } else {
                chosen.set(None);
                run.emit(act);
            }
        })
    };
    let changed = {
        let (done, again) = (done.clone(), load.again.clone());
        Callback::from(move |()| {
            done.set(Done {
                acts: done.acts + 1,
                text: Some(texts.webhooks.was_changed()),
                kind: Kind::Success,
                ..Done::default()
            });
            again.emit(());
        })
    };
    let confirmation = (*chosen).and_then(|act| Some((act, act.question(texts)?)));
    let confirmation = confirmation.map(|(act, question)| {
        let (run, chosen) = (run.clone(), chosen.clone());
        html! {
            <Confirm
                {question}
                label={act.label(texts)}
                busy={submit.is_sending()}
                failures={submit.state().failures()}
                onconfirm={Callback::from(move |()| run.emit(act))}
                oncancel={Callback::from(move |()| chosen.set(None))}
            >
                <FailureAlert submit={submit.clone()} />
            </Confirm>
        }
    });
    let is_asking = confirmation.is_some();
    let found = load.value().and_then(Option::as_ref);
    let host = found.and_then(|webhook| address::host(&webhook.url));
    let title = host.map_or_else(|| t.one().to_owned(), |host| t.one_of(host));
    let acting = Acting {
        choose,
        changed,
        again: load.again.clone(),
        is_busy: submit.is_sending(),
        acts: done.acts,
        sample,
    };
    let content = html! {
        <>
            { back_link(ConsolePage::Webhooks, t.all()) }
            <Heading text={title} />
            if let Some(text) = done.text {
                <Outcome kind={done.kind} {text} acts={done.acts} />
            }
            if let Some(new) = rotated.value() {
                <section class="panel stack">{ secret(texts, new.secret.expose(), &rotated) }</section>
            }
            if let Some(test) = &done.test {
                { tested(texts, test) }
            }
            if !is_asking {
                <FailureAlert submit={submit.clone()} />
            }
            // One node whether it is there or not: else the heading would be drawn anew and take the focus.
            { confirmation.unwrap_or_default() }
            if !done.is_deleted {
                { load.show(|found| match &*found {
                    Some(webhook) => one(texts, webhook, &acting),
                    None => html! { <p>{ t.not_there() }</p> },
                }) }
            }
        </>
    };
    console(&app, &props.me, content)
}

async fn perform(
    app: &App,
    id: WebhookId,
    act: Act,
    test: &TestWebhookRequest,
    rotated: &ShownOnce<RotatedWebhookSecret>,
) -> Result<Done, Failure> {
    let client = app.client();
    let set = |status| PatchWebhookRequest {
        status: Some(status),
        ..PatchWebhookRequest::default()
    };
    let mut done = Done::default();
    match act {
        Act::Test => {
            done.test = Some(requests::test_webhook(client, id, test).await?);
        }
        Act::Enable => {
            drop(requests::patch_webhook(client, id, &set(WebhookStatus::Active)).await?);
        }
        Act::Disable => {
            drop(requests::patch_webhook(client, id, &set(WebhookStatus::Disabled)).await?);
        }
        Act::Rotate => rotated.show(requests::rotate_secret(client, id).await?),
        Act::Delete => {
            requests::end_webhook(client, id).await?;
            rotated.hide();
            done.is_deleted = true;
        }
    }
    Ok(done)
}

/// What can be done on the page.
struct Acting {
    choose: Callback<Act>,
    changed: Callback<()>,
    /// Reads the webhook again.
    again: Callback<()>,
    is_busy: bool,
    acts: u32,
    sample: UseStateHandle<Option<WebhookEvent>>,
}

fn one(texts: Texts, webhook: &WebhookView, acting: &Acting) -> Html {
    let t = texts.webhooks;
    let busy = acting.is_busy;
    let button = |act: Act| {
        let choose = acting.choose.clone();
        let look = Look::main_if(act == Act::Test);
        let onclick = Callback::from(move |()| choose.emit(act));
        html! { <Button {look} {busy} {onclick}>{ act.label(texts) }</Button> }
    };
    let told = webhook.events.iter();
    let told = told.map(|event| html! { <li>{ events::meaning(texts, *event) }</li> });
    let former = webhook.former_secret_until;
    let former = former.map(|until| i18n::date_time(texts.locale, until));
    let made = i18n::date_time(texts.locale, webhook.created_at);
    html! {
        <>
            <section class="panel stack">
                { facts(html! {
                    <>
                        { fact(t.address(), html! { <span class="token">{ &webhook.url }</span> }) }
                        { fact(t.state(), answers::status(texts, webhook)) }
                        { fact(t.events(), html! { <ul class="plain">{ for told }</ul> }) }
                        { fact(t.made_at(), made) }
                        if let Some(former) = former {
                            { fact(t.former_secret(), t.signs_until(&former)) }
                        }
                    </>
                }) }
                { events::choice(texts, webhook, &acting.sample) }
                <div class="row">{ for Act::of(webhook).map(button) }</div>
            </section>
            <details class="panel">
                <summary>{ t.change() }</summary>
                <ChangeForm webhook={webhook.clone()} onchanged={&acting.changed} />
            </details>
            <Deliveries id={webhook.id} acts={acting.acts} onreplayed={&acting.again} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeFormProps {
    webhook: WebhookView,
    onchanged: Callback<()>,
}

#[component]
fn ChangeForm(props: &ChangeFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.webhooks;
    let submit = use_submit(CredentialKind::Session);
    let url = use_node_ref();
    let chosen = {
        let now: BTreeSet<WebhookEvent> = props.webhook.events.iter().copied().collect();
        use_state_eq(move || now)
    };
    let onsubmit = {
        let (url, chosen, onchanged) = (url.clone(), chosen.clone(), props.onchanged.clone());
        let id = props.webhook.id;
        submit.on(move |app| {
            let body = PatchWebhookRequest {
                url: Some(browser::value(&url)),
                events: Some(chosen.iter().copied().collect()),
                status: None,
            };
            let onchanged = onchanged.clone();
            Box::pin(async move {
                let is_empty = body.events.as_ref().is_some_and(Vec::is_empty);
                refuse(is_empty.then_some(("events", FieldErrorCode::Required)))?;
                let request = || requests::patch_webhook(app.client(), id, &body);
                with_reauthentication(&app, request).await?;
                onchanged.emit(());
                Ok(())
            })
        })
    };
    let error = submit.failure().and_then(|failure| failure.field("url"));
    let problem = error.and_then(|code| address::flaw(texts, code));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <Field
                name="url"
                label={t.address()}
                hint={t.address_hint()}
                input={url}
                initial={props.webhook.url.clone()}
                {error}
                {problem}
                longest={limits::WEBHOOK_URL_LONGEST}
            />
            { events::boxes(texts, &chosen, &submit) }
            <SubmitButton submit={submit.clone()} label={texts.common.save()} />
        </Form>
    }
}
