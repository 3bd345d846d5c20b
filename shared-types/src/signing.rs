//! The keys that receipts are checked with.

use serde::{Deserialize, Serialize};

/// `GET /.well-known/jwks.json`: a JWK Set (RFC 7517 §5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JwkSet {
    /// At least one. A key that signs soon is there already, and one that signed last until nothing that it
    /// signed is good any more. Skip keys of a kind that you do not know.
    pub keys: Vec<Jwk>,
}

/// One public key (RFC 8037 §2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwk {
    /// The kind of key.
    #[cfg_attr(feature = "openapi", schema(example = "OKP"))]
    pub kty: String,
    /// The curve.
    #[cfg_attr(feature = "openapi", schema(example = "Ed25519"))]
    pub crv: String,
    /// The public key, Base64url.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    )]
    pub x: String,
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
