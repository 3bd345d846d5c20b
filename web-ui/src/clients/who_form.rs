//! The form that says who may use a console, and how well and how recently they have to prove themselves.

use super::change_form::{ChangeProps, changed, check};
use super::make_page::error_of;
use super::requests;
use super::standing::{has_lost_groups, role as role_name};
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::refuse;
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::load::use_load;
use crate::messages;
use crate::reauthentication::with_reauthentication;
use crate::ui::{Choice, Field, Form, select};
use shared_types::clients::{Acr, ClientView, PatchClientRequest};
use shared_types::limits::{CLIENT_AGE_LONGEST, CLIENT_AGE_SHORTEST};
use shared_types::members::Role;
use shared_types::problem::FieldErrorCode;
use std::collections::BTreeSet;
use yew::prelude::*;

/// What is chosen.
#[derive(Clone)]
struct Chosen {
    acr: UseStateHandle<Acr>,
    fresh: UseStateHandle<bool>,
    consent: UseStateHandle<bool>,
    roles: UseStateHandle<BTreeSet<Role>>,
    groups: UseStateHandle<BTreeSet<String>>,
    /// Where every group was deleted: that groups do not matter any more.
    anybody: UseStateHandle<bool>,
}

impl Chosen {
    fn request(&self, client: &ClientView, age: u32) -> PatchClientRequest {
        let roles = Role::ALL.iter().filter(|role| self.roles.contains(role));
        let before = client.allowed_groups.clone().unwrap_or_default();
        let groups = changed(&before, self.groups.iter().cloned().collect());
        let is_for_all = *self.anybody || groups.as_ref().is_some_and(Vec::is_empty);
        PatchClientRequest {
            minimum_acr: changed(&client.minimum_acr, *self.acr),
            maximum_age_seconds: changed(&client.maximum_age_seconds.unwrap_or(0), age),
            fresh_code: changed(&client.fresh_code, *self.fresh),
            asks_consent: changed(&client.asks_consent, *self.consent),
            allowed_roles: changed(&client.allowed_roles, roles.copied().collect()),
            allowed_groups: groups.filter(|groups| !groups.is_empty()),
            any_group: is_for_all.then_some(true),
            ..PatchClientRequest::default()
        }
    }
}

/// Seconds as they are typed; nothing is no limit.
fn read_age(typed: &str) -> Option<u32> {
    match typed.trim() {
        "" => Some(0),
        text => {
            let seconds = text.parse().ok()?;
            let is_allowed = (CLIENT_AGE_SHORTEST..=CLIENT_AGE_LONGEST).contains(&seconds);
            is_allowed.then_some(seconds)
        }
    }
}

/// The form.
#[component]
pub(super) fn WhoForm(props: &ChangeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let submit = use_submit(CredentialKind::Session);
    let client = &props.client;
    let age = use_node_ref();
    let chosen = Chosen {
        acr: use_state_eq(|| client.minimum_acr),
        fresh: use_state_eq(|| client.fresh_code),
        consent: use_state_eq(|| client.asks_consent),
        roles: use_state_eq(|| client.allowed_roles.iter().copied().collect()),
        groups: use_state_eq(|| client.allowed_groups.iter().flatten().cloned().collect()),
        anybody: use_state_eq(|| false),
    };
    let load = use_load(CredentialKind::Session, (), |app, ()| {
        Box::pin(async move { requests::list_groups(app.client()).await })
    });
    let onsubmit = {
        let (client, chosen, age) = (client.clone(), chosen.clone(), age.clone());
        let onchanged = props.onchanged.clone();
        submit.on(move |app| {
            let age = read_age(&browser::value(&age));
            let body = chosen.request(&client, age.unwrap_or_default());
            let has_role = !chosen.roles.is_empty();
            let (client, onchanged) = (client.clone(), onchanged.clone());
            Box::pin(async move {
                let flaws = [
                    (
                        age.is_none(),
                        "maximum_age_seconds",
                        FieldErrorCode::Invalid,
                    ),
                    (!has_role, "allowed_roles", FieldErrorCode::Required),
                ];
                let flaws = flaws.into_iter().filter(|(is_flaw, ..)| *is_flaw);
                refuse(flaws.map(|(_, field, code)| (field, code)))?;
                let request = || requests::patch_client(app.client(), &client, &body);
                with_reauthentication(&app, request).await?;
                onchanged.emit(());
                Ok(())
            })
        })
    };
    let failure = submit.failure();
    let error = |name| error_of(failure.as_ref(), name);
    let groups = load.value().map_or(&[][..], |page| &page.items);
    let groups: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let seconds = client.maximum_age_seconds;
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            { levels(texts, &chosen.acr) }
            { check(t.fresh(), &chosen.fresh) }
            <Field
                name="maximum_age_seconds"
                label={t.age()}
                hint={t.age_hint()}
                input={age}
                initial={seconds.map_or_else(String::new, |seconds| seconds.to_string())}
                error={error("maximum_age_seconds")}
            />
            { roles(texts, &chosen.roles, error("allowed_roles")) }
            { boxes(t.groups(), t.groups_hint(), groups, &chosen.groups) }
            if has_lost_groups(client) {
                { check(t.any_group(), &chosen.anybody) }
            }
            { check(t.consent(), &chosen.consent) }
            <SubmitButton submit={submit.clone()} label={texts.common.save()} />
        </Form>
    }
}

fn levels(texts: Texts, chosen: &UseStateHandle<Acr>) -> Html {
    let t = texts.clients;
    let choices: [Choice; 2] = [
        (Acr::Aal2.as_str(), t.needs_two()),
        (Acr::Aal1.as_str(), t.needs_one()),
    ];
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |word: String| {
            if let Ok(acr) = Acr::try_from(word) {
                chosen.set(acr);
            }
        })
    };
    select(
        "minimum_acr",
        t.needs(),
        &choices,
        chosen.as_str(),
        onchange,
    )
}

fn roles(
    texts: Texts,
    chosen: &UseStateHandle<BTreeSet<Role>>,
    error: Option<FieldErrorCode>,
) -> Html {
    let one = |role: &Role| {
        let (role, chosen) = (*role, chosen.clone());
        let checked = chosen.contains(&role);
        let onchange = move |_: Event| {
            let mut next = (*chosen).clone();
            if !next.remove(&role) {
                next.insert(role);
            }
            chosen.set(next);
        };
        html! {
            <label class="check">
                <input type="checkbox" name="allowed_roles" {checked} {onchange} />
                <span>{ role_name(texts, role) }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby="allowed_roles-help">
            <legend>{ texts.clients.who() }</legend>
            { for Role::ALL.iter().map(one) }
            <div id="allowed_roles-help" class="field-help">
                if let Some(code) = error {
                    <p class="field-error">{ messages::field_text(texts, code) }</p>
                }
            </div>
        </fieldset>
    }
}

/// The groups of the organization; nothing where there are none.
fn boxes(
    label: &'static str,
    hint: &'static str,
    names: Vec<String>,
    chosen: &UseStateHandle<BTreeSet<String>>,
) -> Html {
    if names.is_empty() {
        return Html::default();
    }
    let one = |name: String| {
        let checked = chosen.contains(&name);
        let (chosen, own) = (chosen.clone(), name.clone());
        let onchange = move |_: Event| {
            let mut next = (*chosen).clone();
            if !next.remove(&own) {
                next.insert(own.clone());
            }
            chosen.set(next);
        };
        html! {
            <label class="check">
                <input type="checkbox" name="allowed_groups" {checked} {onchange} />
                <span>{ name }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field" aria-describedby="allowed_groups-help">
            <legend>{ label }</legend>
            { for names.into_iter().map(one) }
            <div id="allowed_groups-help" class="field-help"><p class="hint">{ hint }</p></div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_typed_in_seconds_or_not_at_all() {
        for (typed, age) in [
            ("", Some(0)),
            (" 3600 ", Some(3600)),
            ("60", Some(60)),
            ("59", None),
            ("86401", None),
            ("1h", None),
        ] {
            assert_eq!(read_age(typed), age, "{typed}");
        }
    }
}
