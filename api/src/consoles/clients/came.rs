//! Something that came of a console, as it is noted.

use super::difference::difference;
use super::model::Client;
use shared_types::client_events::{ClientEventDetail, ClientEventKind, ClientRefusal};
use shared_types::limits::CLIENT_URI_LONGEST;

/// Something that came of a console.
#[derive(Clone, Debug)]
pub struct Came {
    /// What was asked for.
    pub kind: ClientEventKind,
    /// What was wrong, if anything.
    pub refusal: Option<ClientRefusal>,
    /// What belongs to it.
    pub detail: ClientEventDetail,
}

impl Came {
    /// Without anything wrong.
    pub fn well(kind: ClientEventKind) -> Self {
        Self {
            kind,
            refusal: None,
            detail: ClientEventDetail::default(),
        }
    }

    /// Refused for this reason.
    pub fn refused(kind: ClientEventKind, reason: ClientRefusal) -> Self {
        Self {
            refusal: Some(reason),
            ..Self::well(kind)
        }
    }

    /// With an address that is none of the console's.
    pub fn wrong_address(client: &Client, presented: &str) -> Self {
        let difference = difference(&client.settings.redirect_uris, presented);
        let shown = presented.chars().filter(|c| !c.is_control());
        let shown: String = shown.take(CLIENT_URI_LONGEST).collect();
        Self {
            detail: ClientEventDetail {
                presented: Some(shown).filter(|shown| !shown.is_empty()),
                registered: difference.registered,
                ..ClientEventDetail::default()
            },
            ..Self::refused(ClientEventKind::AuthorizeRequested, difference.reason)
        }
    }
}
