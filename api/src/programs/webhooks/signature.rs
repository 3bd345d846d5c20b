//! Signatures as Standard Webhooks say: HMAC-SHA-256 over id, time of the attempt and body, a part of the header
//! for each secret.

use super::model::key_of;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared_types::ids::WebhookDeliveryId;
use shared_types::secret::Secret;

/// The header `webhook-signature`.
pub(super) fn sign(
    secrets: &[&Secret],
    id: WebhookDeliveryId,
    timestamp: i64,
    body: &str,
) -> String {
    let parts: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key_of(secret))
                .expect("an HMAC takes a key of any length");
            mac.update(format!("{id}.{timestamp}.").as_bytes());
            mac.update(body.as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        })
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the specification's example; the value was computed by Python's hmac.
    #[test]
    fn a_signature_is_over_id_time_and_body() {
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let other = Secret::new("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        let id: WebhookDeliveryId = "0198f8a0-0000-7000-8000-000000000001"
            .parse()
            .expect("an id");
        let one = sign(&[&secret], id, 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(one, "v1,SkwfvxDU0KnRWFjbzg6+GUzofCpoyGGYpZrxv7GS6/k=");
        let both = sign(
            &[&secret, &other],
            id,
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        let parts: Vec<&str> = both.split(' ').collect();
        assert_eq!(parts[0], one);
        assert!(parts.len() == 2 && parts[1].starts_with("v1,") && parts[1] != one);
    }
}
