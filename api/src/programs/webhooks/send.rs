//! One request to a webhook: made, signed, sent, and what came back.

use super::model::Target;
use super::signature::sign;
use crate::platform::context::Context;
use crate::platform::outbound::{Answer, Post, SendFailure};
use crate::platform::text::is_invisible;
use shared_types::ids::WebhookDeliveryId;
use shared_types::limits::WEBHOOK_ANSWER_SHOWN;
use shared_types::time::Time;
use shared_types::webhooks::{WebhookAnswer, WebhookFailure};
use url::Url;

/// A request that is signed for this moment.
pub(super) struct Request {
    pub(super) url: Url,
    pub(super) headers: [(&'static str, String); 3],
    pub(super) body: String,
}

impl Request {
    /// `None` when the stored address is none.
    pub(super) fn new(
        target: &Target,
        id: WebhookDeliveryId,
        body: String,
        now: Time,
    ) -> Option<Self> {
        let signature = sign(&target.signing(now), id, now.seconds(), &body);
        Some(Self {
            url: target.url()?,
            headers: [
                ("webhook-id", id.to_string()),
                ("webhook-timestamp", now.seconds().to_string()),
                ("webhook-signature", signature),
            ],
            body,
        })
    }

    pub(super) async fn send(&self, context: &Context) -> Result<Answer, SendFailure> {
        let post = Post {
            url: &self.url,
            media_type: "application/json",
            headers: &self.headers,
            body: &self.body,
        };
        context.outbound.post(&post).await
    }
}

/// What came back, as it is shown.
pub(super) fn view(outcome: &Result<Answer, SendFailure>, at: Time) -> WebhookAnswer {
    match outcome {
        Ok(answer) => WebhookAnswer {
            at,
            status: Some(answer.status),
            failure: None,
            body: Some(shown(&answer.body)),
            took_ms: u32::try_from(answer.took.as_millis()).ok(),
        },
        Err(failure) => WebhookAnswer {
            at,
            status: None,
            failure: Some(match failure {
                SendFailure::Address => WebhookFailure::AddressNotAllowed,
                SendFailure::Timeout => WebhookFailure::Timeout,
                SendFailure::Connection => WebhookFailure::Unreachable,
                SendFailure::Certificate => WebhookFailure::Certificate,
                SendFailure::Protocol => WebhookFailure::BrokenOff,
            }),
            body: None,
            took_ms: None,
        },
    }
}

/// The beginning as text: what a stranger sent is neither whole nor printable for sure.
fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let clean = text.chars().take(WEBHOOK_ANSWER_SHOWN);
    let clean = clean.map(|one| match one {
        '\n' | '\t' => one,
        hidden if is_invisible(hidden) => ' ',
        other => other,
    });
    clean.collect()
}

/// The cause of a failed attempt in words, for the record.
pub(super) fn cause(outcome: &Result<Answer, SendFailure>) -> String {
    match outcome {
        Ok(answer) => format!("the receiver answered {}", answer.status),
        Err(SendFailure::Address) => "the address is not admitted".to_owned(),
        Err(SendFailure::Timeout) => "the receiver took too long".to_owned(),
        Err(SendFailure::Connection) => "the receiver cannot be reached".to_owned(),
        Err(SendFailure::Certificate) => "the receiver's certificate was not accepted".to_owned(),
        Err(SendFailure::Protocol) => "the receiver broke off".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a receiver sends can be kept and shown: PostgreSQL takes no U+0000.
    #[test]
    fn an_answer_is_shown_as_text() {
        assert_eq!(shown(b"ok\n"), "ok\n");
        assert_eq!(shown(b"a\0b\x1b[2Jc"), "a b [2Jc");
        assert_eq!(shown(&[0xff, 0xfe]), "\u{fffd}\u{fffd}");
        assert_eq!(shown(&[b'x'; 5000]).len(), WEBHOOK_ANSWER_SHOWN);
    }
}
