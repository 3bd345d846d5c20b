//! A mail in the format of RFC 5322: the only file that makes headers and bodies of text.

use super::failure::{Cause, SendError};
use super::outgoing::Outgoing;
use super::sanitize::{header_line, plain_words};
use super::{html, text};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use shared_types::time::Time;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The formatter of the date header supports no year after 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// The whole message, or why it cannot be made.
pub(super) fn build_message(mail: &Outgoing, sender: &Mailbox) -> Result<Message, SendError> {
    let domain = sender.email.domain();
    Message::builder()
        .from(sender.clone())
        .to(recipient(mail)?)
        .subject(header_line(&mail.letter.subject))
        // The same id at every attempt, so that a mail that was accepted twice is shown once (M-06).
        .message_id(Some(format!("<{}@{domain}>", mail.id)))
        .date(system_time(mail.at))
        .raw_header(automatic())
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, text::render(&mail.letter))?)
                .singlepart(part(ContentType::TEXT_HTML, html::render(&mail.letter))?),
        )
        .map_err(|_| refused())
}

fn recipient(mail: &Outgoing) -> Result<Mailbox, SendError> {
    let address = parse_address(&mail.to.address).ok_or_else(refused)?;
    let name = header_line(&plain_words(&mail.to.display_name));
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// M-02: exactly one address, without anything that could end a header line or an SMTP command.
fn parse_address(address: &str) -> Option<Address> {
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[],;:\\\"".contains(c);
    if !address.chars().all(is_plain) {
        return None;
    }
    let (user, domain) = address
        .rsplit_once('@')
        .filter(|(user, _)| user.is_ascii())?;
    // Mail servers without SMTPUTF8 accept only ASCII; a domain has an ASCII form.
    let domain = idna::domain_to_ascii(domain).ok()?;
    Address::new(user, domain).ok()
}

/// RUSTSEC-2026-0561: an encoded body has no bare carriage return or line feed.
fn part(content_type: ContentType, content: String) -> Result<SinglePart, SendError> {
    let body = Body::new_with_encoding(content, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| refused())?;
    Ok(SinglePart::builder().content_type(content_type).body(body))
}

/// RFC 3834: asks for no automatic replies, such as out-of-office notes.
fn automatic() -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    )
}

fn system_time(time: Time) -> SystemTime {
    let seconds = u64::try_from(time.seconds()).unwrap_or(0);
    UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_SECOND))
}

fn refused() -> SendError {
    SendError::never(Cause::Message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::model::Mail;
    use crate::messages::mail::samples;
    use proptest::prelude::*;

    const HEADERS: [&str; 8] = [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Date",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];

    fn build(mail: Mail) -> Result<Message, SendError> {
        let sender = "Twostep <twostep@example.com>".parse();
        build_message(&samples::outgoing(mail), &sender.expect("a sender"))
    }

    fn formatted(mail: Mail) -> String {
        let message = build(mail).expect("a message");
        String::from_utf8(message.formatted()).expect("only ASCII is sent")
    }

    /// The header lines, unfolded.
    fn headers(message: &str) -> Vec<(String, String)> {
        let (head, _) = message.split_once("\r\n\r\n").expect("a head");
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let split = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header line");
            (name.to_owned(), value.to_owned())
        };
        unfolded.split("\r\n").map(split).collect()
    }

    fn assert_sound(message: &str) {
        let names: Vec<String> = headers(message).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, HEADERS);
        assert!(message.is_ascii());
        let bare = message.replace("\r\n", "");
        assert!(!bare.contains(['\r', '\n', '\0']), "{message:?}");
        assert!(message.lines().all(|line| line.len() <= 998));
    }

    #[test]
    fn the_headers_say_who_what_and_when() {
        let message = formatted(samples::code_mail());
        assert_sound(&message);
        let value = |name: &str| {
            let headers = headers(&message).into_iter();
            headers
                .filter(|h| h.0 == name)
                .map(|h| h.1)
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(value("From"), "Twostep <twostep@example.com>");
        assert_eq!(value("To"), "\"Jo Doe\" <jo.doe@example.org>");
        assert_eq!(
            value("Subject"),
            "[Acme Support] Your code to set up two-step verification (Email Verification)"
        );
        assert_eq!(value("Message-ID"), "<0198-mail@example.com>");
        assert_eq!(value("Date"), "Tue, 24 Nov 2026 09:30:00 +0000");
        assert_eq!(value("Auto-Submitted"), "auto-generated");
        assert!(message.contains("\r\n004217\r\n"), "{message}");
        assert_eq!(message.matches("quoted-printable").count(), 2);
    }

    /// M-02: any name stays in its header.
    #[test]
    fn names_cannot_add_headers() {
        for attack in [
            "Jo\r\nBcc: eve@example.com",
            "Jo\nBcc: eve@example.com\n\nBody",
            "Jo\rBcc: eve@example.com",
            "Jo\0\u{85}\u{2028}Bcc: eve@example.com",
            "\" <eve@example.com>, \"Jo",
            "=?utf-8?q?Jo=0D=0ABcc=3A_eve=40example.com?=",
            "\r\n.\r\nMAIL FROM:<eve@example.com>",
        ] {
            let mut mail = samples::mail(shared_types::me::Locale::En, samples::invitation());
            attack.clone_into(&mut mail.to.display_name);
            attack.clone_into(&mut mail.organization);
            let message = build(mail.clone()).expect("a message");
            assert_eq!(message.envelope().to().len(), 1, "{attack:?}");
            assert_sound(&formatted(mail));
        }
    }

    /// M-02: one address, or none.
    #[test]
    fn addresses_that_could_be_more_than_one_are_refused() {
        for address in [
            "",
            "jo",
            "jo@",
            "@example.org",
            "jo@example.org\r\nRCPT TO:<eve@example.com>",
            "jo@example.org\n",
            "jo@example.org,eve@example.com",
            "jo@example.org eve@example.com",
            "<jo@example.org>",
            "\"jo\r\n\"@example.org",
            "jo@example.org\0",
            "jo@eve.example@",
            "jo@exa\u{2028}mple.org",
            "jo\u{fc}@example.org",
        ] {
            let mut mail = samples::code_mail();
            address.clone_into(&mut mail.to.address);
            assert_eq!(build(mail).err(), Some(refused()), "{address:?}");
        }
    }

    #[test]
    fn a_domain_is_written_in_ascii() {
        let mut mail = samples::code_mail();
        "jo@bücher.example".clone_into(&mut mail.to.address);
        assert!(formatted(mail).contains("<jo@xn--bcher-kva.example>"));
    }

    proptest! {
        /// M-02: a message is well-formed for any text.
        #[test]
        fn any_text_gives_a_sound_message(name in any::<String>(), organization in any::<String>()) {
            let mut mail = samples::mail(shared_types::me::Locale::De, samples::invitation());
            mail.to.display_name = name;
            mail.organization = organization;
            assert_sound(&formatted(mail));
        }
    }
}
