//! A mail of `twostep demo` as JSON, for scripts.

use super::blocks::{Block, Letter};
use super::outgoing::Outgoing;
use super::text;
use serde::Serialize;
use shared_types::time::Time;

/// What a script needs to know of a mail.
#[derive(Serialize)]
pub(super) struct MailJson<'a> {
    to: &'a str,
    at: Time,
    subject: &'a str,
    /// The code, in a mail that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    /// The address to open, in a mail that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
    text: String,
}

impl<'a> From<&'a Outgoing> for MailJson<'a> {
    fn from(mail: &'a Outgoing) -> Self {
        let letter = &mail.letter;
        Self {
            to: &mail.to.address,
            at: mail.at,
            subject: &letter.subject,
            code: first(letter, |block| match block {
                Block::Code(code) => Some(code),
                Block::Paragraph(_) | Block::Button(_) | Block::Facts(_) => None,
            }),
            link: first(letter, |block| match block {
                Block::Button(button) => Some(&button.url),
                Block::Paragraph(_) | Block::Code(_) | Block::Facts(_) => None,
            }),
            text: text::render(letter),
        }
    }
}

fn first<'a>(letter: &'a Letter, of: impl Fn(&'a Block) -> Option<&'a String>) -> Option<&'a str> {
    letter.blocks.iter().find_map(of).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::samples;
    use serde_json::{Value, json};
    use shared_types::me::Locale;

    fn json_of(mail: &Outgoing) -> Value {
        serde_json::to_value(MailJson::from(mail)).expect("JSON")
    }

    #[test]
    fn a_code_and_a_link_have_fields_of_their_own() {
        let mail = json_of(&samples::outgoing(samples::code_mail()));
        assert_eq!(mail["to"], "jo.doe@example.org");
        assert_eq!(mail["at"], json!(samples::NOW));
        let subject = mail["subject"].as_str().expect("a subject");
        assert!(subject.contains("Email Verification"), "{subject}");
        assert_eq!(mail["code"], "004217");
        assert_eq!(mail.get("link"), None);
        assert!(
            mail["text"]
                .as_str()
                .is_some_and(|text| text.contains("004217"))
        );
        let invitation = samples::mail(Locale::De, samples::invitation());
        let mail = json_of(&samples::outgoing(invitation));
        assert_eq!(
            mail["link"],
            "https://twostep.example.com/invitation#tokenToken"
        );
        assert_eq!(mail.get("code"), None);
    }
}
