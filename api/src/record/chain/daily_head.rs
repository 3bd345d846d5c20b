//! The head of a chain at the end of a day, as anybody can check it who has the public keys: a JWS in its compact
//! form (RFC 7515). It never expires: it is evidence.

use super::day::Day;
use super::model::{ChainName, hex};
use super::stored_seal::Seal;
use crate::record::audit::CLOCK_STEPS;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use shared_types::signing::{EvidenceKey, EvidenceKeySet};
use shared_types::time::Time;

/// Keeps a head from being taken for another token (RFC 8725 §3.11).
const TYPE: &str = "twostep-audit-head+jwt";

/// The seal that a chain ended with on a day: the first that covers all of its rows up to then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyHead {
    /// Which chain.
    pub chain: ChainName,
    /// Which day.
    pub day: Day,
    /// The last row of the seal.
    pub position: i64,
    /// The MAC of the seal.
    pub mac: Vec<u8>,
}

/// A head with its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// What is signed.
    pub head: DailyHead,
    /// The JWS.
    pub text: String,
}

/// With what heads are signed.
pub struct HeadSigner<'a> {
    /// The name of the key.
    pub kid: &'a str,
    /// The public URL.
    pub issuer: &'a str,
    /// The private key.
    pub key: &'a EncodingKey,
}

/// On the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claims {
    pub(super) iss: String,
    /// The id of the organization, or `installation`.
    pub(super) chain: String,
    pub(super) day: Day,
    pub(super) position: i64,
    /// The MAC of the seal, as seals have it in an export.
    pub(super) head: String,
    pub(super) iat: i64,
}

/// Why a signed head proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadFlaw {
    /// It was altered, or is none.
    Altered,
    /// No key of this name is known.
    UnknownKey,
    /// It says that it was signed when its key did not sign.
    OtherTime,
}

impl DailyHead {
    /// The head of a day that ended with this seal.
    pub(super) fn of(day: Day, seal: Seal) -> Self {
        Self {
            chain: seal.chain,
            day,
            position: seal.last,
            mac: seal.mac,
        }
    }

    /// Signs the head.
    pub fn sign(self, signer: &HeadSigner<'_>, now: Time) -> SignedHead {
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(signer.kid.to_owned()),
            ..Header::new(Algorithm::EdDSA)
        };
        let claims = Claims {
            iss: signer.issuer.to_owned(),
            chain: self.chain.to_string(),
            day: self.day,
            position: self.position,
            head: hex(&self.mac),
            iat: now.seconds(),
        };
        let text = jsonwebtoken::encode(&header, &claims, signer.key);
        SignedHead {
            head: self,
            // The key was read by the library when it was opened, and the claims are plain values.
            text: text.expect("a key that was opened signs"),
        }
    }
}

/// What a signed head says, once its signature was checked.
pub(super) fn read(text: &str, keys: &EvidenceKeySet) -> Result<Claims, HeadFlaw> {
    let header = jsonwebtoken::decode_header(text).map_err(|_| HeadFlaw::Altered)?;
    if header.typ.as_deref() != Some(TYPE) {
        return Err(HeadFlaw::Altered);
    }
    let named = |key: &&EvidenceKey| Some(&key.jwk.kid) == header.kid.as_ref();
    let key = keys.keys.iter().find(named).ok_or(HeadFlaw::UnknownKey)?;
    let x = key.jwk.x.as_deref().unwrap_or_default();
    let public = DecodingKey::from_ed_components(x).map_err(|_| HeadFlaw::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let token = jsonwebtoken::decode::<Claims>(text, &public, &validation);
    let claims = token.map_err(|_| HeadFlaw::Altered)?.claims;
    // The node that made or withdrew the key may have had another clock than the one that signed.
    let steps = i64::try_from(CLOCK_STEPS.as_secs()).unwrap_or(i64::MAX);
    let is_early = claims.iat < key.iat.saturating_sub(steps);
    let is_late = |end: i64| claims.iat > end.saturating_add(steps);
    if is_early || key.exp.is_some_and(is_late) {
        return Err(HeadFlaw::OtherTime);
    }
    Ok(claims)
}
