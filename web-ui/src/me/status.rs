//! The member's own two-step state as a badge and as a sentence.

use crate::clock::milliseconds;
use crate::i18n::{self, Texts};
use crate::ui::{Kind, badge};
use shared_types::members::{TwoStepState, TwoStepView};
use yew::prelude::*;

/// The state as a badge.
pub(super) fn state_badge(texts: Texts, state: TwoStepState) -> Html {
    let t = texts.common;
    let (kind, word) = match state {
        TwoStepState::NotSetUp => (Kind::Info, t.state_not_set_up()),
        TwoStepState::On => (Kind::Success, t.state_on()),
        TwoStepState::Locked => (Kind::Warning, t.state_locked()),
        TwoStepState::Disabled => (Kind::Danger, t.state_disabled()),
    };
    badge(kind, word)
}

/// The state as a sentence.
pub(super) fn sentence(texts: Texts, view: &TwoStepView) -> String {
    let t = texts.me;
    match view.state {
        TwoStepState::NotSetUp => t.two_step_off().to_owned(),
        TwoStepState::On => {
            let since = view.enrolled_at;
            t.two_step_on(&since.map_or_else(String::new, |at| i18n::date(texts.locale, at)))
        }
        TwoStepState::Locked => {
            let until = view.locked_until.map(milliseconds);
            t.two_step_locked(
                &until.map_or_else(String::new, |at| i18n::time_from(texts.locale, at)),
            )
        }
        TwoStepState::Disabled => t.two_step_disabled().to_owned(),
    }
}
