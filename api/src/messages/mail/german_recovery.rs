//! The mails about recovery, in German.

use super::german::{circumstances, letter, moment};
use super::letter::{Block, Letter, Names, code_minutes};
use super::model::{Circumstances, RecoveryNotice};
use super::words::one_line;
use shared_types::secret::Secret;
use shared_types::time::Time;

pub(super) fn password_reset(
    token: &Secret,
    ends: Time,
    from: &Circumstances,
    names: &Names,
) -> Letter {
    let organization = &names.organization;
    let until = moment(ends);
    letter(
        "Wählen Sie ein neues Passwort",
        names,
        vec![
            Block::Paragraph(format!(
                "jemand hat für Ihr Konto bei {organization} ein neues Passwort angefordert. Wenn \
                 Sie das waren, öffnen Sie diese Seite und wählen Sie eines:"
            )),
            Block::Link(names.password_reset_link(token)),
            Block::Paragraph(format!(
                "Der Link gilt einmal, bis {until}. Er ist nur für Sie: Geben Sie ihn nicht \
                 weiter."
            )),
            circumstances(from),
            Block::Paragraph(
                "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie \
                 es ist."
                    .to_owned(),
            ),
        ],
    )
}

pub(super) fn email_change(code: &Secret, reference: &str, ends: Time, names: &Names) -> Letter {
    let organization = &names.organization;
    let minutes = code_minutes();
    let until = moment(ends);
    letter(
        "Bestätigen Sie Ihre neue E-Mail-Adresse",
        names,
        vec![
            Block::Paragraph(format!(
                "geben Sie diesen Code auf der Seite ein, auf der Sie Ihre E-Mail-Adresse bei \
                 {organization} geändert haben:"
            )),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(format!(
                "Er gilt {minutes} Minuten, bis {until}. Es gibt keinen Link zum Anklicken."
            )),
            Block::Facts(vec![("Kennung", one_line(reference))]),
            Block::Paragraph(
                "Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun. Geben Sie \
                 diesen Code nicht weiter."
                    .to_owned(),
            ),
        ],
    )
}

pub(super) fn subject(notice: &RecoveryNotice) -> &'static str {
    match notice {
        RecoveryNotice::PasswordReset { .. } => "Ihr Passwort wurde zurückgesetzt",
        RecoveryNotice::PasswordResetHeld { .. } => {
            "Ihr Passwort kann zurzeit nicht per E-Mail zurückgesetzt werden"
        }
        RecoveryNotice::EmailChanged { .. } => "Ihre E-Mail-Adresse wurde geändert",
        RecoveryNotice::Released { .. } => "Wiederherstellung per E-Mail ist wieder möglich",
    }
}

pub(super) fn happened(notice: &RecoveryNotice, organization: &str) -> String {
    match notice {
        RecoveryNotice::PasswordReset { held_until: None } => format!(
            "das Passwort Ihres Kontos bei {organization} wurde mit einem Link aus diesem \
             Postfach zurückgesetzt, und alle Sitzungen wurden beendet."
        ),
        RecoveryNotice::PasswordReset {
            held_until: Some(until),
        } => format!(
            "das Passwort Ihres Kontos bei {organization} wurde mit einem Link aus diesem \
             Postfach zurückgesetzt, ohne einen Code Ihres Mobilgeräts. Alle Sitzungen wurden \
             beendet. Zu Ihrem Schutz kann bis {} kein neues Gerät per E-Mail eingerichtet \
             werden.",
            moment(*until)
        ),
        RecoveryNotice::PasswordResetHeld { until } => format!(
            "jemand hat für Ihr Konto bei {organization} ein neues Passwort angefordert. Weil die \
             E-Mail-Adresse des Kontos geändert wurde, gibt es dafür bis {} keinen Link.",
            moment(*until)
        ),
        RecoveryNotice::EmailChanged { masked } => format!(
            "die E-Mail-Adresse Ihres Kontos bei {organization} wurde in {} geändert. Ab jetzt \
             gehen E-Mails dorthin; dies ist die letzte an diese Adresse.",
            one_line(masked)
        ),
        RecoveryNotice::Released { reason } => format!(
            "jemand, der den Mitgliedern von {organization} hilft, hat die Pause Ihrer \
             Wiederherstellung per E-Mail beendet und als Grund angegeben: „{}“. Alle Sitzungen \
             wurden beendet.",
            one_line(reason)
        ),
    }
}

pub(super) fn advice(notice: &RecoveryNotice, names: &Names) -> String {
    let organization = &names.organization;
    match notice {
        RecoveryNotice::PasswordReset { held_until: None } => format!(
            "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kann jemand Ihr Postfach lesen: \
             Ändern Sie dessen Passwort und sagen Sie sofort der Administration von \
             {organization} Bescheid."
        ),
        RecoveryNotice::PasswordReset {
            held_until: Some(_),
        } => format!(
            "Wenn Sie das waren: Ihr Gerät gilt weiter. Wenn Sie es nicht mehr haben, kann die \
             Administration von {organization} es sofort zurücksetzen. Wenn Sie es nicht waren, \
             kann jemand Ihr Postfach lesen: Ändern Sie dessen Passwort und sagen Sie sofort der \
             Administration Bescheid."
        ),
        RecoveryNotice::PasswordResetHeld { .. } => format!(
            "Wenn Sie sich vorher anmelden müssen, fragen Sie die Administration von \
             {organization}."
        ),
        RecoveryNotice::EmailChanged { .. } => format!(
            "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, benutzt jemand Ihr Konto: Sagen \
             Sie sofort der Administration von {organization} Bescheid. Drei Tage lang kann mit \
             der neuen Adresse nichts wiederhergestellt werden, so dass Zeit ist, das \
             aufzuhalten."
        ),
        RecoveryNotice::Released { .. } => format!(
            "Sie können sich jetzt unter {} anmelden und ein Gerät einrichten. Wenn Sie nicht \
             darum gebeten haben, sagen Sie sofort der Administration von {organization} \
             Bescheid.",
            names.public_url
        ),
    }
}
