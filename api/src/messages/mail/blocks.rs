//! A mail in words but without a format: both the text and the HTML part are made from this, so
//! that neither says more than the other.

use super::model::Mail;
use super::sanitize::plain_words;
use shared_types::ids::MemberId;
use shared_types::secret::Secret;

/// A mail in words.
pub(super) struct Letter {
    /// The language tag of the words.
    pub(super) language: &'static str,
    /// The `Subject` header: the organization, and what the mail is about.
    pub(super) subject: String,
    /// Who writes.
    pub(super) sender: Sender,
    /// What the mail is about, above its text.
    pub(super) title: String,
    /// The first line.
    pub(super) greeting: String,
    /// What follows, from top to bottom.
    pub(super) blocks: Vec<Block>,
    /// Below the text, smaller: who sends this, why, and where to ask.
    pub(super) footer: Vec<String>,
}

/// Who writes, above everything.
pub(super) struct Sender {
    /// The name of the program, as it stands on its pages.
    pub(super) product: &'static str,
    /// The person's organization.
    pub(super) organization: String,
}

/// One piece of a mail.
pub(super) enum Block {
    /// Plain words.
    Paragraph(String),
    /// The code, on a line of its own.
    Code(String),
    /// A page to open; a mail has one at most.
    Button(Button),
    /// Names and values.
    Facts(Vec<(&'static str, String)>),
}

/// A page to open. Its address is readable too: not every reader shows buttons, and nobody should have to
/// follow one blindly.
pub(super) struct Button {
    /// What happens there.
    pub(super) label: &'static str,
    /// What stands before the address.
    pub(super) or_open: &'static str,
    /// The address.
    pub(super) url: String,
}

/// The names that a letter uses, made harmless before a catalogue sees them.
pub(super) struct Names {
    /// Who gets the letter.
    pub(super) person: String,
    /// The person's organization.
    pub(super) organization: String,
    /// Where the browser application is, without a slash at the end.
    pub(super) public_url: String,
    /// Where members of the organization sign in.
    pub(super) sign_in_url: String,
}

impl Names {
    /// The names of a mail.
    pub(super) fn of(mail: &Mail, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/');
        Self {
            person: plain_words(&mail.to.display_name),
            organization: plain_words(&mail.organization),
            public_url: public_url.to_owned(),
            sign_in_url: format!("{public_url}{}", mail.sign_in_path),
        }
    }

    /// The page that takes an invitation. The token stands behind `#`, so that no server's log
    /// and no `Referer` ever has it.
    pub(super) fn invitation_link(&self, token: &Secret) -> String {
        format!("{}/invitation#{}", self.public_url, token.expose())
    }

    /// The page of a member, for administrators and the helpdesk.
    pub(super) fn member_page(&self, member: MemberId) -> String {
        format!("{}/admin/members/{member}", self.public_url)
    }

    /// The page that sets a new password; the token behind `#` like that of an invitation.
    pub(super) fn password_reset_link(&self, token: &Secret) -> String {
        format!("{}/password-reset#{}", self.public_url, token.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::super::letters::write_letter;
    use super::super::model::{Notice, RecoveryNotice};
    use super::super::samples;
    use super::*;
    use shared_types::me::Locale;

    /// F10: a mail that names the sign-in page leads to the one of the member's organization; links need
    /// no organization.
    #[test]
    fn a_mail_leads_to_the_sign_in_of_its_organization() {
        let reason = "Called back".to_owned();
        for (notice, path) in [
            (Notice::SignInNotFinished, ""),
            (Notice::SignInNotFinished, "/at/other"),
            (Notice::DeviceDisabled, "/at/other"),
            (
                Notice::Recovery(RecoveryNotice::Released { reason }),
                "/at/other",
            ),
        ] {
            let mut mail = samples::mail(Locale::En, samples::notice(notice));
            mail.sign_in_path = path.to_owned();
            let letter = write_letter(&mail, samples::PUBLIC_URL);
            let button = letter.blocks.into_iter().find_map(|block| match block {
                Block::Button(button) => Some(button.url),
                _ => None,
            });
            let url = format!("{}{path}", samples::PUBLIC_URL);
            assert_eq!(button.as_ref(), Some(&url));
            let footer = letter.footer.join("\n");
            assert!(footer.contains(&url), "{footer}");
            assert_eq!(footer.contains("/at/"), !path.is_empty(), "{footer}");
        }
        let mut mail = samples::mail(Locale::En, samples::invitation());
        mail.sign_in_path = "/at/other".to_owned();
        let link = Names::of(&mail, samples::PUBLIC_URL).invitation_link(&Secret::new("t"));
        assert_eq!(link, format!("{}/invitation#t", samples::PUBLIC_URL));
    }
}
