//! A mail as RFC 5322 wants it: the only place where text becomes headers and bodies.

use super::outgoing::Outgoing;
use super::transport::{Cause, SendError};
use super::words::header_line;
use super::{html, text};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use shared_types::time::Time;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The whole message, or why there can be none.
pub(super) fn build_message(mail: &Outgoing, sender: &Mailbox) -> Result<Message, SendError> {
    let domain = sender.email.domain();
    Message::builder()
        .from(sender.clone())
        .to(recipient(mail)?)
        .subject(header_line(&mail.letter.subject))
        // The same id at every attempt, so that a mail that was taken twice is shown once (M-06).
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
    let name = header_line(&mail.to.display_name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// M-02: exactly one address, without anything that could end a header line or an SMTP command.
fn parse_address(address: &str) -> Option<Address> {
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[],;:\\\"".contains(c);
    if !address.chars().all(is_plain) {
        return None;
    }
    let (user, domain) = address.rsplit_once('@')?;
    // Mail servers without SMTPUTF8 know only the ASCII form of a domain.
    let domain = idna::domain_to_ascii(domain).ok()?;
    Address::new(user, domain).ok()
}

/// RUSTSEC-2026-0561: an encoded body has no bare carriage return or line feed.
fn part(content_type: ContentType, content: String) -> Result<SinglePart, SendError> {
    let body = Body::new_with_encoding(content, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| refused())?;
    Ok(SinglePart::builder().content_type(content_type).body(body))
}

/// RFC 3834: nobody's out-of-office note should answer this.
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

/// The header's formatter knows no year after 9999.
const LAST_SECOND: u64 = 253_402_300_799;

fn refused() -> SendError {
    SendError::never(Cause::Message)
}
