//! The page for who opened a console that asks for a second step, and has set up none yet: it leads through the set-up, and
//! from there into the console.

use crate::app::{Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::flow;
use crate::forms::{FailureAlert, use_submit};
use crate::layout::{card, waiting};
use crate::route::ConsoleUrl;
use crate::ui::{Button, Heading, Look};
use shared_types::members::TwoStepState;
use yew::prelude::*;

/// Where it goes on.
#[derive(Properties, PartialEq)]
pub struct SetUpPageProps {
    /// Who.
    pub me: Me,
    /// The sign-in that the console has begun.
    pub next: ConsoleUrl,
}

/// Says why, and begins. Who has a device already, after the set-up for instance, goes on at once.
#[component]
pub fn SetUpPage(props: &SetUpPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let submit = use_submit(CredentialKind::Session);
    let has_device = props.me.two_step.state != TwoStepState::NotSetUp;
    use_effect_with((has_device, props.next.clone()), |(has_device, next)| {
        if *has_device {
            // If the browser refuses, the page keeps saying that it waits.
            let _ = browser::window().location().replace(next.address());
        }
    });
    if has_device {
        return card(&app, waiting(&app));
    }
    let onclick = {
        let next = props.next.clone();
        submit.on(move |app| {
            let next = next.clone();
            Box::pin(async move { flow::start_enrollment(&app, next).await })
        })
    };
    let content = html! {
        <>
            <Heading text={texts.me.set_up_first()} />
            <p>{ texts.me.set_up_first_lead() }</p>
            <FailureAlert submit={submit.clone()} />
            <p>
                <Button look={Look::Primary} busy={submit.is_sending()} {onclick}>
                    { texts.me.set_up() }
                </Button>
            </p>
            // The console is told, and says itself how it goes on there.
            <p><a href={props.next.declining_set_up()}>{ texts.me.set_up_later() }</a></p>
        </>
    };
    card(&app, content)
}
