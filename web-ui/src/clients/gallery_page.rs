//! The page "Protect a console": the products whose configuration is known.

use super::radius_page;
use super::recipe::Recipe;
use super::recipes::RECIPES;
use crate::app::{Me, use_app};
use crate::i18n::Texts;
use crate::layout::{back_link, console};
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::Heading;
use yew::prelude::*;

/// Whose page it is.
#[derive(Properties, PartialEq)]
pub struct GalleryPageProps {
    /// The administrator.
    pub me: Me,
}

/// A card for each product.
#[component]
pub fn GalleryPage(props: &GalleryPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.clients;
    let content = html! {
        <>
            { back_link(ConsolePage::Consoles, t.all()) }
            <Heading text={t.protect()} />
            <p class="lead">{ t.gallery_lead() }</p>
            <ul class="cards plain">
                { for RECIPES.iter().map(|recipe| card(texts, recipe)) }
                { radius_card(texts) }
            </ul>
        </>
    };
    console(&app, &props.me, content)
}

fn card(texts: Texts, recipe: &Recipe) -> Html {
    let to = ConsolePage::ProtectConsole(recipe.id.to_owned());
    html! {
        <li>
            <Link {to}>{ name(texts, recipe) }</Link>
            if !recipe.version.is_empty() {
                <p class="sub">{ texts.clients.least_version(recipe.version) }</p>
            }
        </li>
    }
}

/// RADIUS needs no console here, but an API token.
fn radius_card(texts: Texts) -> Html {
    let to = ConsolePage::ProtectConsole(radius_page::ID.to_owned());
    html! {
        <li>
            <Link {to}>{ radius_page::NAME }</Link>
            <p class="sub">{ texts.clients.least_version(radius_page::VERSION) }</p>
        </li>
    }
}

/// What the product is called.
pub(super) fn name(texts: Texts, recipe: &Recipe) -> &'static str {
    match recipe.name {
        "" => texts.clients.any_client(),
        name => name,
    }
}
