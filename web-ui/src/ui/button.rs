//! Buttons. A resting one keeps the focus: it says that it rests instead of vanishing.

use yew::prelude::*;

/// How a button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one main thing to do on a page.
    #[default]
    Primary,
    /// Something else to do.
    Secondary,
    /// Something that takes away.
    Danger,
    /// A way out, as a link.
    Link,
}

impl Look {
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
    /// Whether it sends the form that it stands in.
    #[prop_or_default]
    pub submits: bool,
    /// Whether an answer is awaited.
    #[prop_or_default]
    pub busy: bool,
    /// Whether it does nothing just now.
    #[prop_or_default]
    pub resting: bool,
    /// Whether something below it is open.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// What it does.
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// The words.
    pub children: Html,
}

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let still = props.busy || props.resting;
    let onclick = {
        let act = props.onclick.clone();
        move |event: MouseEvent| {
            if still {
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
            aria-disabled={still.then_some("true")}
            aria-busy={props.busy.then_some("true")}
            aria-expanded={props.expanded.map(|open| if open { "true" } else { "false" })}
            {onclick}
        >
            { props.children.clone() }
        </button>
    }
}
