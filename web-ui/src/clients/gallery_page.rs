//! The page "Protect a console": the products whose configuration is known.

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
            <ul class="cards plain">{ for RECIPES.iter().map(|recipe| card(texts, recipe)) }</ul>
        </>
    };
    console(&app, &props.me, content)
}

fn card(texts: Texts, recipe: &Recipe) -> Html {
    let to = ConsolePage::ProtectConsole(recipe.id.to_owned());
    html! {
        <li>
            <Link {to}>{ name(texts, recipe) }</Link>
            <p class="sub">{ recipe.version }</p>
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
