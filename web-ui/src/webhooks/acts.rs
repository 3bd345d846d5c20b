//! What can be done with a webhook, and what is said of it.

use crate::i18n::Texts;
use shared_types::webhooks::{WebhookStatus, WebhookView};

/// An act of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// To send a sample.
    Test,
    /// To send events again.
    Enable,
    /// To send no more for now.
    Disable,
    /// To get a new secret.
    Rotate,
    /// To remove it.
    Delete,
}

impl Act {
    /// Those that are open.
    pub(super) fn of(webhook: &WebhookView) -> [Self; 4] {
        let switch = match webhook.status {
            WebhookStatus::Active => Self::Disable,
            WebhookStatus::Disabled => Self::Enable,
        };
        [Self::Test, switch, Self::Rotate, Self::Delete]
    }

    /// The text of its button.
    pub(super) fn label(self, texts: Texts) -> &'static str {
        let t = texts.webhooks;
        match self {
            Self::Test => t.test(),
            Self::Enable => t.enable(),
            Self::Disable => t.disable(),
            Self::Rotate => t.rotate(),
            Self::Delete => t.delete(),
        }
    }

    /// What is asked before; nothing where nothing is lost.
    pub(super) fn question(self, texts: Texts) -> Option<&'static str> {
        let t = texts.webhooks;
        match self {
            Self::Test | Self::Enable => None,
            Self::Disable => Some(t.disable_question()),
            Self::Rotate => Some(t.rotate_question()),
            Self::Delete => Some(t.delete_question()),
        }
    }

    /// What is said when it is done.
    pub(super) fn done(self, texts: Texts) -> &'static str {
        let t = texts.webhooks;
        match self {
            Self::Test => t.was_tested(),
            Self::Enable => t.was_enabled(),
            Self::Disable => t.was_disabled(),
            Self::Rotate => t.was_rotated(),
            Self::Delete => t.was_deleted(),
        }
    }
}
