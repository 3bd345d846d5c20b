//! What notices say: what happened, under which circumstances, and what to do.

use super::blocks::Block;
use super::import_notice::ImportNotice;
use super::letters::{Words, Writer};
use super::model::{Circumstances, HoldEnd, Notice, RecoveryNotice};
use super::moments::Moments;
use super::policy_notice::{ChangedBy, PolicyAsks, PolicyNotice};
use super::program_notice::{ProgramNotice, WebhookChange};
use super::sanitize::{one_line, plain_words};
use shared_types::recovery::{HoldCause, RecoveryMode};
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
        let words = self.words_of(notice, from.at);
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

    fn words_of(&self, notice: &Notice, at: Time) -> NoticeWords {
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
            Notice::SignInNotFinished => (
                t.not_finished_subject(),
                t.not_finished(organization),
                t.password_known_advice(organization),
            ),
            Notice::Recovery(notice) => return self.recovery_notice(notice, at),
            Notice::Program(notice) => return self.program_notice(notice),
            Notice::Import(notice) => return self.import_notice(notice),
            Notice::Policy(notice) => return self.policy_notice(notice),
        };
        NoticeWords {
            title,
            happened,
            advice,
        }
    }

    /// What the policy asks for now.
    fn policy_notice(&self, notice: &PolicyNotice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let mut happened = vec![match &notice.by {
            Some(ChangedBy::Person(name)) => t.policy_changed_by(&plain_words(name), organization),
            Some(ChangedBy::Token(name)) => {
                t.policy_changed_by_token(&plain_words(name), organization)
            }
            None => t.policy_changed(organization),
        }];
        match &notice.asks {
            PolicyAsks::Nothing => happened.push(match u64::try_from(notice.groups) {
                Ok(groups @ 1..) => t.policy_some_groups(groups),
                _ => t.policy_optional().to_owned(),
            }),
            PolicyAsks::Now => happened.push(t.policy_required().to_owned()),
            PolicyAsks::From { from, skips } => {
                let moment = Moments::new(self.texts, Some(&from.zone)).moment(from.at);
                happened.push(t.policy_required_from(&moment, &from.zone));
                happened.push(match skips {
                    0 => t.policy_no_skips().to_owned(),
                    skips => t.policy_skips(u64::from(*skips)),
                });
            }
        }
        let groups = u64::try_from(notice.groups);
        if let (PolicyAsks::Now | PolicyAsks::From { .. }, Ok(groups @ 1..)) =
            (&notice.asks, groups)
        {
            happened.push(t.policy_groups(groups));
        }
        match notice.recovery {
            None => {}
            Some(RecoveryMode::Wait) => happened.push(t.policy_recovery_wait().to_owned()),
            Some(RecoveryMode::Approve) => happened.push(t.policy_recovery_approve().to_owned()),
        }
        if let Some(reason) = &notice.reason {
            happened.push(t.policy_reason(&plain_words(reason)));
        }
        NoticeWords {
            title: t.policy_changed_subject(),
            happened: happened.join(" "),
            advice: t.policy_changed_advice(organization),
        }
    }

    /// What happened to a recovery: that of the member who reads, or of one whom the reader helps.
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
                self.password_reset_held(self.hold(*ends, at)),
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
            RecoveryNotice::Refused => (
                t.recovery_refused_subject(),
                t.recovery_refused(organization),
                t.recovery_refused_advice(organization),
            ),
            RecoveryNotice::MemberHeld {
                name, cause, ends, ..
            } => return self.member_held(&plain_words(name), *cause, self.hold(*ends, at)),
            RecoveryNotice::MemberApprovedByHost { name, reason, .. } => (
                t.by_host_subject(),
                t.by_host(&plain_words(name), organization, &plain_words(reason)),
                t.by_host_advice().to_owned(),
            ),
        };
        NoticeWords {
            title,
            happened,
            advice,
        }
    }

    /// What happened by way of a program, or to its token.
    fn program_notice(&self, notice: &ProgramNotice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let moment = |at: &Time| self.moments.moment(*at);
        let (title, happened, advice) = match notice {
            ProgramNotice::WrongCodes { name } => (
                t.program_codes_subject(),
                t.program_codes(organization, &plain_words(name)),
                t.program_codes_advice(organization),
            ),
            ProgramNotice::WrongCodesOfPerson { name } => (
                t.person_codes_subject(),
                t.person_codes(organization, &plain_words(name)),
                t.program_codes_advice(organization),
            ),
            ProgramNotice::TokenMade { name, until } => (
                t.token_made_subject(),
                t.token_made(&plain_words(name), organization, &moment(until)),
                t.token_made_advice().to_owned(),
            ),
            ProgramNotice::TokenTakenOver { name, owner, until } => (
                t.token_taken_over_subject(),
                t.token_taken_over(
                    &plain_words(owner),
                    &plain_words(name),
                    organization,
                    &moment(until),
                ),
                t.token_taken_over_advice(organization),
            ),
            ProgramNotice::TokenOffered { name, by, until } => (
                t.token_offered_subject(),
                t.token_offered(
                    &plain_words(by),
                    &plain_words(name),
                    organization,
                    &moment(until),
                ),
                t.token_offered_advice().to_owned(),
            ),
            ProgramNotice::TokenUsedOutside { name, requests } => (
                t.token_outside_subject(),
                t.token_outside(&plain_words(name), organization, &requests.to_string()),
                t.token_outside_advice().to_owned(),
            ),
            ProgramNotice::TokenEnds { name, until } => (
                t.token_ends_subject(),
                t.token_ends(&plain_words(name), organization, &moment(until)),
                t.token_ends_advice().to_owned(),
            ),
            ProgramNotice::WebhookChanged { change, name, host } => {
                return self.webhook_changed(*change, name, host);
            }
            ProgramNotice::WebhookDisabled { host, is_gone } => {
                return self.webhook_disabled(host, *is_gone);
            }
        };
        NoticeWords {
            title,
            happened,
            advice,
        }
    }

    /// Nothing is sent there any more.
    fn webhook_disabled(&self, host: &str, is_gone: bool) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        NoticeWords {
            title: t.webhook_disabled_subject(),
            happened: if is_gone {
                t.webhook_gone(host, organization)
            } else {
                t.webhook_failing(organization, host)
            },
            advice: t.webhook_disabled_advice().to_owned(),
        }
    }

    /// A person changed where events are sent, or how they are signed.
    fn webhook_changed(&self, change: WebhookChange, name: &str, host: &str) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        // A host is no free text: letters, digits, points and hyphens, as `Url` has it.
        let name = plain_words(name);
        let (title, happened) = match change {
            WebhookChange::Made => (
                t.webhook_made_subject(),
                t.webhook_made(&name, organization, host),
            ),
            WebhookChange::Address => (
                t.webhook_moved_subject(),
                t.webhook_moved(&name, organization, host),
            ),
            WebhookChange::Secret => (
                t.webhook_secret_subject(),
                t.webhook_secret(&name, organization, host),
            ),
        };
        NoticeWords {
            title,
            happened,
            advice: t.webhook_changed_advice(&name),
        }
    }

    /// An entry was imported, whose secret others know.
    fn import_notice(&self, notice: &ImportNotice) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let (title, happened, replace_by) = match notice {
            ImportNotice::Imported { by, replace_by } => (
                t.device_imported_subject(),
                t.device_imported(&plain_words(by), organization),
                *replace_by,
            ),
            ImportNotice::Ends { replace_by } => (
                t.imported_ends_subject(),
                t.imported_ends(organization),
                *replace_by,
            ),
        };
        NoticeWords {
            title,
            happened,
            advice: t.device_imported_advice(&self.moments.moment(replace_by)),
        }
    }

    /// The password was reset without a code, and recovery is held.
    fn password_reset_held(&self, ends: Option<[String; 2]>) -> String {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        match ends {
            Some([span, until]) => t.password_reset_without_code(organization, &span, &until),
            None => t.password_reset_to_approve(organization),
        }
    }

    /// What administrators and the helpdesk are told when the recovery of a member is held.
    fn member_held(&self, name: &str, cause: HoldCause, ends: Option<[String; 2]>) -> NoticeWords {
        let (t, organization) = (self.texts.mail, &self.names.organization);
        let why = match cause {
            HoldCause::PasswordReset => t.held_password_reset(name, organization),
            HoldCause::AddressChanged => t.held_address_changed(name, organization),
            HoldCause::Refused => t.held_refused(name, organization),
        };
        let end = match ends {
            Some([span, until]) => t.held_until(&span, &until),
            None => t.held_to_approve().to_owned(),
        };
        NoticeWords {
            title: t.held_subject(),
            happened: format!("{why} {end}"),
            advice: t.held_advice(name),
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
            | Notice::Import(_)
            | Notice::DeviceDisabled
            | Notice::WrongCodes
            | Notice::SignInNotFinished
            | Notice::Recovery(RecoveryNotice::Released { .. } | RecoveryNotice::Approved { .. })
    )
}
