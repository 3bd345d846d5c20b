//! Which letter each mail is: its blocks, once for all languages. The words are the group `mail` of
//! `shared-types/locales`.

use super::blocks::{Block, Letter, Names};
use super::model::{Circumstances, HoldEnd, Mail, MailContent, Notice, RecoveryNotice};
use super::sanitize::{header_line, one_line, plain_words};
use jiff::Timestamp;
use jiff::tz::Offset;
use shared_types::enrollment::CODE_MAIL_SUBJECT;
use shared_types::limits::EMAIL_CODE_LIFETIME;
use shared_types::recovery::HoldCause;
use shared_types::secret::Secret;
use shared_types::texts::Texts;
use shared_types::time::Time;

/// Puts a mail into words. `public_url` is the configured one, never a request's (M-01).
pub(super) fn write_letter(mail: &Mail, public_url: &str) -> Letter {
    let writer = Writer {
        texts: Texts::new(mail.locale),
        names: Names::of(mail, public_url),
    };
    let (subject, blocks) = writer.write(&mail.content);
    Letter {
        language: mail.locale.as_str(),
        subject: header_line(&subject),
        greeting: writer.texts.mail.greeting(&writer.names.person),
        blocks,
    }
}

/// Who writes: the words of a language, and the names that they are about.
struct Writer {
    texts: Texts,
    names: Names,
}

/// What a notice says around its circumstances.
struct NoticeWords {
    subject: &'static str,
    happened: String,
    advice: String,
}

impl Writer {
    fn write(&self, content: &MailContent) -> (String, Vec<Block>) {
        match content {
            MailContent::EmailVerification {
                code,
                reference,
                expires_at,
            } => self.email_verification(code, reference, *expires_at),
            MailContent::Invitation {
                invited_by,
                token,
                expires_at,
            } => self.invitation(invited_by, token, *expires_at),
            MailContent::PasswordReset {
                token,
                expires_at,
                circumstances,
            } => self.password_reset(token, *expires_at, circumstances),
            MailContent::EmailChange {
                code,
                reference,
                expires_at,
            } => self.email_change(code, reference, *expires_at),
            MailContent::Notice {
                notice,
                circumstances,
            } => {
                let words = self.notice(notice);
                let blocks = vec![
                    Block::Paragraph(words.happened),
                    self.circumstances(circumstances),
                    Block::Paragraph(words.advice),
                ];
                (words.subject.to_owned(), blocks)
            }
        }
    }

    fn email_verification(
        &self,
        code: &Secret,
        reference: &str,
        ends: Time,
    ) -> (String, Vec<Block>) {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let blocks = vec![
            Block::Paragraph(t.code_type(organization)),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(t.code_good_until(code_minutes(), &self.moment(ends))),
            self.reference(reference),
            Block::Paragraph(t.code_same_reference().to_owned()),
            Block::Paragraph(t.code_not_you(organization)),
        ];
        (CODE_MAIL_SUBJECT.to_owned(), blocks)
    }

    fn invitation(&self, invited_by: &str, token: &Secret, ends: Time) -> (String, Vec<Block>) {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let blocks = vec![
            Block::Paragraph(t.invitation_open(&plain_words(invited_by), organization)),
            Block::Link(self.names.invitation_link(token)),
            Block::Paragraph(t.link_once(&self.moment(ends))),
            Block::Paragraph(t.invitation_not_you().to_owned()),
        ];
        (t.invitation_subject(organization), blocks)
    }

    fn password_reset(
        &self,
        token: &Secret,
        ends: Time,
        from: &Circumstances,
    ) -> (String, Vec<Block>) {
        let t = self.texts.mail;
        let blocks = vec![
            Block::Paragraph(t.password_link_open(&self.names.organization)),
            Block::Link(self.names.password_reset_link(token)),
            Block::Paragraph(t.link_once(&self.moment(ends))),
            self.circumstances(from),
            Block::Paragraph(t.password_link_not_you().to_owned()),
        ];
        (t.password_link_subject().to_owned(), blocks)
    }

    fn email_change(&self, code: &Secret, reference: &str, ends: Time) -> (String, Vec<Block>) {
        let t = self.texts.mail;
        let blocks = vec![
            Block::Paragraph(t.new_address_type(&self.names.organization)),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(t.new_address_good_until(code_minutes(), &self.moment(ends))),
            self.reference(reference),
            Block::Paragraph(t.new_address_not_you().to_owned()),
        ];
        (t.new_address_subject().to_owned(), blocks)
    }

    fn notice(&self, notice: &Notice) -> NoticeWords {
        let t = self.texts.mail;
        let (organization, address) = (&self.names.organization, &self.names.sign_in_url);
        let (subject, happened, advice) = match notice {
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
                t.device_reset_advice(address, organization),
            ),
            Notice::DeviceDisabled => (
                t.device_disabled_subject(),
                t.device_disabled(organization),
                t.device_disabled_advice(address, organization),
            ),
            Notice::PasswordChanged => (
                t.password_changed_subject(),
                t.password_changed(organization),
                t.password_changed_advice(organization),
            ),
            Notice::WrongCodes => (
                t.wrong_codes_subject(),
                t.wrong_codes(organization),
                t.password_known_advice(address, organization),
            ),
            Notice::SignInNotFinished => (
                t.not_finished_subject(),
                t.not_finished(organization),
                t.password_known_advice(address, organization),
            ),
            Notice::Recovery(notice) => return self.recovery_notice(notice),
        };
        NoticeWords {
            subject,
            happened,
            advice,
        }
    }

    fn recovery_notice(&self, notice: &RecoveryNotice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let (subject, happened, advice) = match notice {
            RecoveryNotice::PasswordReset { held: None } => (
                t.password_reset_subject(),
                t.password_reset(organization),
                t.password_reset_advice(organization),
            ),
            RecoveryNotice::PasswordReset { held: Some(ends) } => (
                t.password_reset_subject(),
                match ends {
                    HoldEnd::At(at) => {
                        t.password_reset_without_code(organization, &self.moment(*at))
                    }
                    HoldEnd::ByPerson => t.password_reset_to_approve(organization),
                },
                t.password_reset_without_code_advice(organization),
            ),
            RecoveryNotice::PasswordResetHeld { ends } => (
                t.no_link_subject(),
                match ends {
                    HoldEnd::At(at) => t.no_link(organization, &self.moment(*at)),
                    HoldEnd::ByPerson => t.no_link_to_approve(organization),
                },
                t.no_link_advice(organization),
            ),
            RecoveryNotice::EmailChanged { masked } => (
                t.address_changed_subject(),
                t.address_changed(organization, &one_line(masked)),
                t.address_changed_advice(organization),
            ),
            RecoveryNotice::Released { reason } => (
                t.recovery_again_subject(),
                t.recovery_again(organization, &plain_words(reason)),
                t.recovery_again_advice(&self.names.sign_in_url, organization),
            ),
            RecoveryNotice::Approved { reason } => (
                t.recovery_again_subject(),
                t.recovery_approved(organization, &plain_words(reason)),
                t.recovery_approved_advice(&self.names.public_url, organization),
            ),
            RecoveryNotice::Refused { reason } => (
                t.recovery_refused_subject(),
                t.recovery_refused(organization, &plain_words(reason)),
                t.recovery_refused_advice(organization),
            ),
            RecoveryNotice::MemberHeld { .. } | RecoveryNotice::MemberApprovedByHost { .. } => {
                return self.notice_to_helpers(notice);
            }
        };
        NoticeWords {
            subject,
            happened,
            advice,
        }
    }

    /// What administrators and the helpdesk are told of another member.
    fn notice_to_helpers(&self, notice: &RecoveryNotice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        match notice {
            RecoveryNotice::MemberHeld {
                name,
                member,
                cause,
                ends,
            } => {
                let name = plain_words(name);
                let why = match cause {
                    HoldCause::PasswordReset => t.held_password_reset(&name, organization),
                    HoldCause::AddressChanged => t.held_address_changed(&name, organization),
                    HoldCause::Refused => t.held_refused(&name, organization),
                };
                let end = match ends {
                    HoldEnd::At(at) => t.held_until(&self.moment(*at)),
                    HoldEnd::ByPerson => t.held_to_approve().to_owned(),
                };
                NoticeWords {
                    subject: t.held_subject(),
                    happened: format!("{why} {end}"),
                    advice: t.held_advice(&name, &self.names.member_page(*member)),
                }
            }
            RecoveryNotice::MemberApprovedByHost {
                name,
                member,
                reason,
            } => {
                let name = plain_words(name);
                NoticeWords {
                    subject: t.by_host_subject(),
                    happened: t.by_host(&name, organization, &plain_words(reason)),
                    advice: t.by_host_advice(&self.names.member_page(*member)),
                }
            }
            RecoveryNotice::PasswordReset { .. }
            | RecoveryNotice::PasswordResetHeld { .. }
            | RecoveryNotice::EmailChanged { .. }
            | RecoveryNotice::Released { .. }
            | RecoveryNotice::Approved { .. }
            | RecoveryNotice::Refused { .. } => self.recovery_notice(notice),
        }
    }

    /// The page that asks for the code calls it the same.
    fn reference(&self, reference: &str) -> Block {
        let label = self.texts.enrollment.email_reference();
        Block::Facts(vec![(label, one_line(reference))])
    }

    /// When, from where, with what; what is unknown is left out.
    fn circumstances(&self, from: &Circumstances) -> Block {
        let facts = [
            (self.texts.mail.when(), self.moment(from.at)),
            (self.texts.me.session_network(), one_line(&from.network)),
            (self.texts.me.session_where(), one_line(&from.program)),
        ];
        let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
        Block::Facts(known.collect())
    }

    fn moment(&self, time: Time) -> String {
        moment(self.texts, time)
    }
}

/// "24 November 2026, 09:30 UTC".
pub(super) fn moment(texts: Texts, time: Time) -> String {
    let Ok(timestamp) = Timestamp::from_microsecond(time.micros()) else {
        return time.to_string();
    };
    let at = Offset::UTC.to_datetime(timestamp);
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    texts.mail.moment(at.day(), at.month(), at.year(), &clock)
}

/// How long a code is good, for the sentence that says so.
const fn code_minutes() -> u64 {
    EMAIL_CODE_LIFETIME.as_secs() / 60
}
