//! The button of the live test that registers an address which came and was refused.

use super::requests;
use crate::app::use_app;
use crate::client::CredentialKind;
use crate::forms::{FailureAlert, use_submit};
use crate::reauthentication::with_reauthentication;
use crate::ui::{Button, Confirm, Look};
use shared_types::client_events::{ClientEvent, ClientEventKind};
use shared_types::clients::{ClientKind, ClientView, PatchClientRequest};
use shared_types::limits::CLIENT_URI_LONGEST;
use yew::prelude::*;

/// The console, the address, and what is called when it was registered.
#[derive(Properties, PartialEq)]
pub(super) struct RegisterAddressProps {
    pub(super) client: ClientView,
    pub(super) address: String,
    pub(super) onchanged: Callback<()>,
}

/// The address that came with a refused start, if it can be added to those of the console. That of a proxy follows from
/// its origin.
pub(super) fn offered<'a>(client: &ClientView, event: &'a ClientEvent) -> Option<&'a str> {
    let is_start = event.kind == ClientEventKind::AuthorizeRequested;
    let address = event.detail.presented.as_deref();
    let address = address.filter(|_| is_start && client.kind == ClientKind::Oidc);
    // One that was cut would never be the one that comes.
    let address = address.filter(|address| address.chars().count() < CLIENT_URI_LONGEST);
    address.filter(|address| !client.redirect_uris.iter().any(|uri| uri == address))
}

/// The addresses of the console and one more.
fn with(client: &ClientView, address: &str) -> PatchClientRequest {
    let mut redirect_uris = client.redirect_uris.clone();
    redirect_uris.push(address.to_owned());
    PatchClientRequest {
        redirect_uris: Some(redirect_uris),
        ..PatchClientRequest::default()
    }
}

/// A button that asks first: anybody can open a link with an address of his own, and it stands here then.
#[component]
pub(super) fn RegisterAddress(props: &RegisterAddressProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let submit = use_submit(CredentialKind::Session);
    // What is asked about stays: a newer link, with an address of somebody else, may come in meanwhile.
    let asked = use_state_eq(|| None::<String>);
    let ask = |address: Option<String>| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(address.clone()))
    };
    let Some(address) = (*asked).clone() else {
        let onclick = ask(Some(props.address.clone()));
        return html! {
            <p><Button look={Look::Secondary} {onclick}>{ t.register_address() }</Button></p>
        };
    };
    let onconfirm = {
        let (submit, asked) = (submit.clone(), asked.clone());
        let (client, onchanged) = (props.client.clone(), props.onchanged.clone());
        let body = with(&client, &address);
        let app = use_app();
        Callback::from(move |()| {
            let (app, client, body) = (app.clone(), client.clone(), body.clone());
            let (asked, onchanged) = (asked.clone(), onchanged.clone());
            submit.run(Box::pin(async move {
                let request = || requests::patch_client(app.client(), &client, &body);
                with_reauthentication(&app, request).await?;
                asked.set(None);
                onchanged.emit(());
                Ok(())
            }));
        })
    };
    html! {
        <Confirm
            question={t.register_question(&address)}
            label={t.register_address()}
            busy={submit.is_sending()}
            failures={submit.state().failures()}
            {onconfirm}
            oncancel={ask(None)}
        >
            <FailureAlert submit={submit.clone()} />
        </Confirm>
    }
}

#[cfg(test)]
mod tests {
    use super::super::fill::tests::client;
    use super::*;
    use serde_json::json;

    fn event(kind: &str, presented: &str) -> ClientEvent {
        let event = json!({
            "at": "2026-11-24T00:00:00Z", "kind": kind, "outcome": "failure",
            "reason": "redirect_uri_slash", "count": 1, "detail": { "presented": presented },
        });
        serde_json::from_value(event).expect("an event")
    }

    /// RFC 6749 §3.1.2.3: what is registered is what came, beside what was registered before; once it is, nothing is
    /// offered any more.
    #[test]
    fn an_address_that_came_is_registered_once() {
        let mut client = client("Desk", "https://d.example/cb");
        let came = event("authorize_requested", "https://d.example/cb/");
        let address = offered(&client, &came).expect("an address");
        let body = with(&client, address);
        let both = ["https://d.example/cb", "https://d.example/cb/"];
        assert_eq!(
            body.redirect_uris.as_deref(),
            Some(&both.map(str::to_owned)[..])
        );
        client.redirect_uris = both.map(str::to_owned).to_vec();
        assert_eq!(offered(&client, &came), None);
        let redeemed = event("code_redeemed", "https://d.example/other");
        assert_eq!(offered(&client, &redeemed), None);
        client.kind = ClientKind::ForwardAuth;
        let other = event("authorize_requested", "https://d.example/other");
        assert_eq!(offered(&client, &other), None);
    }
}
