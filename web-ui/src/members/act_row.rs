//! One action on a member: what it does, its button, its confirmation.

use super::acts::Act;
use super::hand_over::{Fate, HandOver, Offers};
use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, FormTask, Submit, use_submit};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Confirm, Field, Look};
use shared_types::limits;
use shared_types::members::MemberView;
use std::rc::Rc;
use yew::prelude::*;

/// An action on a member.
#[derive(Properties, PartialEq)]
pub(super) struct ActRowProps {
    pub(super) act: Act,
    pub(super) member: MemberView,
    /// Called when it is done.
    pub(super) ondone: Callback<Act>,
}

/// The action, which is confirmed first if it removes something.
#[component]
pub(super) fn ActRow(props: &ActRowProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
    let is_confirming = use_state_eq(|| false);
    let is_named = use_state_eq(|| !props.act.needs_name());
    let (reason, name, opener) = (use_node_ref(), use_node_ref(), use_node_ref());
    let offers = use_state_eq(Offers::default);
    let act = props.act;
    let run = {
        let (member, done) = (props.member.clone(), props.ondone.clone());
        let (reason, is_confirming) = (reason.clone(), is_confirming.clone());
        let offers = offers.clone();
        submit.on(move |app| {
            let is_confirming = is_confirming.clone();
            let done = done.reform(move |act| {
                is_confirming.set(false);
                act
            });
            let request = Request {
                act,
                member: member.clone(),
                reason: browser::value(&reason),
                offers: (*offers).clone(),
            };
            perform(app, request, done)
        })
    };
    let needs_tokens = act.ends_tokens(props.member.role);
    let label = act.label(texts);
    let focus_back = use_returning_focus(&opener, *is_confirming);
    let content = match act.question(texts, &props.member.display_name) {
        Some(question) if *is_confirming => html! {
            <Confirm
                {question}
                {label}
                busy={submit.is_sending()}
                disabled={!*is_named || (needs_tokens && !offers.is_known)}
                failures={submit.state().failures()}
                onconfirm={run}
                oncancel={close(&is_confirming, &is_named, act).reform(move |()| focus_back.emit(()))}
            >
                if needs_tokens && act == Act::Delete {
                    <HandOver
                        member={props.member.clone()}
                        form="delete"
                        fate={Fate::End}
                        {offers}
                    />
                } else if needs_tokens {
                    <HandOver member={props.member.clone()} form="disable" {offers} />
                }
                if act.needs_reason() {
                    { reason_field(&app, act, reason, &submit) }
                }
                if act.needs_name() {
                    { name_field(&app, &props.member.display_name, name, &is_named) }
                }
                <FailureAlert {submit} />
            </Confirm>
        },
        question => {
            let needs_confirmation = question.is_some();
            let onclick = if needs_confirmation {
                Callback::from(move |()| is_confirming.set(true))
            } else {
                run
            };
            html! {
                <>
                    <p>{ act.means(texts) }</p>
                    <Button look={Look::Secondary} busy={submit.is_sending()} {onclick}>
                        { label }
                    </Button>
                    <FailureAlert {submit} />
                </>
            }
        }
    };
    html! { <li class="act-row" ref={opener}>{ content }</li> }
}

fn close(
    is_confirming: &UseStateHandle<bool>,
    is_named: &UseStateHandle<bool>,
    act: Act,
) -> Callback<()> {
    let (is_confirming, is_named) = (is_confirming.clone(), is_named.clone());
    Callback::from(move |()| {
        is_confirming.set(false);
        is_named.set(!act.needs_name());
    })
}

/// What is called when the confirmation is canceled: the button that opened it gets the focus back. After the
/// act itself the focus is on what was done.
#[hook]
fn use_returning_focus(row: &NodeRef, is_open: bool) -> Callback<()> {
    let (row, returns) = (row.clone(), use_mut_ref(|| false));
    {
        let returns = Rc::clone(&returns);
        use_effect_with(is_open, move |is_open| {
            if !*is_open && returns.replace(false) {
                browser::focus_within(&row, "button");
            }
        });
    }
    Callback::from(move |()| *returns.borrow_mut() = true)
}

/// An action that is about to be requested.
struct Request {
    act: Act,
    member: MemberView,
    reason: String,
    offers: Offers,
}

fn perform(app: App, request: Request, done: Callback<Act>) -> FormTask {
    Box::pin(async move {
        let Request {
            act,
            member,
            reason,
            offers,
        } = request;
        if act.needs_reason() {
            require(&[("reason", &reason)])?;
        }
        // Offered first: if that fails, nothing has stopped.
        let request = || async {
            offers.send(app.client()).await?;
            act.request(app.client(), &member, &reason).await
        };
        with_reauthentication(&app, request).await?;
        done.emit(act);
        Ok(())
    })
}

fn reason_field(app: &App, act: Act, reason: NodeRef, submit: &Submit) -> Html {
    let t = app.texts().members;
    html! {
        <Field
            name="reason"
            label={t.reset_reason()}
            hint={act.reason_hint(app.texts())}
            input={reason}
            error={submit.failure().and_then(|failure| failure.field("reason"))}
            longest={limits::REASON_LONGEST}
        />
    }
}

/// The name of who is removed, which is typed so that no click removes somebody else.
fn name_field(
    app: &App,
    display_name: &str,
    name: NodeRef,
    is_named: &UseStateHandle<bool>,
) -> Html {
    let oninput = {
        let (name, is_named) = (name.clone(), is_named.clone());
        let wanted = display_name.to_owned();
        Callback::from(move |()| is_named.set(is_the_name(&browser::value(&name), &wanted)))
    };
    html! {
        <Field
            name="confirm_name"
            label={app.texts().members.type_name(display_name)}
            input={name}
            {oninput}
            longest={limits::NAME_LONGEST}
        />
    }
}

/// Whether the name was typed; letter case and spaces around it do not count.
fn is_the_name(typed: &str, display_name: &str) -> bool {
    typed.trim().to_lowercase() == display_name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C9 of the review: who deletes types whom.
    #[test]
    fn the_name_is_typed_before_a_member_is_deleted() {
        assert!(is_the_name(" jo doe ", "Jo Doe"));
        assert!(!is_the_name("", "Jo Doe"));
        assert!(!is_the_name("Jo", "Jo Doe"));
        assert!(Act::Delete.needs_name() && Act::Delete.needs_reason());
        assert!(Act::Disable.needs_reason() && !Act::Disable.needs_name());
    }
}
