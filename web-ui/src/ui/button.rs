//! Buttons. A disabled one keeps the focus: it uses `aria-disabled`.

use yew::prelude::*;

/// How a button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The main action of a page.
    #[default]
    Primary,
    /// Another action.
    Secondary,
    /// An action that removes something.
    Danger,
    /// An action that looks like a link.
    Link,
}

impl Look {
    /// The look of the main action where it is the main one now, else of another.
    pub const fn main_if(is_main: bool) -> Self {
        if is_main {
            Self::Primary
        } else {
            Self::Secondary
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Danger => "button button--danger",
            Self::Link => "link-button",
        }
    }
}

/// A button.
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
    /// Whether it sends its form.
    #[prop_or_default]
    pub submits: bool,
    /// Whether a response is awaited.
    #[prop_or_default]
    pub busy: bool,
    /// Whether a click does nothing.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether the part that it opens is open.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// The action.
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// The text.
    pub children: Html,
}

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let is_disabled = props.busy || props.disabled;
    let onclick = {
        let act = props.onclick.clone();
        move |event: MouseEvent| {
            if is_disabled {
                event.prevent_default();
            } else {
                act.emit(());
            }
        }
    };
    html! {
        <button
            type={if props.submits { "submit" } else { "button" }}
            class={classes!(props.look.class(), props.busy.then_some("is-busy"))}
            aria-disabled={is_disabled.then_some("true")}
            aria-busy={props.busy.then_some("true")}
            aria-expanded={props.expanded.map(|open| if open { "true" } else { "false" })}
            {onclick}
        >
            { props.children.clone() }
        </button>
    }
}
