//! What one page leaves for the next to say.

use crate::handle::App;
use crate::i18n::{self, Texts};
use crate::ui::{Kind, alert};
use shared_types::time::Time;
use yew::prelude::*;

/// A sentence for the next page.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The sign-in attempt took too long.
    TimeRanOut,
    /// The session ended before the person did.
    SessionEnded,
    /// The organization now asks for the second step.
    SecondStepRequired,
    /// The attempt was given up.
    Canceled,
    /// The person left.
    SignedOut,
    /// First start is done.
    OrganizationReady,
    /// An invitation was accepted.
    PasswordChosen,
    /// A forgotten password was replaced; until then no device is set up by e-mail.
    PasswordReset(Option<Time>),
    /// Another e-mail address counts from now on.
    EmailChanged,
    /// A new password counts from now on.
    PasswordChanged,
    /// The device was removed.
    DeviceRemoved,
    /// An invitation is on its way to this address.
    Invited(String),
    /// The member of this name was deleted.
    MemberDeleted(String),
    /// The organization asks for the second step from now on.
    PolicyRequired,
    /// The organization does not ask for the second step any more.
    PolicyOptional,
}

impl App {
    /// Says something on the open page.
    pub fn say(&self, notice: Notice) {
        self.update(|state| state.notice = Some(notice));
    }

    /// What the page before left to say.
    pub fn notice(&self) -> Html {
        match self.read(|state| state.notice.clone()) {
            Some(notice) => alert(kind(&notice), html! { words(self.texts(), &notice) }),
            None => Html::default(),
        }
    }
}

fn kind(notice: &Notice) -> Kind {
    match notice {
        Notice::TimeRanOut | Notice::SessionEnded | Notice::SecondStepRequired => Kind::Warning,
        Notice::Canceled | Notice::SignedOut => Kind::Info,
        Notice::OrganizationReady
        | Notice::PasswordChosen
        | Notice::PasswordReset(_)
        | Notice::EmailChanged
        | Notice::PasswordChanged
        | Notice::DeviceRemoved
        | Notice::Invited(_)
        | Notice::MemberDeleted(_)
        | Notice::PolicyRequired
        | Notice::PolicyOptional => Kind::Success,
    }
}

fn words(texts: Texts, notice: &Notice) -> String {
    match notice {
        Notice::TimeRanOut => texts.problems.time_ran_out().to_owned(),
        Notice::SessionEnded => texts.problems.unauthenticated().to_owned(),
        Notice::SecondStepRequired => texts.problems.second_step().to_owned(),
        Notice::Canceled => texts.sign_in.canceled().to_owned(),
        Notice::SignedOut => texts.sign_in.signed_out().to_owned(),
        Notice::OrganizationReady => texts.setup.ready().to_owned(),
        Notice::PasswordChosen => texts.setup.password_chosen().to_owned(),
        Notice::PasswordReset(None) => texts.recovery.saved().to_owned(),
        Notice::PasswordReset(Some(until)) => texts
            .recovery
            .saved_held(&i18n::date_time(texts.locale, *until)),
        Notice::EmailChanged => texts.recovery.email_changed().to_owned(),
        Notice::PasswordChanged => texts.me.password_changed().to_owned(),
        Notice::DeviceRemoved => texts.me.device_removed().to_owned(),
        Notice::Invited(email) => texts.members.invited(email),
        Notice::MemberDeleted(name) => texts.members.deleted(name),
        Notice::PolicyRequired => texts.policy.now_required().to_owned(),
        Notice::PolicyOptional => texts.policy.now_optional().to_owned(),
    }
}
