//! The page "Security".

use super::device_card::DeviceCard;
use super::password_form::PasswordForm;
use super::sessions::Sessions;
use crate::i18n::use_texts;
use crate::layout::{Console, Place};
use crate::ui::Heading;
use yew::prelude::*;

/// One's own device, sessions and password.
#[component]
pub fn SecurityPage() -> Html {
    let texts = use_texts();
    html! {
        <Console place={Place::Security}>
            <Heading text={texts.common.security()} />
            <p class="lead">{ texts.me.security_lead() }</p>
            <DeviceCard />
            <Sessions />
            <PasswordForm />
        </Console>
    }
}
