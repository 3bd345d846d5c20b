//! The content of a mail, independent of the language: the outbox stores it sealed.

use super::import_notice::ImportNotice;
use super::policy_notice::PolicyNotice;
use super::program_notice::ProgramNotice;
use crate::messages::delivery::Priority;
use serde::{Deserialize, Serialize};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::me::Locale;
use shared_types::recovery::HoldCause;
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::fmt;
use std::time::Duration;

/// A notice that could not be delivered for this long is not sent any more.
const NOTICE_LIFETIME: Duration = Duration::from_hours(3 * 24);

/// The name of invitations in the outbox.
pub(super) const INVITATION: &str = "invitation";

/// One mail to one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    /// The recipient.
    pub to: Recipient,
    /// The language that it is written in.
    pub locale: Locale,
    /// The zone in which the person reads times, by its IANA name; UTC where none is known.
    pub time_zone: Option<String>,
    /// The name of the person's organization.
    pub organization: String,
    /// The path of the page where the organization's members sign in; empty for the installation's
    /// first one.
    #[serde(default)]
    pub sign_in_path: String,
    /// Whether it is of a test organization: it is kept to be read, and never sent.
    #[serde(default)]
    pub is_test: bool,
    /// The content.
    pub content: MailContent,
}

/// The stored address and name of a member, never something that a request said (M-04).
#[derive(Clone, Serialize, Deserialize)]
pub struct Recipient {
    /// The member's organization.
    pub organization_id: OrganizationId,
    /// The member.
    pub member_id: MemberId,
    /// The address.
    pub address: String,
    /// The person's name.
    pub display_name: String,
}

/// The content of a mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MailContent {
    /// The code that proves a mailbox, before a device is set up.
    EmailVerification {
        /// What it leads to.
        purpose: SetUpPurpose,
        /// Six digits.
        code: Secret,
        /// The short reference that the page shows as well.
        reference: String,
        /// When the code ends.
        expires_at: Time,
        /// Who asked, roughly.
        circumstances: Circumstances,
    },
    /// The first mail of a new member.
    Invitation {
        /// The name of the administrator who asked for it.
        invited_by: String,
        /// The token of the link.
        token: Secret,
        /// When the token ends.
        expires_at: Time,
        /// Whether the first sign-in asks to set up a phone.
        needs_phone: bool,
    },
    /// The link that sets a new password.
    PasswordReset {
        /// The token of the link.
        token: Secret,
        /// When the token ends.
        expires_at: Time,
        /// Who asked, roughly.
        circumstances: Circumstances,
    },
    /// The code that proves the mailbox of a new address.
    EmailChange {
        /// Six digits.
        code: Secret,
        /// The short reference that the page shows as well.
        reference: String,
        /// When the code ends.
        expires_at: Time,
        /// Who asked, roughly.
        circumstances: Circumstances,
    },
    /// A notice about a change of the member's account.
    Notice {
        /// What happened.
        notice: Notice,
        /// When, and roughly from where.
        circumstances: Circumstances,
    },
}

/// What a mailed code leads to: a person who is asked for it on the phone reads what it would do (A10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetUpPurpose {
    /// The first device, because a sign-in asks for one.
    FirstDevice,
    /// A device in the place of the one that there is.
    NewDevice,
    /// The first device, of somebody who is signed in and was not asked for one.
    OwnWish,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Notice {
    /// A first device was confirmed.
    DeviceAdded,
    /// A new device took the place of the old one.
    DeviceReplaced,
    /// The member removed the device.
    DeviceRemoved,
    /// An administrator or the helpdesk removed the device.
    DeviceReset {
        /// The reason that they gave.
        reason: String,
    },
    /// A hundred wrong codes in a row switched the device off.
    DeviceDisabled,
    /// The password is another one now.
    PasswordChanged,
    /// Five wrong codes after the right password.
    WrongCodes,
    /// The right password, and then nothing.
    SignInNotFinished,
    /// Something about recovery by e-mail.
    Recovery(RecoveryNotice),
    /// Something about a program.
    Program(ProgramNotice),
    /// Something about an entry that was imported.
    Import(ImportNotice),
    /// The policy of the organization is another one now.
    Policy(PolicyNotice),
}

/// What happened to recovery by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "recovery", rename_all = "snake_case")]
pub enum RecoveryNotice {
    /// The password was reset with a link by mail.
    PasswordReset {
        /// What ends the hold that began; absent when nothing is held.
        held: Option<HoldEnd>,
    },
    /// A link for a new password was asked for while there is none.
    PasswordResetHeld {
        /// From when on there is one again.
        ends: HoldEnd,
    },
    /// The address is another one now; this goes to the old one.
    EmailChanged {
        /// The new one, masked.
        masked: String,
    },
    /// An administrator set another address; this goes to the old and the new one.
    AddressSet {
        /// The new one, masked.
        masked: String,
        /// The reason that was given.
        reason: String,
    },
    /// An administrator or the helpdesk ended a hold by a reset of the device.
    Released {
        /// The reason that they gave.
        reason: String,
    },
    /// An administrator, the helpdesk or the operator of the host ended a hold.
    Approved {
        /// The reason that they gave.
        reason: String,
    },
    /// An administrator or the helpdesk said that it was not the member. Without their reason: who it was instead
    /// may read the mailbox.
    Refused,
    /// For administrators and the helpdesk: the recovery of a member is held.
    MemberHeld {
        /// The member's name.
        name: String,
        /// The member.
        member: MemberId,
        /// Why.
        cause: HoldCause,
        /// What ends it.
        ends: HoldEnd,
    },
    /// For administrators and the helpdesk: the operator of the host ended the hold of a member.
    MemberApprovedByHost {
        /// The member's name.
        name: String,
        /// The member.
        member: MemberId,
        /// The reason that was given.
        reason: String,
    },
}

/// What ends a hold of recovery by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldEnd {
    /// Time, or a person before.
    At(Time),
    /// A person alone.
    ByPerson,
}

impl From<Option<Time>> for HoldEnd {
    fn from(until: Option<Time>) -> Self {
        until.map_or(Self::ByPerson, Self::At)
    }
}

/// When, and roughly from where: coarse words only, never a raw User-Agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// When it happened.
    pub at: Time,
    /// The network, "203.0.113.0/24".
    pub network: String,
    /// The program, "Firefox on Linux".
    pub program: String,
}

impl MailContent {
    /// Its name in the outbox and in logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::EmailVerification { .. } => "email_verification",
            Self::Invitation { .. } => INVITATION,
            Self::PasswordReset { .. } => "password_reset",
            Self::EmailChange { .. } => "email_change",
            Self::Notice { notice, .. } => notice.kind(),
        }
    }

    /// Codes, and the links that members asked for, go before invitations and notices.
    pub fn priority(&self) -> Priority {
        match self {
            Self::EmailVerification { .. }
            | Self::PasswordReset { .. }
            | Self::EmailChange { .. } => Priority::Urgent,
            Self::Invitation { .. } | Self::Notice { .. } => Priority::Ordinary,
        }
    }

    /// When it expires and must not be delivered any more.
    pub fn expires_at(&self) -> Time {
        match self {
            Self::EmailVerification { expires_at, .. }
            | Self::Invitation { expires_at, .. }
            | Self::PasswordReset { expires_at, .. }
            | Self::EmailChange { expires_at, .. } => *expires_at,
            Self::Notice { circumstances, .. } => circumstances.at + NOTICE_LIFETIME,
        }
    }
}

impl Notice {
    fn kind(&self) -> &'static str {
        match self {
            Self::DeviceAdded => "device_added",
            Self::DeviceReplaced => "device_replaced",
            Self::DeviceRemoved => "device_removed",
            Self::DeviceReset { .. } => "device_reset",
            Self::DeviceDisabled => "device_disabled",
            Self::PasswordChanged => "password_changed",
            Self::WrongCodes => "wrong_codes",
            Self::SignInNotFinished => "sign_in_not_finished",
            Self::Recovery(notice) => notice.kind(),
            Self::Program(notice) => notice.kind(),
            Self::Import(notice) => notice.kind(),
            Self::Policy(_) => "policy_changed",
        }
    }
}

impl RecoveryNotice {
    fn kind(&self) -> &'static str {
        match self {
            Self::PasswordReset { .. } => "password_was_reset",
            Self::PasswordResetHeld { .. } => "password_reset_held",
            Self::EmailChanged { .. } => "email_changed",
            Self::AddressSet { .. } => "address_set",
            Self::Released { .. } => "recovery_released",
            Self::Approved { .. } => "recovery_approved",
            Self::Refused => "recovery_refused",
            Self::MemberHeld { .. } => "member_held",
            Self::MemberApprovedByHost { .. } => "member_approved_by_host",
        }
    }
}

/// Addresses and names stay out of logs.
impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.member_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::samples;

    #[test]
    fn a_mail_survives_the_outbox() {
        for content in samples::every_content() {
            let mail = samples::mail(Locale::De, content);
            let json = serde_json::to_string(&mail).expect("a mail serialises");
            let back: Mail = serde_json::from_str(&json).expect("and back");
            assert_eq!(serde_json::to_string(&back).expect("again"), json);
        }
    }

    #[test]
    fn a_code_mail_ends_with_its_code_and_a_notice_after_three_days() {
        assert_eq!(samples::code_mail().content.expires_at(), samples::LATER);
        let notice = samples::notice(Notice::DeviceAdded);
        assert_eq!(notice.expires_at(), samples::NOW + NOTICE_LIFETIME);
    }

    #[test]
    fn debug_output_shows_neither_code_nor_address() {
        let shown = format!("{:?}", samples::code_mail());
        assert!(!shown.contains("004217"), "{shown}");
        assert!(!shown.contains("example.org"), "{shown}");
    }
}
