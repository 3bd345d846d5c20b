//! `GET /.well-known/jwks.json`, `GET /test/.well-known/jwks.json`, `GET /.well-known/evidence-keys.json`.

use super::{evidence, service};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Mount, Refusal, Refusals, cached, for_every_origin, refusals};
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use shared_types::limits::KEY_SET_CACHED;
use shared_types::organizations::OrganizationKind;
use shared_types::signing::{EvidenceKeySet, JwkSet};

/// The routes of this feature, outside the prefix of the API.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(get_key_set)
        .service(get_test_key_set)
        .service(get_evidence_keys);
}

/// The keys that receipts and ID tokens are checked with, as a JWK Set (RFC 7517). Keep it for five minutes, and fetch
/// it again when one names a key that it does not have.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, body = JwkSet, headers(
            ("Cache-Control" = String, description = "`public, max-age=300`"),
            ("ETag" = String, description = "Changes with the keys; send it back as `If-None-Match`")
        )),
        (status = 304, description = "The keys are those of `If-None-Match`"),
        Refusals<(KeySetError,)>
    )
)]
#[get("/.well-known/jwks.json")]
async fn get_key_set(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<KeySetError>> {
    let keys = service::key_set(&context, OrganizationKind::Live)
        .await
        .map_err(KeySetError::Database)?;
    Ok(answer(&request, &keys))
}

/// The keys that receipts and ID tokens of test organizations are checked with. No key is in this set and in that of live
/// organizations: a program that trusts the other one trusts nothing that is signed in a test.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, body = JwkSet, headers(
            ("Cache-Control" = String, description = "`public, max-age=300`"),
            ("ETag" = String, description = "Changes with the keys; send it back as `If-None-Match`")
        )),
        (status = 304, description = "The keys are those of `If-None-Match`"),
        Refusals<(KeySetError,)>
    )
)]
#[get("/test/.well-known/jwks.json")]
async fn get_test_key_set(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<KeySetError>> {
    let keys = service::key_set(&context, OrganizationKind::Test)
        .await
        .map_err(KeySetError::Database)?;
    Ok(answer(&request, &keys))
}

/// The keys that the daily heads of the audit record are checked with, as a JWK Set (RFC 7517): every one that
/// there ever was.
///
/// An export of the record has a line `{"head": "…"}` for each of its days: a JWS with `alg` `EdDSA`, `typ`
/// `twostep-audit-head+jwt` and the claims `iss`, `chain` (the organization), `day`, `position` (the last row that
/// it covers), `head` (the seal of that row) and `iat`. Keep what you were given: a record that was rewritten later
/// does not fit it.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, body = EvidenceKeySet, headers(
            ("Cache-Control" = String, description = "`public, max-age=300`"),
            ("ETag" = String, description = "Changes with the keys; send it back as `If-None-Match`")
        )),
        (status = 304, description = "The keys are those of `If-None-Match`"),
        Refusals<(KeySetError,)>
    )
)]
#[get("/.well-known/evidence-keys.json")]
async fn get_evidence_keys(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<KeySetError>> {
    let keys = evidence::evidence_keys(&context)
        .await
        .map_err(KeySetError::Database)?;
    Ok(answer(&request, &keys))
}

/// Not `application/jwk-set+json`: it is registered (RFC 7517 §8.5.2), but what providers send and clients
/// expect is `application/json`.
fn answer(request: &HttpRequest, keys: &impl Serialize) -> HttpResponse {
    for_every_origin(cached(request, keys, KEY_SET_CACHED))
}

/// Why there is no key set.
#[derive(Debug, thiserror::Error)]
enum KeySetError {
    /// The database gave no answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

refusals! {
    enum KeySetError {}
    causes { Database(DbError) }
}
