//! The dialog "Connect to your mobile device": QR code, key, link.

use super::frame::{DialogProps, StepHeading, continue_to, dialog};
use super::key::grouped;
use super::requests;
use crate::app::use_app;
use crate::browser;
use crate::client::CredentialKind;
use crate::i18n::Texts;
use crate::load::use_load;
use crate::route::Dialog;
use crate::ui::{CopyButton, fact, facts, qr_code};
use shared_types::enrollment::PendingDeviceView;
use yew::prelude::*;

/// Shows the pending device. Its key is kept by this page only, so it is gone when the page is left.
#[component]
pub fn ConnectPage(props: &DialogProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let load = use_load(CredentialKind::Flow, (), |app, ()| {
        Box::pin(async move { requests::find_pending_device(app.client()).await })
    });
    let content = load.show(|device| {
        let key_forms = if browser::is_touch() {
            on_the_phone(texts, &device)
        } else {
            on_a_computer(texts, &device)
        };
        html! {
            <>
                { key_forms }
                { details(texts, &device) }
                { continue_to(&app, Dialog::SetupCode) }
            </>
        }
    });
    let heading = StepHeading {
        title: texts.enrollment.connect_title(),
        step: 3,
    };
    dialog(&app, &props.flow, heading, content)
}

/// On the phone itself: the link first, then the key, the QR code last.
fn on_the_phone(texts: Texts, device: &PendingDeviceView) -> Html {
    let t = texts.enrollment;
    html! {
        <>
            <a class="button button--primary" href={device.otpauth_uri.expose().to_owned()}>
                { t.connect_link() }
            </a>
            { entry(texts, device) }
            { key(texts, device) }
            <details>
                <summary>{ t.connect_other() }</summary>
                { qr_code(device.qr_svg.expose(), t.connect_qr_alt()) }
            </details>
        </>
    }
}

/// On a computer: the QR code first, then the key. No link: it would add the entry on the computer.
fn on_a_computer(texts: Texts, device: &PendingDeviceView) -> Html {
    let t = texts.enrollment;
    html! {
        <>
            <p>{ t.connect_scan() }</p>
            { qr_code(device.qr_svg.expose(), t.connect_qr_alt()) }
            { entry(texts, device) }
            { key(texts, device) }
        </>
    }
}

/// The name of the entry in the app.
fn entry(texts: Texts, device: &PendingDeviceView) -> Html {
    let name = format!("{} ({})", device.issuer, device.account);
    html! { <p class="hint">{ texts.enrollment.connect_entry(&name) }</p> }
}

/// The key, for apps without a camera; copied without the spaces.
fn key(texts: Texts, device: &PendingDeviceView) -> Html {
    let key = device.secret.expose();
    html! {
        <div class="key">
            <p id="key-label">{ texts.enrollment.connect_key() }</p>
            <code aria-labelledby="key-label">{ grouped(key) }</code>
            <CopyButton text={key.to_owned()} />
        </div>
    }
}

/// The parameters, for apps that ask for them.
fn details(texts: Texts, device: &PendingDeviceView) -> Html {
    let t = texts.enrollment;
    let period = texts.common.seconds(u32::from(device.period_seconds));
    let rows = html! {
        <>
            { fact(t.connect_type(), t.connect_totp()) }
            { fact(t.connect_algorithm(), device.algorithm.clone()) }
            { fact(t.connect_digits(), device.digits.to_string()) }
            { fact(t.connect_period(), period) }
        </>
    };
    html! { <details><summary>{ t.connect_details() }</summary>{ facts(rows) }</details> }
}
