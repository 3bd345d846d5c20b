//! The page of one console: how it stands, the live test, its configuration, and what can be done with it.

use super::acts::Act;
use super::change_form::ChangeForm;
use super::configuration::{Shown, configuration, shown_once};
use super::guess::guess;
use super::live_test::LiveTest;
use super::standing::standing;
use super::who_form::WhoForm;
use super::{gallery_page, requests};
use crate::app::{App, Me, use_app};
use crate::client::CredentialKind;
use crate::failure::Failure;
use crate::forms::{FailureAlert, use_submit};
use crate::i18n::Texts;
use crate::layout::{back_link, console};
use crate::load::use_load;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::ui::{Button, Confirm, Done, Heading, Look, ShownOnce, use_shown_once};
use shared_types::clients::{ClientView, RotatedClientSecret};
use shared_types::ids::ClientId;
use yew::prelude::*;

/// Which console, and who looks at it.
#[derive(Properties, PartialEq)]
pub struct ConsoleOnePageProps {
    /// The administrator.
    pub me: Me,
    /// The console.
    pub id: ClientId,
}

/// One console.
#[component]
pub fn ConsoleOnePage(props: &ConsoleOnePageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.clients;
    let id = props.id;
    let submit = use_submit(CredentialKind::Session);
    let chosen = use_state_eq(|| None::<Act>);
    let done = use_state_eq(Done::default);
    let is_deleted = use_state_eq(|| false);
    let place = AttrValue::from(format!("client-secret/{id}"));
    let rotated = use_shown_once::<RotatedClientSecret>(&place);
    let load = use_load(CredentialKind::Session, id, |app, id| {
        Box::pin(async move { requests::get_client(app.client(), id).await })
    });
    let run = {
        let (submit, app, done) = (submit.clone(), app.clone(), done.clone());
        let (chosen, again, rotated) = (chosen.clone(), load.again.clone(), rotated.clone());
        let is_deleted = is_deleted.clone();
        Callback::from(move |act: Act| {
            let (app, done, chosen) = (app.clone(), done.clone(), chosen.clone());
            let (again, rotated, is_deleted) = (again.clone(), rotated.clone(), is_deleted.clone());
            submit.run(Box::pin(async move {
                let request = || perform(&app, id, act, &rotated);
                with_reauthentication(&app, request).await?;
                done.set(done.and(act.done(app.texts())));
                chosen.set(None);
                if act == Act::Delete {
                    is_deleted.set(true);
                } else {
                    again.emit(());
                }
                Ok(())
            }));
        })
    };
    let changed = {
        let (done, again) = (done.clone(), load.again.clone());
        Callback::from(move |()| {
            done.set(done.and(texts.clients.was_changed()));
            again.emit(());
        })
    };
    let shown = load.value().cloned();
    let asks = {
        let shown = shown.clone();
        move |act: Act| act.question(texts, shown.as_ref()?)
    };
    let choose = {
        let (chosen, run, submit) = (chosen.clone(), run.clone(), submit.clone());
        let asks = asks.clone();
        Callback::from(move |act: Act| {
            submit.clear();
            if asks(act).is_some() {
                chosen.set(Some(act));
            } else {
                chosen.set(None);
                run.emit(act);
            }
        })
    };
    let question = (*chosen).and_then(|act| Some((act, asks(act)?)));
    let confirmation = question.map(|(act, question)| {
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
    let name = shown.as_ref().map(|client| client.name.clone());
    let title = name.unwrap_or_else(|| t.one().to_owned());
    let acting = Acting {
        choose,
        changed,
        is_busy: submit.is_sending(),
        acts: done.acts(),
        rotated,
    };
    let content = html! {
        <>
            { back_link(ConsolePage::Consoles, t.all()) }
            <Heading text={title} />
            { done.show() }
            if !is_asking {
                <FailureAlert submit={submit.clone()} />
            }
            // One node whether it is there or not: else the heading would be drawn anew and take the focus.
            { confirmation.unwrap_or_default() }
            if !*is_deleted {
                { load.show(|client| one(texts, &client, &acting)) }
            }
        </>
    };
    console(&app, &props.me, content)
}

async fn perform(
    app: &App,
    id: ClientId,
    act: Act,
    rotated: &ShownOnce<RotatedClientSecret>,
) -> Result<(), Failure> {
    let client = app.client();
    match act {
        Act::Enable => {
            requests::disable_client(client, id, false).await?;
        }
        Act::Disable => {
            requests::disable_client(client, id, true).await?;
        }
        Act::Rotate => rotated.show(requests::rotate_secret(client, id).await?),
        Act::Delete => {
            requests::delete_client(client, id).await?;
            rotated.hide();
        }
    }
    Ok(())
}

/// What can be done on the page.
struct Acting {
    choose: Callback<Act>,
    changed: Callback<()>,
    is_busy: bool,
    acts: u32,
    rotated: ShownOnce<RotatedClientSecret>,
}

fn one(texts: Texts, client: &ClientView, acting: &Acting) -> Html {
    let t = texts.clients;
    let busy = acting.is_busy;
    let button = |act: Act| {
        let choose = acting.choose.clone();
        let onclick = Callback::from(move |()| choose.emit(act));
        html! { <Button look={Look::Secondary} {busy} {onclick}>{ act.label(texts) }</Button> }
    };
    // A later version is drawn anew, with what it has in its fields.
    let version = client.version;
    let onchanged = &acting.changed;
    let has_secret = acting.rotated.value().is_some();
    html! {
        <>
            if has_secret {
                { configured(texts, client, acting) }
            }
            <LiveTest client={client.clone()} changes={acting.acts} {onchanged} />
            if !has_secret {
                { configured(texts, client, acting) }
            }
            <section class="panel stack" aria-labelledby="standing">
                <h2 id="standing">{ t.standing() }</h2>
                { standing(texts, client) }
                <div class="row">{ for Act::of(client).into_iter().map(button) }</div>
            </section>
            <details class="panel" key={format!("who-{version}")}>
                <summary>{ t.change_who() }</summary>
                <WhoForm client={client.clone()} {onchanged} />
            </details>
            <details class="panel" key={format!("change-{version}")}>
                <summary>{ t.change() }</summary>
                <ChangeForm client={client.clone()} {onchanged} />
            </details>
        </>
    }
}

/// The configuration: open with a new secret, closed without one.
fn configured(texts: Texts, client: &ClientView, acting: &Acting) -> Html {
    let recipe = guess(client);
    let rotated = acting.rotated.value();
    let secret = rotated.as_ref().map(|new| new.client_secret.expose());
    let oncopied = acting.rotated.copied();
    let shown = Shown {
        recipe,
        client,
        secret,
        oncopied,
    };
    let title = texts
        .clients
        .configuration(gallery_page::name(texts, recipe));
    if secret.is_some() {
        html! {
            <section class="panel stack" aria-labelledby="new-secret" oncopy={acting.rotated.copied()}>
                <h2 id="new-secret">{ title }</h2>
                { shown_once(texts) }
                { configuration(texts, &shown) }
            </section>
        }
    } else {
        html! {
            <details class="panel">
                <summary>{ title }</summary>
                { configuration(texts, &shown) }
            </details>
        }
    }
}
