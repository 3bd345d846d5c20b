//! The mails in German.

use super::german_recovery as recovery;
use super::letter::{Block, CODE_SUBJECT, Letter, Names, code_minutes, date_time, facts};
use super::model::{Circumstances, MailContent, Notice};
use super::words::one_line;
use shared_types::secret::Secret;
use shared_types::time::Time;

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// The mail in words.
pub(super) fn write(content: &MailContent, names: &Names) -> Letter {
    match content {
        MailContent::EmailVerification {
            code,
            reference,
            expires_at,
        } => email_verification(code, reference, *expires_at, names),
        MailContent::Invitation {
            invited_by,
            token,
            expires_at,
        } => invitation(invited_by, token, *expires_at, names),
        MailContent::PasswordReset {
            token,
            expires_at,
            circumstances,
        } => recovery::password_reset(token, *expires_at, circumstances, names),
        MailContent::EmailChange {
            code,
            reference,
            expires_at,
        } => recovery::email_change(code, reference, *expires_at, names),
        MailContent::Notice {
            notice,
            circumstances,
        } => notice_letter(notice, circumstances, names),
    }
}

fn email_verification(code: &Secret, reference: &str, ends: Time, names: &Names) -> Letter {
    let organization = &names.organization;
    let minutes = code_minutes();
    let until = moment(ends);
    letter(
        CODE_SUBJECT,
        names,
        vec![
            Block::Paragraph(format!(
                "geben Sie diesen Code dort ein, wo Sie die Anmeldung bei {organization} \
                 begonnen haben:"
            )),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(format!(
                "Er gilt {minutes} Minuten, bis {until}. Es gibt keinen Link zum Anklicken: Der \
                 Code wird dort eingegeben, wo die Anmeldung begann."
            )),
            Block::Facts(vec![("Kennung", one_line(reference))]),
            Block::Paragraph(
                "Die Seite, die nach dem Code fragt, zeigt dieselbe Kennung. Zeigt sie eine \
                 andere, nehmen Sie die neueste E-Mail."
                    .to_owned(),
            ),
            Block::Paragraph(format!(
                "Wenn Sie sich gerade nicht angemeldet haben, kennt jemand Ihr Passwort. Geben \
                 Sie diesen Code nicht weiter, ändern Sie Ihr Passwort und sagen Sie der \
                 Administration von {organization} Bescheid."
            )),
        ],
    )
}

fn invitation(invited_by: &str, token: &Secret, ends: Time, names: &Names) -> Letter {
    let organization = &names.organization;
    let inviter = one_line(invited_by);
    let until = moment(ends);
    letter(
        &format!("Ihre Einladung zu {organization}"),
        names,
        vec![
            Block::Paragraph(format!(
                "{inviter} hat bei {organization} ein Konto für Sie angelegt. Öffnen Sie diese \
                 Seite, um Ihr Passwort zu wählen:"
            )),
            Block::Link(names.invitation_link(token)),
            Block::Paragraph(format!(
                "Der Link gilt einmal, bis {until}. Er ist nur für Sie: Geben Sie ihn nicht \
                 weiter."
            )),
            Block::Paragraph(
                "Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun. Ohne den Link \
                 kann niemand das Konto benutzen."
                    .to_owned(),
            ),
        ],
    )
}

fn notice_letter(notice: &Notice, from: &Circumstances, names: &Names) -> Letter {
    letter(
        subject(notice),
        names,
        vec![
            Block::Paragraph(happened(notice, &names.organization)),
            circumstances(from),
            Block::Paragraph(advice(notice, names)),
        ],
    )
}

fn subject(notice: &Notice) -> &'static str {
    match notice {
        Notice::DeviceAdded => "Die Bestätigung in zwei Schritten ist eingeschaltet",
        Notice::DeviceReplaced => "Ihr Mobilgerät wurde ersetzt",
        Notice::DeviceRemoved => "Die Bestätigung in zwei Schritten ist ausgeschaltet",
        Notice::DeviceReset { .. } => "Ihr Mobilgerät wurde zurückgesetzt",
        Notice::DeviceDisabled => "Ihr Mobilgerät wurde abgeschaltet",
        Notice::PasswordChanged => "Ihr Passwort wurde geändert",
        Notice::WrongCodes => "Jemand kennt vielleicht Ihr Passwort",
        Notice::SignInNotFinished => "Eine Anmeldung wurde nicht abgeschlossen",
        Notice::Recovery(notice) => recovery::subject(notice),
    }
}

fn happened(notice: &Notice, organization: &str) -> String {
    match notice {
        Notice::DeviceAdded => format!(
            "mit Ihrem Konto bei {organization} wurde ein Mobilgerät verbunden. Ab jetzt \
             melden Sie sich mit Ihrem Passwort und einem Code aus dessen App an."
        ),
        Notice::DeviceReplaced => format!(
            "mit Ihrem Konto bei {organization} wurde ein neues Mobilgerät verbunden. Das \
             alte gilt für die Anmeldung nicht mehr, und alle Sitzungen wurden beendet."
        ),
        Notice::DeviceRemoved => format!(
            "das Mobilgerät wurde von Ihrem Konto bei {organization} entfernt. Die Anmeldung \
             fragt nicht mehr nach einem Code."
        ),
        Notice::DeviceReset { reason } => format!(
            "jemand, der den Mitgliedern von {organization} hilft, hat das Mobilgerät von \
             Ihrem Konto entfernt und als Grund angegeben: „{}“. Alle Sitzungen wurden \
             beendet.",
            one_line(reason)
        ),
        Notice::DeviceDisabled => format!(
            "für Ihr Konto bei {organization} wurden hundert falsche Codes in Folge \
             eingegeben, jeweils nach dem richtigen Passwort. Zu Ihrem Schutz gilt das \
             Mobilgerät für die Anmeldung nicht mehr."
        ),
        Notice::PasswordChanged => format!(
            "das Passwort Ihres Kontos bei {organization} wurde geändert, und alle anderen \
             Sitzungen wurden beendet."
        ),
        Notice::WrongCodes => format!(
            "für Ihr Konto bei {organization} wurden das richtige Passwort und danach fünf \
             falsche Codes eingegeben. Niemand wurde eingelassen."
        ),
        Notice::SignInNotFinished => format!(
            "für Ihr Konto bei {organization} wurde das richtige Passwort eingegeben, aber \
             der zweite Schritt folgte nicht. Niemand wurde eingelassen."
        ),
        Notice::Recovery(notice) => recovery::happened(notice, organization),
    }
}

fn advice(notice: &Notice, names: &Names) -> String {
    let Names {
        organization,
        public_url,
        ..
    } = names;
    match notice {
        Notice::DeviceAdded | Notice::DeviceReplaced | Notice::DeviceRemoved => format!(
            "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kann jemand Ihr Konto benutzen: \
             Sagen Sie sofort der Administration von {organization} Bescheid und ändern Sie die \
             Passwörter Ihres Kontos und Ihres Postfachs."
        ),
        Notice::DeviceReset { .. } => format!(
            "Bei der nächsten Anmeldung unter {public_url} können Sie wieder ein Gerät \
             einrichten. Wenn Sie nicht darum gebeten haben, sagen Sie sofort der Administration \
             von {organization} Bescheid."
        ),
        Notice::DeviceDisabled => format!(
            "Melden Sie sich unter {public_url} an und wählen Sie „Neues Mobilgerät \
             einrichten“. Wenn Sie die Codes nicht eingegeben haben, kennt jemand Ihr Passwort: \
             Ändern Sie es dann und sagen Sie der Administration von {organization} Bescheid."
        ),
        Notice::PasswordChanged => format!(
            "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, sagen Sie sofort der \
             Administration von {organization} Bescheid und ändern Sie das Passwort Ihres \
             Postfachs."
        ),
        Notice::WrongCodes | Notice::SignInNotFinished => format!(
            "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kennt jemand Ihr Passwort: \
             Melden Sie sich unter {public_url} an, ändern Sie es und sagen Sie der \
             Administration von {organization} Bescheid."
        ),
        Notice::Recovery(notice) => recovery::advice(notice, names),
    }
}

pub(super) fn letter(subject: &str, names: &Names, blocks: Vec<Block>) -> Letter {
    let greeting = format!("Guten Tag {},", names.person);
    Letter::new("de", subject, greeting, blocks)
}

/// When, and roughly from where.
pub(super) fn circumstances(from: &Circumstances) -> Block {
    facts(["Wann", "Netz", "Programm"], moment(from.at), from)
}

/// "24. November 2026, 09:30 UTC".
pub(super) fn moment(time: Time) -> String {
    date_time(time, MONTHS, ".")
}
