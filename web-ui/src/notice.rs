//! What one page leaves for the next: a sentence to show once, and the address that was typed.

use crate::i18n::{Texts, use_texts};
use crate::router::ChildrenProps;
use crate::ui::{Alert, Kind};
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

/// The sentence for the next page, and the address that was typed on this one.
#[derive(Clone, PartialEq)]
pub struct Notices {
    notice: UseStateHandle<Option<Notice>>,
    email: UseStateHandle<String>,
}

impl Notices {
    /// Leaves a sentence.
    pub fn leave(&self, notice: Notice) {
        self.notice.set(Some(notice));
    }

    /// Takes the sentence back, if it is this one.
    pub fn clear(&self, notice: Option<&Notice>) {
        if notice.is_some() && self.notice.as_ref() == notice {
            self.notice.set(None);
        }
    }

    /// The address that was typed last, so that nobody types it twice.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// Keeps the address until the tab closes.
    pub fn remember_email(&self, email: String) {
        self.email.set(email);
    }
}

/// What pages leave for each other.
#[hook]
pub fn use_notices() -> Notices {
    use_context().expect("the application provides the notices")
}

/// Carries notices for everything inside.
#[component]
pub fn NoticeProvider(props: &ChildrenProps) -> Html {
    let notice = use_state_eq(|| None);
    let email = use_state_eq(String::new);
    html! {
        <ContextProvider<Notices> context={Notices { notice, email }}>
            { props.children.clone() }
        </ContextProvider<Notices>>
    }
}

/// Shows what the page before left, until this page is left in turn.
#[component]
pub fn NoticeAlert() -> Html {
    let texts = use_texts();
    let notices = use_notices();
    let notice = (*notices.notice).clone();
    use_effect_with(notice.clone(), move |notice| {
        let notice = notice.clone();
        move || notices.clear(notice.as_ref())
    });
    match notice {
        Some(notice) => html! {
            <Alert kind={kind(&notice)}>{ words(texts, &notice) }</Alert>
        },
        None => Html::default(),
    }
}

fn kind(notice: &Notice) -> Kind {
    match notice {
        Notice::TimeRanOut | Notice::SessionEnded | Notice::SecondStepRequired => Kind::Warning,
        Notice::Canceled | Notice::SignedOut => Kind::Info,
        Notice::OrganizationReady
        | Notice::PasswordChosen
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
        Notice::PasswordChanged => texts.me.password_changed().to_owned(),
        Notice::DeviceRemoved => texts.me.device_removed().to_owned(),
        Notice::Invited(email) => texts.members.invited(email),
        Notice::MemberDeleted(name) => texts.members.deleted(name),
        Notice::PolicyRequired => texts.policy.now_required().to_owned(),
        Notice::PolicyOptional => texts.policy.now_optional().to_owned(),
    }
}
