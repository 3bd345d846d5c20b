//! The dialog "Connect to your mobile device": QR code, key, link.

use super::frame::SetupDialog;
use super::key::grouped;
use super::requests;
use crate::browser;
use crate::client::use_client;
use crate::failure_alert::LoadFailure;
use crate::flow::use_flow_load;
use crate::i18n::use_texts;
use crate::layout::Waiting;
use crate::load::Loaded;
use crate::route::{Dialog, Route};
use crate::router::use_router;
use crate::ui::{Button, CopyButton, Fact, Facts, Form, QrCode};
use shared_types::enrollment::PendingDeviceView;
use std::rc::Rc;
use yew::prelude::*;

/// The pending device. It lives on this page only, and is gone when the page is left.
#[component]
pub fn ConnectPage() -> Html {
    let texts = use_texts();
    let client = use_client();
    let load = use_flow_load((), move |()| {
        let client = client.clone();
        async move { requests::find_pending_device(&client).await }
    });
    let router = use_router();
    let onsubmit = move |()| router.push(&Route::Dialog(Dialog::SetupCode));
    let content = match load.state {
        Loaded::Loading => html! { <Waiting /> },
        Loaded::Failed(failure) => html! { <LoadFailure {failure} again={load.again} /> },
        Loaded::Ready(device) => html! {
            <>
                <Device device={Shown(device)} touch={browser::is_touch()} />
                <Form {onsubmit}><Button submits=true>{ texts.common.continue_on() }</Button></Form>
            </>
        },
    };
    html! {
        <SetupDialog title={texts.enrollment.connect_title()} step=3>{ content }</SetupDialog>
    }
}

/// The device on the page; the same one as long as it is the same answer.
#[derive(Clone)]
struct Shown(Rc<PendingDeviceView>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct DeviceProps {
    device: Shown,
    touch: bool,
}

/// On the phone itself: link, key, QR code. Elsewhere: QR code, key, and no link, because the
/// computer is the wrong place for the entry.
#[component]
fn Device(props: &DeviceProps) -> Html {
    let t = use_texts().enrollment;
    let device = &props.device.0;
    let key = html! { <Key device={props.device.clone()} /> };
    let qr_code = html! {
        <QrCode svg={device.qr_svg.expose().to_owned()} alt={t.connect_qr_alt()} />
    };
    let entry = t.connect_entry(&format!("{} ({})", device.issuer, device.account));
    if props.touch {
        html! {
            <>
                <a class="button button--primary" href={device.otpauth_uri.expose().to_owned()}>
                    { t.connect_link() }
                </a>
                <p class="hint">{ entry }</p>
                { key }
                <details>
                    <summary>{ t.connect_other() }</summary>
                    { qr_code }
                </details>
                <Details device={props.device.clone()} touch=true />
            </>
        }
    } else {
        html! {
            <>
                <p>{ t.connect_scan() }</p>
                { qr_code }
                <p class="hint">{ entry }</p>
                { key }
                <Details device={props.device.clone()} touch=false />
            </>
        }
    }
}

#[derive(Properties, PartialEq)]
struct KeyProps {
    device: Shown,
}

/// The key, for apps without a camera; copied without the spaces.
#[component]
fn Key(props: &KeyProps) -> Html {
    let t = use_texts().enrollment;
    let key = props.device.0.secret.expose();
    html! {
        <div class="key">
            <p id="key-label">{ t.connect_key() }</p>
            <code aria-labelledby="key-label">{ grouped(key) }</code>
            <CopyButton text={key.to_owned()} />
        </div>
    }
}

/// What an app may ask for; nobody needs to read it.
#[component]
fn Details(props: &DeviceProps) -> Html {
    let texts = use_texts();
    let t = texts.enrollment;
    let device = &props.device.0;
    html! {
        <details>
            <summary>{ t.connect_details() }</summary>
            <Facts>
                <Fact name={t.connect_type()}>{ t.connect_totp() }</Fact>
                <Fact name={t.connect_algorithm()}>{ &device.algorithm }</Fact>
                <Fact name={t.connect_digits()}>{ device.digits }</Fact>
                <Fact name={t.connect_period()}>
                    { texts.common.seconds(u32::from(device.period_seconds)) }
                </Fact>
            </Facts>
        </details>
    }
}
