//! The fields of a webhook, checked.

use crate::platform::outbound::Outbound;
use shared_types::limits::WEBHOOK_URL_LONGEST;
use shared_types::problem::{FieldError, FieldErrorCode};
use shared_types::webhooks::{CreateWebhookRequest, WebhookEvent};
use std::collections::BTreeSet;
use url::Url;

/// A webhook to be.
pub(super) struct Chosen {
    pub(super) url: Url,
    pub(super) events: BTreeSet<WebhookEvent>,
}

impl Chosen {
    /// All that is wrong is said at once.
    pub(super) fn of(
        outbound: &Outbound,
        request: &CreateWebhookRequest,
    ) -> Result<Self, Vec<FieldError>> {
        let url = read_url(outbound, &request.url);
        match (url, read_events(&request.events)) {
            (Ok(url), Ok(events)) => Ok(Self { url, events }),
            (url, events) => Err([url.err(), events.err()].into_iter().flatten().collect()),
        }
    }
}

/// Where events may be sent. What a name leads to is looked at when a request is made, each time.
pub(super) fn read_url(outbound: &Outbound, text: &str) -> Result<Url, FieldError> {
    let refused = |code, detail: String| FieldError::new("url", code, detail);
    let invalid = |detail: &str| refused(FieldErrorCode::Invalid, detail.to_owned());
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(
            FieldErrorCode::Required,
            "Where events are sent.".to_owned(),
        ));
    }
    if text.chars().count() > WEBHOOK_URL_LONGEST {
        let detail = format!("At most {WEBHOOK_URL_LONGEST} characters.");
        return Err(refused(FieldErrorCode::TooLong, detail));
    }
    let url = Url::parse(text)
        .map_err(|_| invalid("It is no address, such as https://hooks.example.com/twostep."))?;
    if url.scheme() != "https" {
        return Err(invalid("It must begin with https://."));
    }
    if url.port() == Some(0) {
        return Err(invalid("There is no port 0."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "Leave name and password out: requests are proved by their signature.",
        ));
    }
    if url.fragment().is_some() {
        return Err(invalid("Leave out what stands behind #: it is never sent."));
    }
    if !outbound.admits(&url) {
        let detail = "This address is not public. The operator of this installation can admit private networks \
             (TWOSTEP_OUTBOUND_ALLOW), never link-local ones.";
        return Err(refused(FieldErrorCode::NotPublic, detail.to_owned()));
    }
    Ok(url)
}

/// At least one, each once.
pub(super) fn read_events(events: &[WebhookEvent]) -> Result<BTreeSet<WebhookEvent>, FieldError> {
    let events: BTreeSet<WebhookEvent> = events.iter().copied().collect();
    if events.is_empty() {
        let detail = "Choose at least one.";
        return Err(FieldError::new("events", FieldErrorCode::Required, detail));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-11 (https), H-11 (addresses): an address is https, has no password in it, and a literal one is public.
    #[test]
    fn addresses_are_checked_when_they_are_given() {
        let outbound = Outbound::default();
        for good in [
            "https://hooks.example.com/a?b=c",
            " https://hooks.example.com:8443 ",
            "https://1.1.1.1/",
        ] {
            assert!(read_url(&outbound, good).is_ok(), "{good}");
        }
        let long = format!("https://hooks.example.com/{}", "a".repeat(2000));
        for wrong in [
            "",
            "hooks.example.com",
            "http://hooks.example.com/",
            "ftp://hooks.example.com/",
            "https://jo:secret@hooks.example.com/",
            "https://hooks.example.com/#a",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://hooks.example.com:0/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://[fd00:ec2::254]/",
            &long,
        ] {
            let error = read_url(&outbound, wrong).expect_err(wrong);
            assert_eq!(error.field, "url");
            assert!(!error.detail.contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn a_webhook_is_told_of_something() {
        assert_eq!(read_events(&[]).expect_err("refused").field, "events");
        let twice = [WebhookEvent::DeviceReset; 2];
        assert_eq!(read_events(&twice).expect("events").len(), 1);
    }
}
