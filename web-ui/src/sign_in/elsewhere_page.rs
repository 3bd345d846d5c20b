//! The page "Sign in elsewhere": the way to the sign-in page of another organization.

use crate::app::{App, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FailureAlert, FormTask, SubmitButton, use_submit};
use crate::layout::card;
use crate::load::use_load;
use crate::organization;
use crate::route::{ConsoleUrl, Route};
use crate::router;
use crate::ui::{Button, Field, Form, Heading, Look};
use shared_types::organizations::ShortName;
use shared_types::problem::FieldErrorCode;
use yew::prelude::*;

/// The page that follows the sign-in.
#[derive(Properties, PartialEq)]
pub struct ElsewhereProps {
    /// The page; the agent console when absent.
    pub next: Option<ConsoleUrl>,
}

/// Takes the short name of an organization, and names the installation's first one, which has none in its
/// address. There is no list: who signs in where is nobody else's business.
#[component]
pub fn ElsewherePage(props: &ElsewhereProps) -> Html {
    let app = use_app();
    let next = props.next.clone();
    let content = html! {
        <>
            <Heading text={app.texts().sign_in.elsewhere_title()} leaves_focus=true />
            <ElsewhereForm next={next.clone()} autofocus=true />
            <First {next} />
        </>
    };
    card(&app, content)
}

/// The form for the short name.
#[derive(Properties, PartialEq)]
pub(super) struct ElsewhereFormProps {
    /// The page that follows the sign-in.
    pub(super) next: Option<ConsoleUrl>,
    /// Whether the field has the focus when the page opens.
    #[prop_or_default]
    pub(super) autofocus: bool,
}

/// The field for the short name.
#[component]
pub(super) fn ElsewhereForm(props: &ElsewhereFormProps) -> Html {
    let t = use_app().texts().sign_in;
    let submit = use_submit(CredentialKind::None);
    let name = use_node_ref();
    let onsubmit = {
        let (name, next) = (name.clone(), props.next.clone());
        submit.on(move |app| open(app, browser::value(&name), next.clone()))
    };
    html! {
        <>
            <FailureAlert submit={submit.clone()} />
            <Form {onsubmit} failures={submit.state().failures()}>
                <Field
                    name="organization"
                    label={t.elsewhere_name()}
                    hint={t.elsewhere_hint()}
                    input={name}
                    error={submit.failure().and_then(|failure| failure.field("organization"))}
                    autofocus={props.autofocus}
                />
                <SubmitButton {submit} />
            </Form>
        </>
    }
}

fn open(app: App, typed: String, next: Option<ConsoleUrl>) -> FormTask {
    Box::pin(async move {
        require(&[("organization", &typed)])?;
        let name = short_name(&typed)
            .ok_or_else(|| Failure::Fields(vec![("organization", FieldErrorCode::Invalid)]))?;
        let organization = name.to_string();
        router::go(&app, Route::SignInAt { organization, next });
        Ok(())
    })
}

/// The short name that was typed, alone or with the address before it.
fn short_name(typed: &str) -> Option<ShortName> {
    let name = match typed.rsplit_once("/at/") {
        Some((_, name)) => name.split(['/', '?', '#']).next().unwrap_or_default(),
        None => typed,
    };
    ShortName::parse(name)
}

/// The way to the sign-in page of the installation's first organization.
#[component]
fn First(props: &ElsewhereProps) -> Html {
    let app = use_app();
    let t = app.texts().sign_in;
    let load = use_load(CredentialKind::None, (), |app, ()| {
        Box::pin(async move { organization::find_first(&app).await })
    });
    load.show(|first| {
        let (app, next) = (app.clone(), props.next.clone());
        let onclick = move |()| {
            organization::forget(&app);
            router::go(&app, Route::SignIn { next: next.clone() });
        };
        html! {
            <p class="link-list">
                <Button look={Look::Link} {onclick}>{ t.elsewhere_first(&first.name) }</Button>
            </p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F10: a short name is taken from the whole address too, which is what people have at hand.
    #[test]
    fn a_short_name_is_read_alone_and_in_its_address() {
        for typed in [
            "beta-desk",
            " Beta-Desk ",
            "https://help.example.com/at/beta-desk",
            "help.example.com/at/beta-desk/?next=%2Fadmin",
        ] {
            let name = short_name(typed).map(|name| name.to_string());
            assert_eq!(name.as_deref(), Some("beta-desk"), "{typed}");
        }
        for typed in ["Beta Desk", "https://help.example.com/sign-in", "/at/", ""] {
            assert_eq!(short_name(typed), None, "{typed}");
        }
    }
}
