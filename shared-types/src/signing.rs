//! The keys that receipts, ID tokens, and the daily heads of the audit record, are checked with.

use serde::{Deserialize, Serialize};

/// `GET /.well-known/jwks.json`: a JWK Set (RFC 7517 §5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JwkSet {
    /// At least one. A key that signs soon is there already, and one that signed last until nothing that it
    /// signed is good any more. Skip keys of a kind that you do not know.
    pub keys: Vec<Jwk>,
}

/// One public key (RFC 7518 §6, RFC 8037 §2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwk {
    /// The kind of key: `OKP`, `EC` or `RSA`.
    #[cfg_attr(feature = "openapi", schema(example = "OKP"))]
    pub kty: String,
    /// The curve, of `OKP` and `EC`.
    #[cfg_attr(feature = "openapi", schema(example = "Ed25519"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// The public key, Base64url: that of `OKP`, the first coordinate of `EC`.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// The second coordinate of `EC`, Base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// The modulus of `RSA`, Base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// The exponent of `RSA`, Base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// The name that stands as `kid` in the header of what the key signed.
    #[cfg_attr(feature = "openapi", schema(example = "q2eVd6Pq0ZkS7yXb"))]
    pub kid: String,
    /// The only algorithm that the key is for.
    #[cfg_attr(feature = "openapi", schema(example = "EdDSA"))]
    pub alg: String,
    /// `sig`: it checks signatures.
    #[cfg_attr(feature = "openapi", schema(example = "sig"))]
    pub r#use: String,
}

/// `GET /.well-known/evidence-keys.json`: a JWK Set (RFC 7517 §5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceKeySet {
    /// Every key that ever signed a head of the audit record: none is taken away. Keep a copy of your own.
    pub keys: Vec<EvidenceKey>,
}

/// One public key, with the time in which it signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceKey {
    /// The key.
    #[serde(flatten)]
    pub jwk: Jwk,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it signed last, in seconds since 1970; absent while it signs. What says of itself that it was signed
    /// later is forged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
}
