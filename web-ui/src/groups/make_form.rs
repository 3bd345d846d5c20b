//! The form for a new group.

use super::name::name_flaw;
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::require;
use crate::forms::{FailureAlert, SubmitButton, use_submit};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Field, Form, Look};
use yew::prelude::*;

/// Who is told.
#[derive(Properties, PartialEq)]
pub(super) struct MakeFormProps {
    /// Called when it begins: nothing is said of the act before.
    pub(super) onstart: Callback<()>,
    /// How many acts were done on the page: an old message does not stay beside what another did.
    pub(super) acts: u32,
    /// Called with what is said when the group is made.
    pub(super) ondone: Callback<String>,
}

/// A name and a button.
#[component]
pub(super) fn MakeForm(props: &MakeFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.groups;
    let submit = use_submit(CredentialKind::Session);
    let name = use_node_ref();
    {
        let submit = submit.clone();
        use_effect_with(props.acts, move |_| submit.clear());
    }
    let onsubmit = {
        let (name, ondone) = (name.clone(), props.ondone.clone());
        let onstart = props.onstart.clone();
        submit.on(move |app| {
            let (name, ondone) = (name.clone(), ondone.clone());
            let typed = browser::value(&name);
            onstart.emit(());
            Box::pin(async move {
                require(&[("name", &typed)])?;
                let request = || requests::create_group(app.client(), &typed);
                let made = with_reauthentication(&app, request).await?;
                // What was typed has done its work.
                browser::set_value(&name, "");
                ondone.emit(app.texts().groups.made(&made.name));
                Ok(())
            })
        })
    };
    html! {
        <section class="panel stack" aria-labelledby="make">
            <h2 id="make">{ t.make() }</h2>
            <Form {onsubmit} failures={submit.state().failures()}>
                <Field
                    name="name"
                    label={t.name()}
                    hint={t.name_hint()}
                    input={name}
                    problem={name_flaw(texts, submit.failure().as_ref())}
                />
                <FailureAlert submit={submit.clone()} />
                <SubmitButton {submit} look={Look::Secondary} label={t.make_button()} />
            </Form>
        </section>
    }
}
