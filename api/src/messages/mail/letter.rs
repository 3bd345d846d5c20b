//! A mail in words but without a format: both the text and the HTML part are made from this, so
//! that neither says more than the other.

use super::model::{Circumstances, Mail};
use super::words::{header_line, one_line};
use super::{english, german};
use jiff::Timestamp;
use jiff::tz::Offset;
use shared_types::limits::EMAIL_CODE_LIFETIME;
use shared_types::me::Locale;
use shared_types::secret::Secret;
use shared_types::time::Time;

/// The subject of the mail with the code, in every language: the page tells people to look for it.
pub(super) const CODE_SUBJECT: &str = "Email Verification";

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

/// Puts a mail into words. `public_url` is the configured one, never a request's (M-01).
pub(super) fn write_letter(mail: &Mail, public_url: &str) -> Letter {
    let names = Names {
        person: one_line(&mail.to.display_name),
        organization: one_line(&mail.organization),
        public_url: public_url.trim_end_matches('/').to_owned(),
    };
    match mail.locale {
        Locale::En => english::write(&mail.content, &names),
        Locale::De => german::write(&mail.content, &names),
    }
}

impl Letter {
    /// A letter whose subject fits a header.
    pub(super) fn new(
        language: &'static str,
        subject: &str,
        greeting: String,
        blocks: Vec<Block>,
    ) -> Self {
        Self {
            language,
            subject: header_line(subject),
            greeting,
            blocks,
        }
    }
}

impl Names {
    /// The page that takes an invitation. The token stands behind `#`, so that no server's log
    /// and no `Referer` ever has it.
    pub(super) fn invitation_link(&self, token: &Secret) -> String {
        format!("{}/invitation#{}", self.public_url, token.expose())
    }

    /// The page that sets a new password; the token behind `#` like that of an invitation.
    pub(super) fn password_reset_link(&self, token: &Secret) -> String {
        format!("{}/password-reset#{}", self.public_url, token.expose())
    }
}

/// How long a code is good, for the sentence that says so.
pub(super) const fn code_minutes() -> u64 {
    EMAIL_CODE_LIFETIME.as_secs() / 60
}

/// "When, from where, with what" under the words of one language; what is unknown is left out.
pub(super) fn facts(labels: [&'static str; 3], when: String, from: &Circumstances) -> Block {
    let values = [when, one_line(&from.network), one_line(&from.program)];
    let facts = labels.into_iter().zip(values);
    Block::Facts(facts.filter(|(_, value)| !value.is_empty()).collect())
}

/// Day, month, year, time and zone; `after_day` is what a language writes after the day.
pub(super) fn date_time(time: Time, months: [&str; 12], after_day: &str) -> String {
    let Ok(timestamp) = Timestamp::from_microsecond(time.micros()) else {
        return time.to_string();
    };
    let at = Offset::UTC.to_datetime(timestamp);
    let month = usize::try_from(at.month() - 1)
        .ok()
        .and_then(|index| months.get(index))
        .copied()
        .unwrap_or_default();
    format!(
        "{}{after_day} {month} {}, {:02}:{:02} UTC",
        at.day(),
        at.year(),
        at.hour(),
        at.minute()
    )
}
