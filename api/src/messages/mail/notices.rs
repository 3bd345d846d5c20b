//! What notices say: what happened, under which circumstances, and what to do.

use super::blocks::Block;
use super::letters::{Words, Writer};
use super::model::{Circumstances, HoldEnd, Notice, RecoveryNotice};
use super::sanitize::{one_line, plain_words};
use shared_types::recovery::HoldCause;
use shared_types::time::Time;

/// What a notice says around its circumstances.
struct NoticeWords {
    title: &'static str,
    happened: String,
    advice: String,
}

impl Writer {
    /// What happened, when and from where, what to do, and the page to do it on where that is to sign in.
    pub(super) fn notice(&self, notice: &Notice, from: &Circumstances) -> Words {
        let words = match notice {
            Notice::Recovery(notice) => self.recovery_notice(notice, from.at),
            notice => self.account_notice(notice),
        };
        let mut blocks = vec![
            Block::Paragraph(words.happened),
            Block::Facts(self.circumstances(from)),
            Block::Paragraph(words.advice),
        ];
        blocks.extend(self.page_of(notice));
        Words {
            title: words.title.to_owned(),
            blocks,
        }
    }

    fn account_notice(&self, notice: &Notice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let (title, happened, advice) = match notice {
            Notice::DeviceAdded => (
                t.device_added_subject(),
                t.device_added(organization),
                t.device_advice(organization),
            ),
            Notice::DeviceReplaced => (
                t.device_replaced_subject(),
                t.device_replaced(organization),
                t.device_advice(organization),
            ),
            Notice::DeviceRemoved => (
                t.device_removed_subject(),
                t.device_removed(organization),
                t.device_advice(organization),
            ),
            Notice::DeviceReset { reason } => (
                t.device_reset_subject(),
                t.device_reset(organization, &plain_words(reason)),
                t.device_reset_advice(organization),
            ),
            Notice::DeviceDisabled => (
                t.device_disabled_subject(),
                t.device_disabled(organization),
                t.device_disabled_advice(organization),
            ),
            Notice::PasswordChanged => (
                t.password_changed_subject(),
                t.password_changed(organization),
                t.password_changed_advice(organization),
            ),
            Notice::WrongCodes => (
                t.wrong_codes_subject(),
                t.wrong_codes(organization),
                t.password_known_advice(organization),
            ),
            Notice::SignInNotFinished | Notice::Recovery(_) => (
                t.not_finished_subject(),
                t.not_finished(organization),
                t.password_known_advice(organization),
            ),
        };
        NoticeWords {
            title,
            happened,
            advice,
        }
    }

    /// What happened to the recovery of the member who reads.
    fn recovery_notice(&self, notice: &RecoveryNotice, at: Time) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let (title, happened, advice) = match notice {
            RecoveryNotice::PasswordReset { held: None } => (
                t.password_reset_subject(),
                t.password_reset(organization),
                t.password_reset_advice(organization),
            ),
            RecoveryNotice::PasswordReset { held: Some(ends) } => (
                t.password_reset_subject(),
                match self.hold(*ends, at) {
                    Some([span, until]) => {
                        t.password_reset_without_code(organization, &span, &until)
                    }
                    None => t.password_reset_to_approve(organization),
                },
                t.password_reset_without_code_advice(organization),
            ),
            RecoveryNotice::PasswordResetHeld { ends } => (
                t.no_link_subject(),
                match self.hold(*ends, at) {
                    Some([span, until]) => t.no_link(organization, &span, &until),
                    None => t.no_link_to_approve(organization),
                },
                t.no_link_advice(organization),
            ),
            RecoveryNotice::EmailChanged { masked } => (
                t.address_changed_subject(),
                t.address_changed(organization, &one_line(masked)),
                t.address_changed_advice(organization),
            ),
            RecoveryNotice::AddressSet { masked, reason } => (
                t.address_changed_subject(),
                t.address_set(organization, &one_line(masked), &plain_words(reason)),
                t.address_set_advice(organization),
            ),
            RecoveryNotice::Released { reason } => (
                t.recovery_again_subject(),
                t.recovery_again(organization, &plain_words(reason)),
                t.recovery_again_advice(organization),
            ),
            RecoveryNotice::Approved { reason } => (
                t.recovery_again_subject(),
                t.recovery_approved(organization, &plain_words(reason)),
                t.recovery_approved_advice(organization),
            ),
            RecoveryNotice::Refused { reason } => (
                t.recovery_refused_subject(),
                t.recovery_refused(organization, &plain_words(reason)),
                t.recovery_refused_advice(organization),
            ),
            RecoveryNotice::MemberHeld { .. } | RecoveryNotice::MemberApprovedByHost { .. } => {
                return self.notice_to_helpers(notice, at);
            }
        };
        NoticeWords {
            title,
            happened,
            advice,
        }
    }

    /// What administrators and the helpdesk are told of another member.
    fn notice_to_helpers(&self, notice: &RecoveryNotice, at: Time) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        match notice {
            RecoveryNotice::MemberHeld {
                name, cause, ends, ..
            } => {
                let name = plain_words(name);
                let why = match cause {
                    HoldCause::PasswordReset => t.held_password_reset(&name, organization),
                    HoldCause::AddressChanged => t.held_address_changed(&name, organization),
                    HoldCause::Refused => t.held_refused(&name, organization),
                };
                let end = match self.hold(*ends, at) {
                    Some([span, until]) => t.held_until(&span, &until),
                    None => t.held_to_approve().to_owned(),
                };
                NoticeWords {
                    title: t.held_subject(),
                    happened: format!("{why} {end}"),
                    advice: t.held_advice(&name),
                }
            }
            RecoveryNotice::MemberApprovedByHost { name, reason, .. } => {
                let name = plain_words(name);
                NoticeWords {
                    title: t.by_host_subject(),
                    happened: t.by_host(&name, organization, &plain_words(reason)),
                    advice: t.by_host_advice().to_owned(),
                }
            }
            RecoveryNotice::PasswordReset { .. }
            | RecoveryNotice::PasswordResetHeld { .. }
            | RecoveryNotice::EmailChanged { .. }
            | RecoveryNotice::AddressSet { .. }
            | RecoveryNotice::Released { .. }
            | RecoveryNotice::Approved { .. }
            | RecoveryNotice::Refused { .. } => self.recovery_notice(notice, at),
        }
    }

    /// How long from the event on a hold runs, and until when; `None` when a person ends it.
    fn hold(&self, ends: HoldEnd, at: Time) -> Option<[String; 2]> {
        match ends {
            HoldEnd::At(until) => Some([
                self.moments.span(until.since(at)),
                self.moments.moment(until),
            ]),
            HoldEnd::ByPerson => None,
        }
    }

    /// The page on which the advice is followed.
    fn page_of(&self, notice: &Notice) -> Option<Block> {
        let t = self.texts.mail;
        match notice {
            Notice::Recovery(
                RecoveryNotice::MemberHeld { member, .. }
                | RecoveryNotice::MemberApprovedByHost { member, .. },
            ) => Some(self.button(t.open_member(), self.names.member_page(*member))),
            notice if asks_to_sign_in(notice) => {
                Some(self.button(t.sign_in(), self.names.sign_in_url.clone()))
            }
            _ => None,
        }
    }
}

/// Whether what is to be done begins with signing in.
fn asks_to_sign_in(notice: &Notice) -> bool {
    matches!(
        notice,
        Notice::DeviceReset { .. }
            | Notice::DeviceDisabled
            | Notice::WrongCodes
            | Notice::SignInNotFinished
            | Notice::Recovery(RecoveryNotice::Released { .. } | RecoveryNotice::Approved { .. })
    )
}
