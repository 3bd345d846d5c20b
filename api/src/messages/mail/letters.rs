//! Which letter each mail is: its blocks, once for all languages. The words are the group `mail` of
//! `shared-types/locales`.

use super::blocks::{Block, Button, Letter, Names, Sender};
use super::model::{Circumstances, Mail, MailContent, SetUpPurpose};
use super::moments::Moments;
use super::sanitize::{header_line, one_line, plain_words};
use shared_types::limits::{EMAIL_CODE_LIFETIME, INVITATION_LIFETIME, PASSWORD_RESET_LIFETIME};
use shared_types::programs::program_name;
use shared_types::secret::Secret;
use shared_types::texts::Texts;
use shared_types::time::Time;
use std::time::Duration;

/// What the subject of a mail of a test organization begins with, in every language: tests look for it.
const TEST: &str = "[TEST]";

/// Puts a mail into words. `public_url` is the configured one, never a request's (M-01).
pub(super) fn write_letter(mail: &Mail, public_url: &str) -> Letter {
    let texts = Texts::new(mail.locale);
    let writer = Writer {
        texts,
        names: Names::of(mail, public_url),
        moments: Moments::new(texts, mail.time_zone.as_deref()),
    };
    let Words { title, blocks } = writer.write(&mail.content);
    let about = match &mail.content {
        MailContent::EmailVerification { .. } => texts.mail.code_subject(&title),
        _ => title.clone(),
    };
    let subject = texts.mail.subject(&writer.names.organization, &about);
    let subject = if mail.is_test {
        format!("{TEST} {subject}")
    } else {
        subject
    };
    Letter {
        language: mail.locale.as_str(),
        subject: header_line(&subject),
        sender: Sender {
            product: texts.common.product(),
            organization: writer.names.organization.clone(),
        },
        title: one_line(&title),
        greeting: texts.mail.greeting(&writer.names.person),
        blocks,
        footer: writer.footer(&mail.content),
    }
}

/// Who writes: the words of a language, the names that they are about, and how times are written.
pub(super) struct Writer {
    pub(super) texts: Texts,
    pub(super) names: Names,
    pub(super) moments: Moments,
}

/// What a letter is about, and what it says.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A mailed code with what stands beside it.
struct CodeLetter<'a> {
    title: &'static str,
    leads_to: String,
    not_you: String,
    code: &'a Secret,
    reference: &'a str,
    ends: Time,
    from: &'a Circumstances,
}

impl Writer {
    fn write(&self, content: &MailContent) -> Words {
        match content {
            MailContent::EmailVerification {
                purpose,
                code,
                reference,
                expires_at,
                circumstances,
            } => {
                let (title, leads_to, not_you) = self.set_up(*purpose);
                self.code(&CodeLetter {
                    title,
                    leads_to,
                    not_you,
                    code,
                    reference,
                    ends: *expires_at,
                    from: circumstances,
                })
            }
            MailContent::EmailChange {
                code,
                reference,
                expires_at,
                circumstances,
            } => {
                let (t, organization) = (self.texts.mail, &self.names.organization);
                self.code(&CodeLetter {
                    title: t.new_address_subject(),
                    leads_to: t.new_address_type(organization),
                    not_you: t.new_address_not_you(organization),
                    code,
                    reference,
                    ends: *expires_at,
                    from: circumstances,
                })
            }
            MailContent::Invitation {
                invited_by,
                token,
                expires_at,
                needs_phone,
            } => Words {
                title: self.texts.mail.invitation_subject().to_owned(),
                blocks: self.invitation(&plain_words(invited_by), token, *expires_at, *needs_phone),
            },
            MailContent::PasswordReset {
                token,
                expires_at,
                circumstances,
            } => self.password_reset(token, *expires_at, circumstances),
            MailContent::Notice {
                notice,
                circumstances,
            } => self.notice(notice, circumstances),
        }
    }

    /// A10: what the code does, where it belongs, and what it means when nobody asked for it.
    fn set_up(&self, purpose: SetUpPurpose) -> (&'static str, String, String) {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        match purpose {
            SetUpPurpose::FirstDevice => (
                t.code_first_subject(),
                t.code_first(organization),
                t.code_first_not_you(organization),
            ),
            SetUpPurpose::NewDevice => (
                t.code_new_phone_subject(),
                t.code_new_phone(organization),
                t.code_new_phone_not_you(organization),
            ),
            SetUpPurpose::OwnWish => (
                t.code_own_wish_subject(),
                t.code_own_wish(organization),
                t.code_own_wish_not_you(organization),
            ),
        }
    }

    fn code(&self, letter: &CodeLetter<'_>) -> Words {
        let t = self.texts.mail;
        let good_for = self.moments.span(EMAIL_CODE_LIFETIME);
        let mut facts = vec![(
            // The page that asks for the code calls it the same.
            self.texts.enrollment.email_reference(),
            one_line(letter.reference),
        )];
        facts.extend(self.circumstances(letter.from));
        let blocks = vec![
            Block::Paragraph(letter.leads_to.clone()),
            Block::Code(letter.code.expose().to_owned()),
            Block::Paragraph(t.code_good_until(&good_for, &self.moments.moment(letter.ends))),
            Block::Facts(facts),
            Block::Paragraph(t.code_same_reference().to_owned()),
            Block::Paragraph(t.code_never_asked().to_owned()),
            Block::Paragraph(letter.not_you.clone()),
        ];
        Words {
            title: letter.title.to_owned(),
            blocks,
        }
    }

    fn invitation(
        &self,
        invited_by: &str,
        token: &Secret,
        ends: Time,
        needs_phone: bool,
    ) -> Vec<Block> {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let phone = if needs_phone {
            t.invitation_phone_needed()
        } else {
            t.invitation_phone_later()
        };
        vec![
            Block::Paragraph(t.invitation_open(invited_by, organization)),
            self.button(t.invitation_button(), self.names.invitation_link(token)),
            Block::Paragraph(self.link_once(INVITATION_LIFETIME, ends)),
            Block::Paragraph(t.invitation_twostep(organization)),
            Block::Paragraph(phone.to_owned()),
            Block::Paragraph(t.invitation_not_you().to_owned()),
        ]
    }

    fn password_reset(&self, token: &Secret, ends: Time, from: &Circumstances) -> Words {
        let t = self.texts.mail;
        let link = self.names.password_reset_link(token);
        let blocks = vec![
            Block::Paragraph(t.password_link_open(&self.names.organization)),
            self.button(t.password_link_subject(), link),
            Block::Paragraph(self.link_once(PASSWORD_RESET_LIFETIME, ends)),
            Block::Facts(self.circumstances(from)),
            Block::Paragraph(t.password_link_not_you().to_owned()),
        ];
        Words {
            title: t.password_link_subject().to_owned(),
            blocks,
        }
    }

    pub(super) fn button(&self, label: &'static str, url: String) -> Block {
        Block::Button(Button {
            label,
            or_open: self.texts.mail.or_open(),
            url,
        })
    }

    fn link_once(&self, lifetime: Duration, ends: Time) -> String {
        let good_for = self.moments.span(lifetime);
        let until = self.moments.moment(ends);
        self.texts.mail.link_once(&good_for, &until)
    }

    /// When, from where, with what; what is unknown is left out.
    pub(super) fn circumstances(&self, from: &Circumstances) -> Vec<(&'static str, String)> {
        let program = program_name(self.texts, &from.program);
        let facts = [
            (self.texts.mail.when(), self.moments.moment(from.at)),
            (self.texts.me.session_network(), one_line(&from.network)),
            (self.texts.me.session_where(), one_line(&program)),
        ];
        let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
        known.collect()
    }

    /// Why the person gets this, who sends it, and where to ask. A mail with a code names no page: the code
    /// belongs where it was asked for, and nobody learns to follow links from such a mail.
    fn footer(&self, content: &MailContent) -> Vec<String> {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let (why, has_code) = match content {
            MailContent::EmailVerification { .. } => (t.footer_account(organization), true),
            MailContent::EmailChange { .. } => (t.footer_new_address(organization), true),
            MailContent::Invitation { .. } => (t.footer_invitation(organization), false),
            MailContent::PasswordReset { .. } | MailContent::Notice { .. } => {
                (t.footer_account(organization), false)
            }
        };
        let mut lines = vec![
            why,
            t.footer_sender(organization),
            t.footer_ask(organization),
        ];
        if !has_code {
            lines.push(t.footer_sign_in(&self.names.sign_in_url));
        }
        lines
    }
}
