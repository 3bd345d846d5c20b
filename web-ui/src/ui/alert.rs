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

/// A message.
#[derive(Properties, PartialEq)]
pub struct AlertProps {
    /// How it is meant.
    #[prop_or_default]
    pub kind: Kind,
    /// Names the message for `aria-describedby`.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The words.
    pub children: Html,
}

/// A message that a screen reader hears when it appears.
#[component]
pub fn Alert(props: &AlertProps) -> Html {
    html! {
        <div
            id={props.id.clone()}
            class={classes!("alert", props.kind.class())}
            role={props.kind.role()}
        >
            { props.children.clone() }
        </div>
    }
}

/// A small coloured word, for states in tables and cards.
#[component]
pub fn Badge(props: &AlertProps) -> Html {
    html! {
        <span class={classes!("badge", props.kind.class())}>{ props.children.clone() }</span>
    }
}
