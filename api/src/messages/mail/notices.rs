//! What notices say: what happened, under which circumstances, and what to do.

use super::blocks::Block;
use super::letters::{Words, Writer};
use super::model::{Circumstances, Notice, RecoveryNotice};
use super::sanitize::{one_line, plain_words};
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
        if asks_to_sign_in(notice) {
            let address = self.names.public_url.clone();
            blocks.push(self.button(self.texts.mail.sign_in(), address));
        }
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

    fn recovery_notice(&self, notice: &RecoveryNotice, at: Time) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        // How long from the event on, and until when.
        let hold = |until: Time| {
            let moment = self.moments.moment(until);
            (self.moments.span(until.since(at)), moment)
        };
        let (title, happened, advice) = match notice {
            RecoveryNotice::PasswordReset { held_until: None } => (
                t.password_reset_subject(),
                t.password_reset(organization),
                t.password_reset_advice(organization),
            ),
            RecoveryNotice::PasswordReset {
                held_until: Some(until),
            } => {
                let (span, until) = hold(*until);
                (
                    t.password_reset_subject(),
                    t.password_reset_without_code(organization, &span, &until),
                    t.password_reset_without_code_advice(organization),
                )
            }
            RecoveryNotice::PasswordResetHeld { until } => {
                let (span, until) = hold(*until);
                (
                    t.no_link_subject(),
                    t.no_link(organization, &span, &until),
                    t.no_link_advice(organization),
                )
            }
            RecoveryNotice::EmailChanged { masked } => (
                t.address_changed_subject(),
                t.address_changed(organization, &one_line(masked)),
                t.address_changed_advice(organization),
            ),
            RecoveryNotice::Released { reason } => (
                t.recovery_again_subject(),
                t.recovery_again(organization, &plain_words(reason)),
                t.recovery_again_advice(organization),
            ),
        };
        NoticeWords {
            title,
            happened,
            advice,
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
            | Notice::Recovery(RecoveryNotice::Released { .. })
    )
}
