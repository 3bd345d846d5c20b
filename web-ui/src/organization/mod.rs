//! The organization that somebody signs in to: the one that the address of the page names, else the one
//! that this browser remembers, else the installation's first one. An installation with one organization
//! remembers nothing.

mod requests;

use crate::app::{App, use_app};
use crate::browser;
use crate::failure::Failure;
use crate::task::spawn;
use shared_types::organizations::{PublicOrganizationView, ShortName};
use shared_types::problem::ProblemCode;
use yew::prelude::*;

/// What this browser keeps. It is no secret: it stands in the address of the page.
const KEY: &str = "twostep.organization";

/// The organization whose sign-in page was opened last in this browser, but for the first one.
pub fn remembered() -> Option<ShortName> {
    ShortName::parse(&browser::recall(KEY)?)
}

/// Keeps the organization in this browser.
pub fn remember(organization: &ShortName) {
    browser::remember(KEY, organization.as_str());
}

/// From now on this organization is signed in to: an answer of the server named it.
pub fn enter(app: &App, short_name: &str) {
    let organization = ShortName::parse(short_name);
    app.update(|state| {
        state.organization = organization;
        state.organization_view = None;
    });
}

/// Asks the server for the organization that the address names, or that was signed in to last. False once
/// it is certain that there is none with the name in the address.
#[hook]
pub fn use_organization(named: Option<AttrValue>) -> bool {
    let app = use_app();
    let is_known = use_state_eq(|| true);
    {
        let is_known = is_known.clone();
        use_effect_with(named, move |named| {
            let named = named.clone();
            // Of another name nothing is certain yet.
            is_known.set(true);
            spawn(Box::pin(async move {
                is_known.set(choose(&app, named.as_deref()).await);
            }));
        });
    }
    *is_known
}

async fn choose(app: &App, named: Option<&str>) -> bool {
    let chosen = match named {
        None => app.read(|state| state.organization.clone()),
        Some(text) => match ShortName::parse(text) {
            None => return false,
            Some(name) => {
                // Who is quicker than the answer signs in there too.
                enter(app, name.as_str());
                Some(name)
            }
        },
    };
    match requests::find_organization(app.client(), chosen.as_ref()).await {
        Ok(view) => {
            let organization = ShortName::parse(&view.short_name).filter(|_| !view.is_first);
            match &organization {
                Some(name) => remember(name),
                None => browser::forget(KEY),
            }
            app.update(|state| {
                state.organization = organization;
                state.organization_view = Some(view);
            });
            true
        }
        Err(failure) if failure.code() == Some(ProblemCode::NotFound) => {
            app.update(|state| state.organization = remembered());
            if named.is_none() && chosen.is_some() {
                // What was remembered is gone; the first one is meant.
                forget(app);
            }
            named.is_none()
        }
        // The form works without the name of the organization.
        Err(_) => true,
    }
}

/// From now on the installation's first organization is signed in to.
pub fn forget(app: &App) {
    browser::forget(KEY);
    app.update(|state| {
        state.organization = None;
        state.organization_view = None;
    });
}

/// "Acme Support · Agent console": the organization, once it is known, and where the page leads, if that is.
pub fn eyebrow(app: &App, destination: Option<&str>) -> Html {
    let view = app.read(|state| state.organization_view.clone());
    let name = view.as_ref().map(|view| view.name.as_str());
    let names: Vec<&str> = name.into_iter().chain(destination).collect();
    html! { <p class="eyebrow">{ names.join(" · ") }</p> }
}

/// The installation's first organization, for the way to it.
pub async fn find_first(app: &App) -> Result<PublicOrganizationView, Failure> {
    requests::find_organization(app.client(), None).await
}
