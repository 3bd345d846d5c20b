//! The names and colours of roles, statuses and states.

use crate::i18n::Texts;
use crate::ui::{Kind, badge};
use shared_types::members::{MemberStatus, Role, TwoStepState};
use yew::prelude::*;

/// The name of a role.
pub(super) fn role(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Agent => texts.common.role_agent(),
        Role::Helpdesk => texts.common.role_helpdesk(),
        Role::Admin => texts.common.role_admin(),
    }
}

/// The name of a status.
pub(super) fn status(texts: Texts, status: MemberStatus) -> &'static str {
    match status {
        MemberStatus::Invited => texts.common.status_invited(),
        MemberStatus::Active => texts.common.status_active(),
        MemberStatus::Disabled => texts.common.status_disabled(),
    }
}

/// The name of a two-step state.
pub(super) fn state(texts: Texts, state: TwoStepState) -> &'static str {
    match state {
        TwoStepState::NotSetUp => texts.common.state_not_set_up(),
        TwoStepState::On => texts.common.state_on(),
        TwoStepState::Locked => texts.common.state_locked(),
        TwoStepState::Disabled => texts.common.state_disabled(),
    }
}

/// The name of a status, coloured if it is not the usual one.
pub(super) fn status_badge(texts: Texts, value: MemberStatus) -> Html {
    let kind = match value {
        MemberStatus::Active => return html! { status(texts, value) },
        MemberStatus::Invited => Kind::Info,
        MemberStatus::Disabled => Kind::Danger,
    };
    badge(kind, status(texts, value))
}

/// The name of a two-step state, coloured.
pub(super) fn state_badge(texts: Texts, value: TwoStepState) -> Html {
    let kind = match value {
        TwoStepState::NotSetUp => Kind::Info,
        TwoStepState::On => Kind::Success,
        TwoStepState::Locked => Kind::Warning,
        TwoStepState::Disabled => Kind::Danger,
    };
    badge(kind, state(texts, value))
}
