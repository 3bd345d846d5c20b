//! The mails in English.

use super::english_recovery as recovery;
use super::letter::{Block, CODE_SUBJECT, Letter, Names, code_minutes, date_time, facts};
use super::model::{Circumstances, MailContent, Notice};
use super::words::one_line;
use shared_types::secret::Secret;
use shared_types::time::Time;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
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
                "Type this code where you started to sign in to {organization}:"
            )),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(format!(
                "It is good for {minutes} minutes, until {until}. There is no link to click: \
                 the code is typed where sign-in started."
            )),
            Block::Facts(vec![("Reference", one_line(reference))]),
            Block::Paragraph(
                "The page that asks for the code shows the same reference. If it shows another \
                 one, use the newest e-mail."
                    .to_owned(),
            ),
            Block::Paragraph(format!(
                "If you did not just sign in, somebody knows your password. Do not pass this \
                 code on, change your password, and tell an administrator of {organization}."
            )),
        ],
    )
}

fn invitation(invited_by: &str, token: &Secret, ends: Time, names: &Names) -> Letter {
    let organization = &names.organization;
    let inviter = one_line(invited_by);
    let until = moment(ends);
    letter(
        &format!("Your invitation to {organization}"),
        names,
        vec![
            Block::Paragraph(format!(
                "{inviter} has made an account for you at {organization}. Open this page to \
                 choose your password:"
            )),
            Block::Link(names.invitation_link(token)),
            Block::Paragraph(format!(
                "The link is good once, until {until}. It is for you alone: do not pass it on."
            )),
            Block::Paragraph(
                "If you do not know what this is about, do nothing. Without the link nobody can \
                 use the account."
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
        Notice::DeviceAdded => "Two-step verification is on",
        Notice::DeviceReplaced => "Your mobile device was replaced",
        Notice::DeviceRemoved => "Two-step verification is off",
        Notice::DeviceReset { .. } => "Your mobile device was reset",
        Notice::DeviceDisabled => "Your mobile device was switched off",
        Notice::PasswordChanged => "Your password was changed",
        Notice::WrongCodes => "Somebody may know your password",
        Notice::SignInNotFinished => "A sign-in was not finished",
        Notice::Recovery(notice) => recovery::subject(notice),
    }
}

fn happened(notice: &Notice, organization: &str) -> String {
    match notice {
        Notice::DeviceAdded => format!(
            "A mobile device was connected to your account at {organization}. From now on \
             you sign in with your password and a code from its app."
        ),
        Notice::DeviceReplaced => format!(
            "A new mobile device was connected to your account at {organization}. The old \
             one no longer works for signing in, and all sessions were ended."
        ),
        Notice::DeviceRemoved => format!(
            "The mobile device was removed from your account at {organization}. Signing in \
             no longer asks for a code."
        ),
        Notice::DeviceReset { reason } => format!(
            "Somebody who helps members of {organization} removed the mobile device from \
             your account and gave this reason: \"{}\". All sessions were ended.",
            one_line(reason)
        ),
        Notice::DeviceDisabled => format!(
            "A hundred wrong codes in a row were entered for your account at {organization}, \
             each after the right password. To protect you, the mobile device no longer \
             works for signing in."
        ),
        Notice::PasswordChanged => format!(
            "The password of your account at {organization} was changed, and all other \
             sessions were ended."
        ),
        Notice::WrongCodes => format!(
            "The right password and then five wrong codes were entered for your account at \
             {organization}. Nobody was let in."
        ),
        Notice::SignInNotFinished => format!(
            "The right password was entered for your account at {organization}, but the \
             second step was not done. Nobody was let in."
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
            "If this was you, there is nothing to do. If it was not you, somebody can use your \
             account: tell an administrator of {organization} at once, and change the passwords \
             of your account and of your mailbox."
        ),
        Notice::DeviceReset { .. } => format!(
            "At the next sign-in at {public_url} you can set up a device again. If you did not \
             ask for this, tell an administrator of {organization} at once."
        ),
        Notice::DeviceDisabled => format!(
            "Sign in at {public_url} and choose \"Set up a new mobile device\". If it was not \
             you who entered the codes, somebody knows your password: change it then, and tell \
             an administrator of {organization}."
        ),
        Notice::PasswordChanged => format!(
            "If this was you, there is nothing to do. If it was not you, tell an administrator \
             of {organization} at once, and change the password of your mailbox."
        ),
        Notice::WrongCodes | Notice::SignInNotFinished => format!(
            "If this was you, there is nothing to do. If it was not you, somebody knows your \
             password: sign in at {public_url}, change it, and tell an administrator of \
             {organization}."
        ),
        Notice::Recovery(notice) => recovery::advice(notice, names),
    }
}

pub(super) fn letter(subject: &str, names: &Names, blocks: Vec<Block>) -> Letter {
    Letter::new("en", subject, format!("Hello {},", names.person), blocks)
}

/// When, and roughly from where.
pub(super) fn circumstances(from: &Circumstances) -> Block {
    facts(["When", "Network", "Program"], moment(from.at), from)
}

/// "24 November 2026, 09:30 UTC".
pub(super) fn moment(time: Time) -> String {
    date_time(time, MONTHS, "")
}
