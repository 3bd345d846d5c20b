//! The page "Security".

use super::MeProps;
use super::browsers::Browsers;
use super::device_card::DeviceCard;
use super::email_form::EmailForm;
use super::language_form::LanguageForm;
use super::password_form::PasswordForm;
use super::sessions::Sessions;
use crate::app::use_app;
use crate::layout::console;
use crate::ui::Heading;
use yew::prelude::*;

/// The member's own device, sessions, password and e-mail address.
#[component]
pub fn SecurityPage(props: &MeProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let me = &props.me;
    let content = html! {
        <>
            <Heading text={texts.common.security()} />
            <p class="lead">{ texts.me.security_lead() }</p>
            <DeviceCard me={me.clone()} />
            <Sessions me={me.clone()} />
            <Browsers me={me.clone()} />
            if me.managed_elsewhere {
                <section class="panel stack" aria-labelledby="password">
                    <h2 id="password">{ texts.me.elsewhere() }</h2>
                    <p>{ texts.me.elsewhere_lead(&me.email) }</p>
                </section>
            } else {
                <PasswordForm me={me.clone()} />
                <EmailForm me={me.clone()} />
            }
            <LanguageForm me={me.clone()} />
        </>
    };
    console(&app, me, content)
}
