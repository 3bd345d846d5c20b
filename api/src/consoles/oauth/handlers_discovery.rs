//! `GET /.well-known/openid-configuration`, `GET /test/.well-known/openid-configuration`.

use super::discovery::document;
use crate::platform::context::Context;
use crate::platform::http::{Mount, Refusals, cached, for_every_origin};
use crate::platform::limits::DISCOVERY_CACHED;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The routes of this file.
pub(super) fn routes(mount: &mut impl Mount) {
    mount
        .service(get_configuration)
        .service(get_test_configuration);
}

/// Everything that a console needs to know (OpenID Connect Discovery 1.0): where the endpoints are and what they take.
/// The same bytes each time, for this version of the program.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "get_openid_configuration",
    responses(
        (status = 200, description = "The metadata of the provider", body = Object, headers(
            ("Cache-Control" = String, description = "`public, max-age=3600`"),
            ("ETag" = String, description = "Changes with the document; send it back as `If-None-Match`")
        )),
        (status = 304, description = "The document is that of `If-None-Match`"),
        Refusals<()>
    )
)]
#[get("/.well-known/openid-configuration")]
async fn get_configuration(context: web::Data<Context>, request: HttpRequest) -> HttpResponse {
    answer(&context, &request, &context.public_url)
}

/// The same for consoles of test organizations, whose issuer is another one: no console of a live organization takes what
/// is signed in a test.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "get_test_openid_configuration",
    responses(
        (status = 200, description = "The metadata of the provider", body = Object, headers(
            ("Cache-Control" = String, description = "`public, max-age=3600`"),
            ("ETag" = String, description = "Changes with the document; send it back as `If-None-Match`")
        )),
        (status = 304, description = "The document is that of `If-None-Match`"),
        Refusals<()>
    )
)]
#[get("/test/.well-known/openid-configuration")]
async fn get_test_configuration(context: web::Data<Context>, request: HttpRequest) -> HttpResponse {
    let issuer = format!("{}/test", context.public_url);
    answer(&context, &request, &issuer)
}

fn answer(context: &Context, request: &HttpRequest, issuer: &str) -> HttpResponse {
    let document = document(&context.public_url, issuer);
    for_every_origin(cached(request, &document, DISCOVERY_CACHED))
}
