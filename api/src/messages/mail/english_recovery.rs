//! The mails about recovery, in English.

use super::english::{circumstances, letter, moment};
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
        "Choose a new password",
        names,
        vec![
            Block::Paragraph(format!(
                "Somebody asked for a new password for your account at {organization}. If it was \
                 you, open this page and choose one:"
            )),
            Block::Link(names.password_reset_link(token)),
            Block::Paragraph(format!(
                "The link is good once, until {until}. It is for you alone: do not pass it on."
            )),
            circumstances(from),
            Block::Paragraph(
                "If it was not you, do nothing: your password stays as it is.".to_owned(),
            ),
        ],
    )
}

pub(super) fn email_change(code: &Secret, reference: &str, ends: Time, names: &Names) -> Letter {
    let organization = &names.organization;
    let minutes = code_minutes();
    let until = moment(ends);
    letter(
        "Confirm your new e-mail address",
        names,
        vec![
            Block::Paragraph(format!(
                "Type this code on the page where you changed your e-mail address at \
                 {organization}:"
            )),
            Block::Code(code.expose().to_owned()),
            Block::Paragraph(format!(
                "It is good for {minutes} minutes, until {until}. There is no link to click."
            )),
            Block::Facts(vec![("Reference", one_line(reference))]),
            Block::Paragraph(
                "If you do not know what this is about, do nothing, and do not pass this code on."
                    .to_owned(),
            ),
        ],
    )
}

pub(super) fn subject(notice: &RecoveryNotice) -> &'static str {
    match notice {
        RecoveryNotice::PasswordReset { .. } => "Your password was reset",
        RecoveryNotice::PasswordResetHeld { .. } => "Your password cannot be reset by e-mail now",
        RecoveryNotice::EmailChanged { .. } => "Your e-mail address was changed",
        RecoveryNotice::Released { .. } => "Recovery by e-mail works again",
    }
}

pub(super) fn happened(notice: &RecoveryNotice, organization: &str) -> String {
    match notice {
        RecoveryNotice::PasswordReset { held_until: None } => format!(
            "The password of your account at {organization} was reset with a link from this \
             mailbox, and all sessions were ended."
        ),
        RecoveryNotice::PasswordReset {
            held_until: Some(until),
        } => format!(
            "The password of your account at {organization} was reset with a link from this \
             mailbox, without a code of your mobile device. All sessions were ended. To protect \
             you, no new device can be set up by e-mail until {}.",
            moment(*until)
        ),
        RecoveryNotice::PasswordResetHeld { until } => format!(
            "Somebody asked for a new password for your account at {organization}. Because the \
             e-mail address of the account was changed, there is no link for that until {}.",
            moment(*until)
        ),
        RecoveryNotice::EmailChanged { masked } => format!(
            "The e-mail address of your account at {organization} was changed to {}. Mails go \
             there from now on; this is the last one to this address.",
            one_line(masked)
        ),
        RecoveryNotice::Released { reason } => format!(
            "Somebody who helps members of {organization} ended the pause of your recovery by \
             e-mail and gave this reason: \"{}\". All sessions were ended.",
            one_line(reason)
        ),
    }
}

pub(super) fn advice(notice: &RecoveryNotice, names: &Names) -> String {
    let organization = &names.organization;
    match notice {
        RecoveryNotice::PasswordReset { held_until: None } => format!(
            "If this was you, there is nothing to do. If it was not you, somebody can read your \
             mailbox: change its password, and tell an administrator of {organization} at once."
        ),
        RecoveryNotice::PasswordReset {
            held_until: Some(_),
        } => format!(
            "If this was you: your device works as before. If you do not have it any more, an \
             administrator of {organization} can reset it at once. If it was not you, somebody \
             can read your mailbox: change its password, and tell an administrator at once."
        ),
        RecoveryNotice::PasswordResetHeld { .. } => {
            format!("If you need to sign in before that, ask an administrator of {organization}.")
        }
        RecoveryNotice::EmailChanged { .. } => format!(
            "If this was you, there is nothing to do. If it was not you, somebody uses your \
             account: tell an administrator of {organization} at once. For three days nothing can \
             be recovered with the new address, so there is time to stop this."
        ),
        RecoveryNotice::Released { .. } => format!(
            "You can sign in at {} and set up a device now. If you did not ask for this, tell an \
             administrator of {organization} at once.",
            names.public_url
        ),
    }
}
