//! Mails for tests.

use super::import_notice::ImportNotice;
use super::model::{
    Circumstances, HoldEnd, Mail, MailContent, Notice, Recipient, RecoveryNotice, SetUpPurpose,
};
use super::outgoing::Outgoing;
use super::policy_notice::{ChangedBy, PolicyAsks, PolicyNotice};
use super::program_notice::{ProgramNotice, WebhookChange};
use shared_types::ids::{MemberId, OrganizationId};
use shared_types::limits::{INVITATION_LIFETIME, PASSWORD_RESET_LIFETIME, RECOVERY_HOLD};
use shared_types::me::Locale;
use shared_types::policy::RequiredFrom;
use shared_types::recovery::{HoldCause, RecoveryMode};
use shared_types::secret::Secret;
use shared_types::time::Time;
use uuid::Uuid;

/// 2026-11-24 09:30 UTC.
pub(super) const NOW: Time = Time::from_micros(1_795_512_600_000_000);
/// Ten minutes later.
pub(super) const LATER: Time = Time::from_micros(1_795_513_200_000_000);
/// The configured address of the browser application.
pub(super) const PUBLIC_URL: &str = "https://twostep.example.com";

/// A mail to Jo Doe of Acme.
pub(super) fn mail(locale: Locale, content: MailContent) -> Mail {
    Mail {
        to: Recipient {
            organization_id: OrganizationId(Uuid::from_u128(1)),
            member_id: MemberId(Uuid::from_u128(2)),
            address: "jo.doe@example.org".to_owned(),
            display_name: "Jo Doe".to_owned(),
        },
        locale,
        time_zone: Some("Europe/Berlin".to_owned()),
        organization: "Acme Support".to_owned(),
        sign_in_path: String::new(),
        is_test: false,
        content,
    }
}

/// The code mail.
pub(super) fn code_mail() -> Mail {
    mail(Locale::En, code())
}

/// The content of the code mail.
pub(super) fn code() -> MailContent {
    code_for(SetUpPurpose::FirstDevice)
}

/// The content of the code mail that leads to this.
pub(super) fn code_for(purpose: SetUpPurpose) -> MailContent {
    MailContent::EmailVerification {
        purpose,
        code: Secret::new("004217"),
        reference: "K7QX".to_owned(),
        expires_at: LATER,
        circumstances: circumstances(),
    }
}

/// Every code mail.
pub(super) fn every_code() -> [MailContent; 4] {
    [
        code(),
        code_for(SetUpPurpose::NewDevice),
        code_for(SetUpPurpose::OwnWish),
        email_change(),
    ]
}

/// Whether a mail brings a code.
pub(super) fn has_code(content: &MailContent) -> bool {
    matches!(
        content,
        MailContent::EmailVerification { .. } | MailContent::EmailChange { .. }
    )
}

/// The content of the invitation.
pub(super) fn invitation() -> MailContent {
    MailContent::Invitation {
        invited_by: "Ada Admin".to_owned(),
        token: Secret::new("tokenToken"),
        expires_at: NOW + INVITATION_LIFETIME,
        needs_phone: true,
    }
}

/// The content of the mail with the link for a new password.
pub(super) fn password_reset() -> MailContent {
    MailContent::PasswordReset {
        token: Secret::new("tokenToken"),
        expires_at: NOW + PASSWORD_RESET_LIFETIME,
        circumstances: circumstances(),
    }
}

/// The content of the mail that proves a new address.
pub(super) fn email_change() -> MailContent {
    MailContent::EmailChange {
        code: Secret::new("004217"),
        reference: "K7QX".to_owned(),
        expires_at: LATER,
        circumstances: circumstances(),
    }
}

fn circumstances() -> Circumstances {
    Circumstances {
        at: NOW,
        network: "203.0.113.0/24".to_owned(),
        program: "Firefox on Linux".to_owned(),
    }
}

/// The content of a notice.
pub(super) fn notice(notice: Notice) -> MailContent {
    MailContent::Notice {
        notice,
        circumstances: circumstances(),
    }
}

/// Every notice.
pub(super) fn every_notice() -> Vec<Notice> {
    [
        Notice::DeviceAdded,
        Notice::DeviceReplaced,
        Notice::DeviceRemoved,
        Notice::DeviceReset {
            reason: "Phone lost, confirmed by call-back".to_owned(),
        },
        Notice::DeviceDisabled,
        Notice::PasswordChanged,
        Notice::WrongCodes,
        Notice::SignInNotFinished,
        Notice::Recovery(RecoveryNotice::PasswordReset {
            held: Some(HoldEnd::At(NOW + RECOVERY_HOLD)),
        }),
        Notice::Recovery(RecoveryNotice::PasswordReset {
            held: Some(HoldEnd::ByPerson),
        }),
        Notice::Recovery(RecoveryNotice::PasswordReset { held: None }),
        Notice::Recovery(RecoveryNotice::PasswordResetHeld {
            ends: HoldEnd::At(NOW + RECOVERY_HOLD),
        }),
        Notice::Recovery(RecoveryNotice::PasswordResetHeld {
            ends: HoldEnd::ByPerson,
        }),
        Notice::Recovery(RecoveryNotice::AddressSet {
            masked: "j…@example.net".to_owned(),
            reason: "Married, has a new name".to_owned(),
        }),
        Notice::Recovery(RecoveryNotice::EmailChanged {
            masked: "j…@example.net".to_owned(),
        }),
        Notice::Recovery(RecoveryNotice::Released {
            reason: "Called back, new phone".to_owned(),
        }),
        Notice::Recovery(RecoveryNotice::Approved {
            reason: "Called back, it was her".to_owned(),
        }),
        Notice::Recovery(RecoveryNotice::Refused),
        held(HoldCause::PasswordReset, HoldEnd::At(NOW + RECOVERY_HOLD)),
        held(HoldCause::AddressChanged, HoldEnd::ByPerson),
        held(HoldCause::Refused, HoldEnd::ByPerson),
        Notice::Recovery(RecoveryNotice::MemberApprovedByHost {
            name: "Sam Lee".to_owned(),
            member: MemberId(Uuid::from_u128(3)),
            reason: "No other administrator".to_owned(),
        }),
    ]
    .into_iter()
    .chain(program_notices())
    .chain(import_notices())
    .chain(policy_notices())
    .collect()
}

fn program_notices() -> Vec<Notice> {
    vec![
        Notice::Program(ProgramNotice::WrongCodes {
            name: "Ticket system".to_owned(),
        }),
        Notice::Program(ProgramNotice::WrongCodesOfPerson {
            name: "Hana Desk".to_owned(),
        }),
        Notice::Program(ProgramNotice::TokenMade {
            name: "Ticket system".to_owned(),
            until: NOW + RECOVERY_HOLD,
        }),
        Notice::Program(ProgramNotice::TokenTakenOver {
            name: "Ticket system".to_owned(),
            owner: "Sam Lee".to_owned(),
            until: NOW + RECOVERY_HOLD,
        }),
        Notice::Program(ProgramNotice::TokenOffered {
            name: "Ticket system".to_owned(),
            by: "Sam Lee".to_owned(),
            until: NOW + RECOVERY_HOLD,
        }),
        Notice::Program(ProgramNotice::WebhookDisabled {
            host: "hooks.example.com".to_owned(),
            is_gone: false,
        }),
        Notice::Program(ProgramNotice::WebhookDisabled {
            host: "hooks.example.com".to_owned(),
            is_gone: true,
        }),
        webhook_changed(WebhookChange::Made),
        webhook_changed(WebhookChange::Address),
        webhook_changed(WebhookChange::Secret),
        Notice::Program(ProgramNotice::TokenUsedOutside {
            name: "Ticket system".to_owned(),
            requests: 12,
        }),
        Notice::Program(ProgramNotice::TokenEnds {
            name: "Ticket system".to_owned(),
            until: NOW + RECOVERY_HOLD,
        }),
    ]
}

fn import_notices() -> [Notice; 2] {
    let replace_by = NOW + RECOVERY_HOLD;
    [
        Notice::Import(ImportNotice::Imported {
            by: "Ada Admin".to_owned(),
            replace_by,
        }),
        Notice::Import(ImportNotice::Ends { replace_by }),
    ]
}

fn policy_notices() -> Vec<Notice> {
    let from = RequiredFrom {
        at: NOW + RECOVERY_HOLD,
        zone: "Europe/Berlin".to_owned(),
    };
    let of = |asks, by: Option<&str>, groups, reason: Option<&str>| {
        Notice::Policy(PolicyNotice {
            by: by.map(|name| ChangedBy::Person(name.to_owned())),
            asks,
            groups,
            recovery: None,
            reason: reason.map(str::to_owned),
        })
    };
    let recovery = |recovery| {
        Notice::Policy(PolicyNotice {
            by: Some(ChangedBy::Token("Provisioning".to_owned())),
            asks: PolicyAsks::Now,
            groups: 0,
            recovery: Some(recovery),
            reason: None,
        })
    };
    let later = |skips| PolicyAsks::From {
        from: from.clone(),
        skips,
    };
    vec![
        of(
            PolicyAsks::Nothing,
            Some("Ada Admin"),
            0,
            Some("A test of two weeks is over"),
        ),
        of(PolicyAsks::Now, None, 1, None),
        of(PolicyAsks::Nothing, Some("Ada Admin"), 2, None),
        of(later(0), Some("Ada Admin"), 0, None),
        of(later(2), Some("Ada Admin"), 3, Some("After the holidays")),
        recovery(RecoveryMode::Wait),
        recovery(RecoveryMode::Approve),
    ]
}

fn webhook_changed(change: WebhookChange) -> Notice {
    Notice::Program(ProgramNotice::WebhookChanged {
        change,
        name: "Hana Desk".to_owned(),
        host: "hooks.example.com".to_owned(),
    })
}

fn held(cause: HoldCause, ends: HoldEnd) -> Notice {
    Notice::Recovery(RecoveryNotice::MemberHeld {
        name: "Sam Lee".to_owned(),
        member: MemberId(Uuid::from_u128(3)),
        cause,
        ends,
    })
}

/// Every content.
pub(super) fn every_content() -> Vec<MailContent> {
    let notices = every_notice().into_iter().map(notice);
    every_code()
        .into_iter()
        .chain([invitation(), password_reset()])
        .chain(notices)
        .collect()
}

/// A mail on its way out.
pub(super) fn outgoing(mail: Mail) -> Outgoing {
    Outgoing::new("0198-mail".to_owned(), NOW, mail, PUBLIC_URL)
}
