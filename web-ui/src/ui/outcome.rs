//! What an act on the page has done.

use super::alert::{Kind, alert};
use crate::browser;
use yew::prelude::*;

/// What was done.
#[derive(Properties, PartialEq)]
pub struct OutcomeProps {
    /// What is said.
    pub text: AttrValue,
    /// How it looks.
    #[prop_or(Kind::Success)]
    pub kind: Kind,
    /// How many acts were done: each time the focus comes here.
    pub acts: u32,
}

/// Says what was done, and takes the focus: the button that did it may be gone, and with it the focus.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.acts, move |_| browser::focus(&node));
    }
    html! {
        <div ref={node} tabindex="-1" class="outcome">
            { alert(props.kind, html! { props.text.clone() }) }
        </div>
    }
}

/// What was done on a page so far: how often, and what is said of the last act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    acts: u32,
    kind: Kind,
    text: Option<AttrValue>,
}

impl Done {
    /// After one more act.
    #[must_use]
    pub fn and(&self, text: impl Into<AttrValue>) -> Self {
        self.and_said(Kind::Success, text)
    }

    /// After one more act, of which this is said.
    #[must_use]
    pub fn and_said(&self, kind: Kind, text: impl Into<AttrValue>) -> Self {
        Self {
            acts: self.acts + 1,
            kind,
            text: Some(text.into()),
        }
    }

    /// While another act is asked about: nothing is said of the last one.
    #[must_use]
    pub fn unsaid(&self) -> Self {
        Self {
            acts: self.acts,
            text: None,
            ..Self::default()
        }
    }

    /// How many acts were done.
    pub const fn acts(&self) -> u32 {
        self.acts
    }

    /// What is said, if anything.
    pub fn show(&self) -> Html {
        match self.text.clone() {
            Some(text) => html! { <Outcome kind={self.kind} {text} acts={self.acts} /> },
            None => Html::default(),
        }
    }
}
