//! Messages that screen readers announce, and badges.

use yew::prelude::*;

/// The kind of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Information.
    #[default]
    Info,
    /// Success.
    Success,
    /// A warning.
    Warning,
    /// A failure.
    Danger,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// An alert interrupts a screen reader, a status waits until it has finished.
    const fn role(self) -> &'static str {
        match self {
            Self::Info | Self::Success => "status",
            Self::Warning | Self::Danger => "alert",
        }
    }
}

/// A message that screen readers announce when it appears.
pub fn alert(kind: Kind, content: Html) -> Html {
    html! { <div class={format!("alert {}", kind.class())} role={kind.role()}>{ content }</div> }
}

/// A coloured name, for states in tables and cards.
pub fn badge(kind: Kind, name: &'static str) -> Html {
    html! { <span class={format!("badge {}", kind.class())}>{ name }</span> }
}
