//! The address of a member: changed by an administrator, or a former one put back.

use super::holder::{Holder, find_holder};
use super::requests;
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, Submit, SubmitButton, use_submit};
use crate::i18n::{self, Texts};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Confirm, Field, Form, Look};
use shared_types::limits;
use shared_types::members::{FormerAddress, MemberView, PatchMemberRequest};
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The member whose address is changed.
#[derive(Properties, PartialEq)]
pub(super) struct AddressProps {
    pub(super) member: MemberView,
    /// Called with what is said when it is changed.
    pub(super) ondone: Callback<String>,
}

/// A form for another address, and the former ones.
#[component]
pub(super) fn AddressPanel(props: &AddressProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let (member, ondone) = (props.member.clone(), props.ondone.clone());
    let row = |former: &FormerAddress| {
        let (member, ondone) = (member.clone(), ondone.clone());
        let key = format!("{} {}", former.email, former.ended_at);
        html! { <PutBack {key} former={former.clone()} {member} {ondone} /> }
    };
    html! {
        <section class="panel stack" aria-labelledby="address">
            <h2 id="address">{ t.address() }</h2>
            <AddressForm member={member.clone()} ondone={ondone.clone()} />
            if !member.former_addresses.is_empty() {
                <h3>{ t.former() }</h3>
                <p class="hint">{ t.former_hint() }</p>
                <ul class="acts">{ for member.former_addresses.iter().map(row) }</ul>
            }
        </section>
    }
}

#[component]
fn AddressForm(props: &AddressProps) -> Html {
    let texts = use_app().texts();
    let submit = use_submit(CredentialKind::Session);
    let (email, reason) = (use_node_ref(), use_node_ref());
    let holder = use_state_eq(|| None::<Holder>);
    let onsubmit = {
        let (member, ondone) = (props.member.clone(), props.ondone.clone());
        let (email, reason, holder) = (email.clone(), reason.clone(), holder.clone());
        submit.on(move |app| {
            let change = Change {
                email: browser::value(&email),
                reason: browser::value(&reason),
            };
            let (typed, holder) = (change.email.clone(), holder.clone());
            // What was typed has done its work.
            let (email, reason) = (email.clone(), reason.clone());
            let done = ondone.reform(move |said| {
                browser::set_value(&email, "");
                browser::set_value(&reason, "");
                said
            });
            let change = set_address(app.clone(), member.clone(), change, done);
            Box::pin(async move {
                holder.set(None);
                let outcome = change.await;
                if let Err(failure) = &outcome {
                    holder.set(find_holder(&app, failure, &typed).await);
                }
                outcome
            })
        })
    };
    let error = submit.failure().and_then(|failure| failure.field("email"));
    let holder = holder
        .as_ref()
        .filter(|_| error == Some(FieldErrorCode::Taken));
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <Field
                name="email"
                label={texts.recovery.email_new()}
                hint={texts.members.address_hint()}
                input={email}
                kind="email"
                {error}
                problem={holder.map(|holder| holder.problem(texts))}
                longest={limits::EMAIL_LONGEST}
            />
            { reason_field(texts, "address_reason", reason, &submit) }
            <FailureAlert submit={submit.clone()}>
                if let Some(holder) = holder {
                    { holder.link(texts) }
                }
            </FailureAlert>
            <SubmitButton {submit} look={Look::Secondary} label={texts.members.address()} />
        </Form>
    }
}

/// A former address.
#[derive(Properties, PartialEq)]
struct PutBackProps {
    former: FormerAddress,
    member: MemberView,
    ondone: Callback<String>,
}

#[component]
fn PutBack(props: &PutBackProps) -> Html {
    let texts = use_app().texts();
    let t = texts.members;
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let reason = use_node_ref();
    let former = &props.former;
    let onconfirm = {
        let (member, ondone) = (props.member.clone(), props.ondone.clone());
        let (email, reason) = (former.email.clone(), reason.clone());
        submit.on(move |app| {
            let change = Change {
                email: email.clone(),
                reason: browser::value(&reason),
            };
            set_address(app, member.clone(), change, ondone.clone())
        })
    };
    let (open, close) = (is_confirming.clone(), is_confirming.clone());
    html! {
        <li class="act-row">
            if *is_confirming {
                <Confirm
                    question={t.put_back_question(&former.email)}
                    label={t.put_back()}
                    busy={submit.is_sending()}
                    failures={submit.state().failures()}
                    {onconfirm}
                    oncancel={move |()| close.set(false)}
                >
                    { reason_field(texts, "put_back_reason", reason, &submit) }
                    <FailureAlert {submit} />
                </Confirm>
            } else {
                <p>
                    { &former.email }{ " " }
                    <span class="hint">
                        { t.former_ended(&i18n::date_time(texts.locale, former.ended_at)) }
                    </span>
                </p>
                <Button look={Look::Secondary} onclick={move |()| open.set(true)}>
                    { t.put_back() }
                </Button>
            }
        </li>
    }
}

/// What is to be changed.
struct Change {
    email: String,
    reason: String,
}

fn set_address(app: App, member: MemberView, change: Change, ondone: Callback<String>) -> FormTask {
    Box::pin(async move {
        let Change { email, reason } = change;
        require(&[("email", &email), ("reason", &reason)])?;
        let body = PatchMemberRequest {
            email: Some(email),
            reason: Some(reason),
            ..PatchMemberRequest::default()
        };
        let send = || requests::update_member(app.client(), member.id, &body);
        with_reauthentication(&app, send).await?;
        ondone.emit(app.texts().members.address_saved(&member.display_name));
        Ok(())
    })
}

fn reason_field(texts: Texts, name: &'static str, reason: NodeRef, submit: &Submit) -> Html {
    let t = texts.members;
    html! {
        <Field
            {name}
            label={t.reset_reason()}
            hint={t.reset_reason_hint()}
            input={reason}
            error={submit.failure().and_then(|failure| failure.field("reason"))}
            longest={limits::REASON_LONGEST}
        />
    }
}
