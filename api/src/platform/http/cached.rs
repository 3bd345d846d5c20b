//! Public documents that others keep for a while: JSON with a tag of its content.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// 200 with the document and its tag; 304 without it for who has it.
pub fn cached(request: &HttpRequest, document: &impl Serialize, kept: Duration) -> HttpResponse {
    let body = serde_json::to_vec(document).expect("plain values serialise");
    let etag = format!(
        "\"{}\"",
        URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16])
    );
    let known = request.headers().get_all(IF_NONE_MATCH);
    let is_known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*");
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let cached = format!("public, max-age={}", kept.as_secs());
    response.insert_header((CACHE_CONTROL, cached));
    response.insert_header((ETAG, etag));
    if is_known {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, "application/json"));
    response.body(body)
}
