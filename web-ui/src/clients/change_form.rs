//! The form for the name, the addresses and the tokens of a console.

use super::make_page::{error_of, is_conflict, wrong_address};
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, refuse};
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::reauthentication::with_reauthentication;
use crate::ui::{Choice, Field, Form, LinesField, select};
use shared_types::clients::{ClientKind, ClientView, IdTokenAlgorithm, PatchClientRequest};
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The console, and what is called when it was changed.
#[derive(Properties, PartialEq)]
pub(super) struct ChangeProps {
    pub(super) client: ClientView,
    pub(super) onchanged: Callback<()>,
}

/// The fields of the form.
#[derive(Clone, Default)]
struct Inputs {
    name: NodeRef,
    launch: NodeRef,
    origin: NodeRef,
    redirects: NodeRef,
    others: NodeRef,
    logout: NodeRef,
}

/// Only what differs is sent: what somebody else changed meanwhile is not undone.
pub(super) fn changed<T: PartialEq>(before: &T, now: T) -> Option<T> {
    (*before != now).then_some(now)
}

/// Addresses as they are typed, one in a line: none has a space.
fn each(typed: &str) -> Vec<String> {
    typed.split_whitespace().map(str::to_owned).collect()
}

impl Inputs {
    fn request(
        &self,
        client: &ClientView,
        algorithm: IdTokenAlgorithm,
        has_claims: bool,
    ) -> PatchClientRequest {
        let text = |input| browser::value(input).trim().to_owned();
        let optional = |uri: &Option<String>| uri.clone().unwrap_or_default();
        let launch = changed(&optional(&client.launch_uri), text(&self.launch));
        if client.kind == ClientKind::ForwardAuth {
            return PatchClientRequest {
                name: changed(&client.name, text(&self.name)),
                origin: changed(&optional(&client.origin), text(&self.origin)),
                launch_uri: launch,
                ..PatchClientRequest::default()
            };
        }
        let redirects = each(&browser::long_text(&self.redirects));
        let others = each(&browser::long_text(&self.others));
        let logout = optional(&client.backchannel_logout_uri);
        PatchClientRequest {
            name: changed(&client.name, text(&self.name)),
            redirect_uris: changed(&client.redirect_uris, redirects),
            post_logout_redirect_uris: changed(&client.post_logout_redirect_uris, others),
            backchannel_logout_uri: changed(&logout, text(&self.logout)),
            launch_uri: launch,
            id_token_signed_response_alg: changed(&client.id_token_signed_response_alg, algorithm),
            claims_in_id_token: changed(&client.claims_in_id_token, has_claims),
            ..PatchClientRequest::default()
        }
    }
}

/// The form.
#[component]
pub(super) fn ChangeForm(props: &ChangeProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let submit = use_submit(CredentialKind::Session);
    let inputs = (*use_memo((), |()| Inputs::default())).clone();
    let client = &props.client;
    let algorithm = use_state_eq(|| client.id_token_signed_response_alg);
    let has_claims = use_state_eq(|| client.claims_in_id_token);
    let onsubmit = {
        let (inputs, client) = (inputs.clone(), client.clone());
        let (algorithm, has_claims) = (algorithm.clone(), has_claims.clone());
        let onchanged = props.onchanged.clone();
        submit.on(move |app| {
            let body = inputs.request(&client, *algorithm, *has_claims);
            let (client, onchanged) = (client.clone(), onchanged.clone());
            Box::pin(async move {
                let request = || requests::patch_client(app.client(), &client, &body);
                match with_reauthentication(&app, request).await {
                    // Nothing else is in conflict: a number of consoles does not change.
                    Err(failure) if is_conflict(&failure) && body.origin.is_some() => {
                        refuse([("origin", FieldErrorCode::Taken)])
                    }
                    changed => {
                        changed?;
                        onchanged.emit(());
                        Ok(())
                    }
                }
            })
        })
    };
    let failure = submit.failure();
    let fields = Fields {
        texts,
        failure: failure.as_ref(),
    };
    let optional = |uri: &Option<String>| uri.clone().unwrap_or_default();
    let launch = Labelled::new("launch_uri", t.launch(), t.launch_hint());
    let origin = Labelled::new("origin", t.address(), t.origin_hint());
    let redirects = Labelled::new("redirect_uris", t.redirects(), t.redirects_hint());
    let after = Labelled::new(
        "post_logout_redirect_uris",
        t.after_sign_out(),
        t.after_sign_out_hint(),
    );
    let logout = Labelled::new("backchannel_logout_uri", t.logout(), t.logout_hint());
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <FailureAlert submit={submit.clone()} />
            <Field
                name="name"
                label={t.name()}
                hint={t.name_hint()}
                input={inputs.name.clone()}
                initial={client.name.clone()}
                error={error_of(failure.as_ref(), "name")}
            />
            { fields.address(&launch, &inputs.launch, optional(&client.launch_uri)) }
            if client.kind == ClientKind::ForwardAuth {
                { fields.address(&origin, &inputs.origin, optional(&client.origin)) }
            } else {
                { fields.addresses(&redirects, &inputs.redirects, &client.redirect_uris) }
                { fields.addresses(&after, &inputs.others, &client.post_logout_redirect_uris) }
                { fields.address(&logout, &inputs.logout, optional(&client.backchannel_logout_uri)) }
                { algorithms(texts, &algorithm) }
                <p class="hint">{ t.algorithm_hint() }</p>
                { check(t.claims_in_token(), &has_claims) }
            }
            <SubmitButton submit={submit.clone()} label={texts.common.save()} />
        </Form>
    }
}

/// A field and what is said of it.
struct Labelled {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
}

impl Labelled {
    const fn new(name: &'static str, label: &'static str, hint: &'static str) -> Self {
        Self { name, label, hint }
    }
}

/// The fields of addresses, with what is wrong with them.
struct Fields<'a> {
    texts: Texts,
    failure: Option<&'a Failure>,
}

impl Fields<'_> {
    fn address(&self, of: &Labelled, input: &NodeRef, initial: String) -> Html {
        let error = error_of(self.failure, of.name);
        let problem = error.map(|code| wrong_address(self.texts, code));
        html! {
            <Field
                name={of.name}
                label={of.label}
                hint={of.hint}
                input={input.clone()}
                {initial}
                {error}
                {problem}
            />
        }
    }

    /// One in a line, and the line that is wrong is named.
    fn addresses(&self, of: &Labelled, input: &NodeRef, before: &[String]) -> Html {
        let error = error_of(self.failure, of.name);
        let item = self.failure.and_then(|failure| failure.item(of.name));
        let line = item.and_then(|item| u32::try_from(item + 1).ok());
        let problem = error.map(|code| match line {
            Some(line) => {
                let wrong = wrong_address(self.texts, code);
                self.texts.clients.wrong_line(&line.to_string(), wrong)
            }
            None => wrong_address(self.texts, code).to_owned(),
        });
        let Labelled { name, label, hint } = *of;
        html! {
            <LinesField {name} {label} {hint} input={input.clone()} initial={before.join("\n")} {problem} />
        }
    }
}

fn algorithms(texts: Texts, chosen: &UseStateHandle<IdTokenAlgorithm>) -> Html {
    let all = IdTokenAlgorithm::ALL.iter();
    let choices: Vec<Choice> = all.map(|one| (one.as_str(), one.as_str())).collect();
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |word: String| {
            if let Ok(algorithm) = IdTokenAlgorithm::try_from(word) {
                chosen.set(algorithm);
            }
        })
    };
    let label = texts.clients.algorithm();
    select("algorithm", label, &choices, chosen.as_str(), onchange)
}

/// A box for one setting.
pub(super) fn check(label: &'static str, chosen: &UseStateHandle<bool>) -> Html {
    let checked = **chosen;
    let chosen = chosen.clone();
    let onchange = move |_: Event| chosen.set(!*chosen);
    html! {
        <div class="field">
            <label class="check">
                <input type="checkbox" {checked} {onchange} />
                <span>{ label }</span>
            </label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(changed(&1, 1), None);
        assert_eq!(changed(&1, 2), Some(2));
        assert_eq!(
            each(" https://a.example/\r\n\n https://b.example/ ").len(),
            2
        );
        assert!(each(" ").is_empty());
    }
}
