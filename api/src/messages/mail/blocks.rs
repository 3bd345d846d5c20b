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
    /// The `Subject` header, also the heading.
    pub(super) subject: String,
    /// The first line.
    pub(super) greeting: String,
    /// What follows, from top to bottom.
    pub(super) blocks: Vec<Block>,
}

/// One piece of a mail.
pub(super) enum Block {
    /// Plain words.
    Paragraph(String),
    /// The code, on a line of its own.
    Code(String),
    /// An address to open.
    Link(String),
    /// Names and values.
    Facts(Vec<(&'static str, String)>),
}

/// The names that a letter uses, made harmless before a catalogue sees them.
pub(super) struct Names {
    /// Who gets the letter.
    pub(super) person: String,
    /// The person's organization.
    pub(super) organization: String,
    /// Where the browser application is, without a slash at the end.
    pub(super) public_url: String,
}

impl Names {
    /// The names of a mail.
    pub(super) fn of(mail: &Mail, public_url: &str) -> Self {
        Self {
            person: plain_words(&mail.to.display_name),
            organization: plain_words(&mail.organization),
            public_url: public_url.trim_end_matches('/').to_owned(),
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
