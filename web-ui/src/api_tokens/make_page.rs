//! The page "Make a token", and the token, which is shown once.

use super::{networks as networks_field, requests, scopes};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, refuse};
use crate::forms::{FormTask, LimitAlert, Submit, SubmitButton, use_submit};
use crate::i18n::{self, Texts};
use crate::layout::{MakePage, make_page};
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{CopyButton, Field, Form, Heading, Kind, ShownOnce, alert, use_shown_once};
use shared_types::api_tokens::{CreateApiTokenRequest, NewApiToken, Scope};
use shared_types::limits;
use shared_types::problem::FieldErrorCode;
use std::collections::BTreeSet;
use yew::prelude::*;

const DAYS_LONGEST: u32 = limits::API_TOKEN_DAYS_LONGEST;

/// Who makes it.
#[derive(Properties, PartialEq)]
pub struct NewApiTokenPageProps {
    /// The administrator.
    pub me: Me,
}

/// The form, and then the token.
#[component]
pub fn NewApiTokenPage(props: &NewApiTokenPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.tokens;
    let made = use_shown_once::<NewApiToken>(&AttrValue::Static("api-token"));
    let view = made.value().map(|token| shown(texts, &token, &made));
    let onmade = Callback::from(move |token| made.show(token));
    let page = MakePage {
        list: ConsolePage::ApiTokens,
        all: t.all(),
        title: t.make(),
        lead: t.make_lead(),
        form: html! { <MakeForm {onmade} /> },
    };
    make_page(&app, &props.me, page, view)
}

#[derive(Properties, PartialEq)]
struct MakeFormProps {
    onmade: Callback<NewApiToken>,
}

#[component]
fn MakeForm(props: &MakeFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.tokens;
    let submit = use_submit(CredentialKind::Session);
    let (name, days, networks) = (use_node_ref(), use_node_ref(), use_node_ref());
    let chosen = use_state_eq(BTreeSet::<Scope>::new);
    let onsubmit = {
        let (name, days, networks) = (name.clone(), days.clone(), networks.clone());
        let (chosen, onmade) = (chosen.clone(), props.onmade.clone());
        submit.on(move |app| {
            let typed = Typed {
                name: browser::value(&name),
                days: browser::value(&days),
                networks: browser::value(&networks),
                scopes: chosen.iter().copied().collect(),
            };
            make(app, typed, onmade.clone())
        })
    };
    let typed_networks = browser::value(&networks);
    let error = |field: &str| submit.failure().and_then(|failure| failure.field(field));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <LimitAlert
                submit={submit.clone()}
                full={t.full(limits::API_TOKENS_PER_ORGANIZATION)}
            />
            <Field
                name="name"
                label={t.name()}
                hint={t.name_hint()}
                input={name}
                error={error("name")}
                longest={limits::NAME_LONGEST}
                autofocus=true
            />
            { scope_boxes(texts, &chosen, &submit) }
            <Field
                name="expires_in_days"
                label={t.days()}
                hint={AttrValue::from(t.days_hint(DAYS_LONGEST))}
                input={days}
                initial={limits::API_TOKEN_DAYS.to_string()}
                problem={error("expires_in_days").map(|_| t.wrong_days(DAYS_LONGEST))}
            />
            <Field
                name="networks"
                label={t.networks()}
                hint={t.networks_hint()}
                input={networks}
                error={error("networks")}
                problem={networks_field::flaw(texts, submit.failure().as_ref(), &typed_networks)}
            />
            <SubmitButton submit={submit.clone()} label={t.make_button()} />
        </Form>
    }
}

fn scope_boxes(texts: Texts, chosen: &UseStateHandle<BTreeSet<Scope>>, submit: &Submit) -> Html {
    let t = texts.tokens;
    let error = submit.failure().and_then(|failure| failure.field("scopes"));
    let is_wrong = error.is_some();
    let one = |scope: &Scope| {
        let (scope, chosen) = (*scope, chosen.clone());
        let is_chosen = chosen.contains(&scope);
        let onchange = move |_: Event| {
            let mut next = (*chosen).clone();
            if !next.remove(&scope) {
                next.insert(scope);
            }
            chosen.set(next);
        };
        html! {
            <label class="check">
                <input
                    type="checkbox"
                    name="scopes"
                    checked={is_chosen}
                    aria-invalid={is_wrong.then_some("true")}
                    {onchange}
                />
                <span>
                    { scopes::meaning(texts, scope) }
                    { " " }
                    <code>{ scope.as_str() }</code>
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby="scopes-help">
            <legend>{ t.scopes() }</legend>
            { for Scope::ALL.iter().map(one) }
            <div id="scopes-help" class="field-help">
                if let Some(code) = error {
                    <p class="field-error">{ messages::field_text(texts, code) }</p>
                }
            </div>
        </fieldset>
    }
}

/// What was typed.
struct Typed {
    name: String,
    days: String,
    networks: String,
    scopes: Vec<Scope>,
}

impl Typed {
    /// The days, or all that is wrong at once.
    fn check(&self) -> Result<u32, Failure> {
        let days = self.days.trim().parse().ok();
        let days = days.filter(|days| (1..=DAYS_LONGEST).contains(days));
        let missing = |is_missing: bool| is_missing.then_some(FieldErrorCode::Required);
        let flaws = [
            ("name", missing(self.name.trim().is_empty())),
            ("scopes", missing(self.scopes.is_empty())),
            (
                "expires_in_days",
                days.is_none().then_some(FieldErrorCode::Invalid),
            ),
            ("networks", networks_field::check(&self.networks)),
        ];
        let flaws = flaws.into_iter();
        refuse(flaws.filter_map(|(field, code)| Some((field, code?))))?;
        Ok(days.unwrap_or_default())
    }
}

fn make(app: App, typed: Typed, onmade: Callback<NewApiToken>) -> FormTask {
    Box::pin(async move {
        let days = typed.check()?;
        let networks = networks_field::each(&typed.networks);
        let body = CreateApiTokenRequest {
            name: typed.name,
            scopes: typed.scopes,
            expires_in_days: Some(days),
            networks: networks.map(str::to_owned).collect(),
        };
        let request = || requests::create_token(app.client(), &body);
        onmade.emit(with_reauthentication(&app, request).await?);
        Ok(())
    })
}

/// The token, once.
fn shown(texts: Texts, made: &NewApiToken, once: &ShownOnce<NewApiToken>) -> Html {
    let t = texts.tokens;
    let token = made.token.expose().to_owned();
    let origin = browser::window().location().origin().unwrap_or_default();
    let example =
        format!("curl -H 'Authorization: Bearer {token}' {origin}/api/v1/api-tokens/self");
    html! {
        <>
            <Heading text={t.made_title()} />
            { alert(Kind::Warning, html! { t.shown_once() }) }
            <section class="panel stack" aria-labelledby="new-token" oncopy={once.copied()}>
                <h2 id="new-token">{ &made.view.name }</h2>
                <p class="row">
                    <code class="token">{ token.clone() }</code>
                    <CopyButton text={token} oncopied={once.copied()} />
                </p>
                <p>{ t.ends_on(&i18n::date(texts.locale, made.view.expires_at)) }</p>
                <p>{ t.try_it() }</p>
                <pre tabindex="0">{ example.clone() }</pre>
                <p><CopyButton text={example} oncopied={once.copied()} /></p>
                <p onclick={once.copied()}>
                    <Link to={ConsolePage::ApiTokens} class="button">{ t.kept() }</Link>
                </p>
            </section>
        </>
    }
}
