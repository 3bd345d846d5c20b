//! What a console reads to know everything else (OpenID Connect Discovery 1.0 §3, RFC 8414 §2): the same bytes each time.

use super::level::PAPE_MULTI_FACTOR;
use super::wanted::{CLAIMS, SCOPES};
use serde_json::{Value, json};
use shared_types::clients::{Acr, ClientAuthMethod, IdTokenAlgorithm, SubjectType};

/// Claims of an ID token besides those of a person.
const OF_ID_TOKENS: [&str; 11] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "sid",
    "at_hash",
];

/// The document of an issuer.
pub(super) fn document(public_url: &str, issuer: &str) -> Value {
    let at = |path: &str| format!("{public_url}{path}");
    let claims: Vec<&str> = OF_ID_TOKENS
        .into_iter()
        .chain(CLAIMS.into_iter().map(|(name, _)| name))
        .collect();
    let with_secret = [
        ClientAuthMethod::ClientSecretBasic,
        ClientAuthMethod::ClientSecretPost,
    ];
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "userinfo_endpoint": at("/oauth/userinfo"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "end_session_endpoint": at("/oauth/end-session"),
        "introspection_endpoint": at("/oauth/introspect"),
        "revocation_endpoint": at("/oauth/revoke"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": SubjectType::ALL,
        "id_token_signing_alg_values_supported": IdTokenAlgorithm::ALL,
        "token_endpoint_auth_methods_supported": ClientAuthMethod::ALL,
        "introspection_endpoint_auth_methods_supported": with_secret,
        "revocation_endpoint_auth_methods_supported": ClientAuthMethod::ALL,
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": [Acr::Aal1.as_str(), Acr::Aal2.as_str(), PAPE_MULTI_FACTOR],
        "claim_types_supported": ["normal"],
        "claims_supported": claims,
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "authorization_response_iss_parameter_supported": true,
    })
}
