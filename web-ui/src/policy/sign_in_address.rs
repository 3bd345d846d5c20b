//! Where the organization's members sign in, for the administrator to pass on.

use crate::i18n::Texts;
use crate::ui::CopyButton;
use yew::prelude::*;

/// The address of the sign-in page, to copy.
pub(super) fn sign_in_address(texts: Texts, address: &str) -> Html {
    let t = texts.admin;
    html! {
        <section class="panel stack" aria-labelledby="sign-in-address">
            <h2 id="sign-in-address">{ t.sign_in_address() }</h2>
            <p class="row">
                <code class="token">{ address.to_owned() }</code>
                <CopyButton text={address.to_owned()} />
            </p>
            <p class="sub">{ t.sign_in_address_why() }</p>
        </section>
    }
}
