//! The exact configuration of a console, to copy.

use super::fill::{self, Filled, FilledField, PASSPHRASE, Values};
use super::install::install_of;
use super::recipe::{Note, Recipe, Tried};
use crate::app::use_app;
use crate::browser;
use crate::i18n::Texts;
use crate::ui::{CopyButton, Kind, alert};
use shared_types::clients::{ClientAuthMethod, ClientView};
use yew::prelude::*;

/// What is shown: for whom, and with the secret while it may be shown.
pub(super) struct Shown<'a> {
    pub(super) recipe: &'static Recipe,
    pub(super) client: &'a ClientView,
    pub(super) secret: Option<&'a str>,
    /// Called when something was copied.
    pub(super) oncopied: Callback<()>,
}

/// The pieces, each with a button that copies it, and what has to be known besides.
pub(super) fn configuration(texts: Texts, shown: &Shown<'_>) -> Html {
    let (recipe, client) = (shown.recipe, shown.client);
    let keeps_none = client.token_endpoint_auth_method == ClientAuthMethod::None;
    let hidden = if keeps_none {
        ""
    } else {
        texts.clients.hidden_secret()
    };
    let console = fill::console_of(recipe, client);
    let values = Values {
        console: &console,
        issuer: &client.issuer,
        public_url: fill::public_url(&client.issuer),
        client_id: &client.id.to_string(),
        client_secret: shown.secret.unwrap_or(hidden),
        redirect_uri: client.redirect_uris.first().map_or("", String::as_str),
    };
    let parts = values.fill(recipe).into_iter();
    html! {
        <div class="stack">
            if let Some(install) = install_of(recipe) {
                { install.show(texts) }
            }
            { for parts.map(|part| piece(texts, part, &shown.oncopied)) }
            { known(texts, recipe) }
        </div>
    }
}

fn piece(texts: Texts, part: Filled, oncopied: &Callback<()>) -> Html {
    match part {
        Filled::Fields(place, fields) => html! {
            <div class="stack">
                <p><strong>{ place }</strong></p>
                <dl class="values">{ for fields.into_iter().map(|one| field(texts, one, oncopied)) }</dl>
            </div>
        },
        Filled::File(place, text) => html! {
            <FilePart {place} {text} oncopied={oncopied.clone()} />
        },
    }
}

#[derive(Properties, PartialEq)]
struct FilePartProps {
    place: &'static str,
    text: String,
    oncopied: Callback<()>,
}

/// A file, with a passphrase that stays the same while the page is open.
#[component]
fn FilePart(props: &FilePartProps) -> Html {
    let t = use_app().texts().clients;
    let passphrase = use_memo((), |()| browser::random());
    let passphrase = passphrase.as_deref();
    let text = props
        .text
        .replace(PASSPHRASE, passphrase.unwrap_or(t.own_passphrase()));
    html! {
        <div class="stack">
            <p><strong>{ props.place }</strong></p>
            <pre class="file"><code>{ &text }</code></pre>
            <p><CopyButton {text} oncopied={props.oncopied.clone()} /></p>
        </div>
    }
}

fn field(texts: Texts, field: FilledField, oncopied: &Callback<()>) -> Html {
    // What is a word of the product, and chosen there, is not copied.
    let is_value = field.value.contains([':', '_', '-']) || field.value.contains("openid");
    let is_hidden = field.value == texts.clients.hidden_secret();
    html! {
        <div>
            <dt>{ field.name }</dt>
            <dd>
                <code class="token">{ &field.value }</code>
                if is_value && !is_hidden {
                    <CopyButton text={field.value} oncopied={oncopied.clone()} />
                }
            </dd>
        </div>
    }
}

/// Versions, what it was tried with, and notes.
fn known(texts: Texts, recipe: &Recipe) -> Html {
    let t = texts.clients;
    let tried = match recipe.tried {
        Tried::Here(versions) => t.tried_here(versions),
        Tried::InFront(versions) => t.tried_in_front(versions),
        Tried::Alike(versions) => t.tried_alike(versions),
        Tried::Documented => t.tried_nowhere().to_owned(),
    };
    let notes = recipe.notes.iter();
    html! {
        <ul class="hint">
            if !recipe.version.is_empty() {
                <li>{ t.least_version(recipe.version) }</li>
            }
            <li>{ tried }</li>
            { for notes.map(|one| html! { <li>{ note(texts, *one) }</li> }) }
            <li>{ t.note_spare() }</li>
        </ul>
    }
}

fn note(texts: Texts, note: Note) -> &'static str {
    let t = texts.clients;
    match note {
        Note::AccountsFirst => t.note_accounts(),
        Note::LoginNames => t.note_login_names(),
        Note::PaidModule => t.note_paid(),
        Note::BehindApache => t.note_apache(),
        Note::BehindProxy => t.note_proxy(),
        Note::OnlyImplicit => t.note_implicit(),
    }
}

/// The warning above a secret.
pub(super) fn shown_once(texts: Texts) -> Html {
    alert(Kind::Warning, html! { texts.clients.secret_once() })
}
