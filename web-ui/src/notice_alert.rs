//! The notice that the open page shows.

use crate::app::{App, Notice};
use crate::clock;
use crate::i18n::{self, Texts};
use crate::messages;
use crate::ui::{Kind, alert};
use yew::prelude::*;

/// The id of the notice.
pub const NOTICE: &str = "notice";

/// The notice that the open page shows, if there is one.
pub fn notice_alert(app: &App) -> Html {
    match app.read(|state| state.notice.clone()) {
        Some(notice) => html! {
            // What ended here took its button along, so the focus comes here: see `session`.
            <div id={NOTICE} tabindex="-1" class="stack">
                { alert(kind(&notice), html! { text(app.texts(), &notice) }) }
                { further(app.texts(), &notice) }
            </div>
        },
        None => Html::default(),
    }
}

/// What else follows from it, and is no good news.
fn further(texts: Texts, notice: &Notice) -> Html {
    match notice {
        Notice::PasswordResetHeld(until) => {
            alert(Kind::Warning, html! { messages::held(texts, *until) })
        }
        _ => Html::default(),
    }
}

fn kind(notice: &Notice) -> Kind {
    match notice {
        Notice::FlowEnded(_)
        | Notice::CodesAgainAt(_)
        | Notice::SessionEnded
        | Notice::SessionEndedTypedKept
        | Notice::SecondStepRequired
        | Notice::PolicyChangedMeanwhile(_) => Kind::Warning,
        Notice::Canceled | Notice::SignedOut => Kind::Info,
        Notice::OrganizationReady
        | Notice::PasswordChosen
        | Notice::PasswordReset
        | Notice::PasswordResetHeld(_)
        | Notice::EmailChanged
        | Notice::PasswordChanged
        | Notice::DeviceRemoved
        | Notice::Invited(_)
        | Notice::MemberDeleted(_)
        | Notice::PolicyRequired
        | Notice::PolicyOptional
        | Notice::PlanSaved
        | Notice::RecoveryChosen => Kind::Success,
    }
}

fn text(texts: Texts, notice: &Notice) -> String {
    match notice {
        Notice::FlowEnded(reason) => messages::flow_ended(texts, *reason).to_owned(),
        Notice::CodesAgainAt(at_ms) => {
            messages::codes_again_at(texts, &i18n::time_from(texts.locale, *at_ms))
        }
        Notice::SessionEnded => texts.problems.unauthenticated().to_owned(),
        Notice::SessionEndedTypedKept => texts.problems.unauthenticated_typed_kept().to_owned(),
        Notice::SecondStepRequired => texts.problems.second_step().to_owned(),
        Notice::Canceled => texts.sign_in.canceled().to_owned(),
        Notice::SignedOut => texts.sign_in.signed_out().to_owned(),
        Notice::OrganizationReady => texts.setup.ready().to_owned(),
        Notice::PasswordChosen => texts.setup.password_chosen().to_owned(),
        Notice::PasswordReset | Notice::PasswordResetHeld(_) => texts.recovery.saved().to_owned(),
        Notice::EmailChanged => texts.recovery.email_changed().to_owned(),
        Notice::PasswordChanged => texts.me.password_changed().to_owned(),
        Notice::DeviceRemoved => texts.me.device_removed().to_owned(),
        Notice::Invited(email) => texts.members.invited(email),
        Notice::MemberDeleted(name) => texts.members.deleted(name),
        Notice::PolicyRequired => texts.policy.now_required().to_owned(),
        Notice::PolicyOptional => texts.policy.now_optional().to_owned(),
        Notice::PlanSaved => texts.policy.plan_saved().to_owned(),
        Notice::RecoveryChosen => texts.policy.recovery_saved().to_owned(),
        Notice::PolicyChangedMeanwhile(policy) => {
            let at = i18n::time(texts.locale, clock::milliseconds(policy.updated_at));
            messages::policy_changed(texts, policy, &at, clock::server_now())
        }
    }
}
