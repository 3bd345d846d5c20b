//! A message that a screen reader hears, and a small coloured word.

use yew::prelude::*;

/// How a message is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Look here soon.
    Warning,
    /// It did not work.
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

    /// Bad news interrupts, good news waits its turn.
    const fn role(self) -> &'static str {
        match self {
            Self::Info | Self::Success => "status",
            Self::Warning | Self::Danger => "alert",
        }
    }
}

/// A message that a screen reader hears when it appears.
pub fn alert(kind: Kind, words: Html) -> Html {
    html! { <div class={format!("alert {}", kind.class())} role={kind.role()}>{ words }</div> }
}

/// A small coloured word, for states in tables and cards.
pub fn badge(kind: Kind, word: &'static str) -> Html {
    html! { <span class={format!("badge {}", kind.class())}>{ word }</span> }
}
