//! Tokens as the API shows them.

use crate::people::api_tokens::KeptToken;
use crate::people::members;
use crate::platform::db::{DbConnection, DbResult};
use shared_types::api_tokens::{ApiTokenOffer, ApiTokenView};
use shared_types::ids::MemberId;
use shared_types::support::PersonView;
use shared_types::time::Time;
use std::collections::HashMap;

/// One token.
pub(super) fn one(
    connection: &mut DbConnection,
    kept: KeptToken,
    now: Time,
) -> DbResult<ApiTokenView> {
    let names = names(connection, &[&kept], now)?;
    Ok(view(kept, &names, now))
}

/// Tokens of one organization.
pub(super) fn all(
    connection: &mut DbConnection,
    tokens: Vec<KeptToken>,
    now: Time,
) -> DbResult<Vec<ApiTokenView>> {
    let names = names(connection, &tokens.iter().collect::<Vec<_>>(), now)?;
    let views = tokens.into_iter().map(|kept| view(kept, &names, now));
    Ok(views.collect())
}

type Names = HashMap<MemberId, String>;

/// The names of who takes part in open offers.
fn names(connection: &mut DbConnection, tokens: &[&KeptToken], now: Time) -> DbResult<Names> {
    let Some(first) = tokens.first() else {
        return Ok(Names::new());
    };
    let offers = tokens.iter().filter_map(|kept| kept.open_offer(now));
    let ids = offers.flat_map(|offer| [offer.to, offer.by]);
    Ok(members::find_names(connection, first.organization.key, ids)?.collect())
}

fn view(kept: KeptToken, names: &Names, now: Time) -> ApiTokenView {
    let person = |id: MemberId| {
        let display_name = names.get(&id)?.clone();
        Some(PersonView { id, display_name })
    };
    // Who was deleted meanwhile neither asks nor is asked.
    let offer = kept.open_offer(now).and_then(|offer| {
        Some(ApiTokenOffer {
            to: person(offer.to)?,
            by: person(offer.by)?,
            ends_at: offer.ends_at,
        })
    });
    ApiTokenView {
        state: kept.state(now),
        id: kept.id,
        name: kept.name,
        scopes: kept.scopes.into_iter().collect(),
        networks: kept.networks.texts(),
        owner: PersonView {
            id: kept.owner.id,
            display_name: kept.owner_name,
        },
        made_by: kept.made_by,
        created_at: kept.created_at,
        expires_at: kept.expires_at,
        last_use: kept.last_use,
        offer,
    }
}
