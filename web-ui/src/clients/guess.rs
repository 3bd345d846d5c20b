//! By which recipe a console was made: nobody is asked, and nothing is kept of it.

use super::recipe::{Recipe, Redirect};
use super::recipes::{RECIPES, find};
use shared_types::clients::{ClientKind, ClientView};

/// The recipe by which a console was most likely made: that of the longest path with which its address ends.
pub(super) fn guess(client: &ClientView) -> &'static Recipe {
    if client.kind == ClientKind::ForwardAuth {
        // Each proxy can do it; the name that was proposed says which.
        let mut proxies = RECIPES.iter().filter(|one| one.redirect == Redirect::Proxy);
        let named = proxies.find(|one| client.name.contains(one.name));
        return named.unwrap_or_else(|| find("nginx"));
    }
    let length = |recipe: &Recipe| match recipe.redirect {
        Redirect::Path(path) if client.redirect_uris.iter().any(|uri| uri.ends_with(path)) => {
            path.len()
        }
        _ => 0,
    };
    let longest = RECIPES.iter().map(length).max().unwrap_or_default();
    if longest == 0 {
        return find("oidc");
    }
    // Apache stands in front of several, which are told apart by the name that was proposed.
    let mut alike = RECIPES.iter().filter(|recipe| length(recipe) == longest);
    let named = alike.clone().find(|one| client.name.contains(one.name));
    named.or(alike.next_back()).unwrap_or_else(|| find("oidc"))
}
