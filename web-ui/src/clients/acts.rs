//! What can be done with a console, and what is said of it.

use crate::i18n::{self, Texts};
use shared_types::clients::{ClientAuthMethod, ClientView};

/// An act of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// To let people in again.
    Enable,
    /// To let nobody in for now.
    Disable,
    /// To get a new secret.
    Rotate,
    /// To remove it.
    Delete,
}

impl Act {
    /// Those that are open.
    pub(super) fn of(client: &ClientView) -> Vec<Self> {
        let switch = if client.is_disabled {
            Self::Enable
        } else {
            Self::Disable
        };
        let keeps_secret = client.token_endpoint_auth_method != ClientAuthMethod::None;
        let rotate = keeps_secret.then_some(Self::Rotate);
        let acts = [Some(switch), rotate, Some(Self::Delete)];
        acts.into_iter().flatten().collect()
    }

    /// The text of its button.
    pub(super) fn label(self, texts: Texts) -> &'static str {
        let t = texts.clients;
        match self {
            Self::Enable => t.enable(),
            Self::Disable => t.disable(),
            Self::Rotate => t.rotate(),
            Self::Delete => t.delete(),
        }
    }

    /// What is asked before; nothing where nothing is lost.
    pub(super) fn question(self, texts: Texts, client: &ClientView) -> Option<String> {
        let (t, name) = (texts.clients, &*client.name);
        match self {
            Self::Enable => None,
            Self::Disable => Some(t.disable_question(name)),
            Self::Rotate => Some(match client.former_secret_until {
                None => t.rotate_question(name),
                Some(until) => t.rotate_again_question(name, &i18n::date_time(texts.locale, until)),
            }),
            Self::Delete => Some(t.delete_question(name)),
        }
    }

    /// What is said when it is done.
    pub(super) fn done(self, texts: Texts) -> &'static str {
        let t = texts.clients;
        match self {
            Self::Enable => t.was_enabled(),
            Self::Disable => t.was_disabled(),
            Self::Rotate => t.was_rotated(),
            Self::Delete => t.was_deleted(),
        }
    }
}
