//! `POST /oauth/token`, `GET, POST /oauth/userinfo`, `POST /oauth/introspect`, `POST /oauth/revoke`.

use super::error::{ErrorCode, OauthError};
use super::handlers_answers::{
    Form, authorization, bearer_error, error, header, json, readable, unavailable,
};
use super::params::Params;
use super::redeem::{self, Redemption};
use super::userinfo;
use crate::platform::context::Context;
use crate::platform::http::{Mount, Refusals, origin_of};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, DATE, HttpDate};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde_json::json;
use shared_types::secret::Secret;
use shared_types::time::Time;
use std::time::{SystemTime, UNIX_EPOCH};

/// The routes of this file.
pub(super) fn routes(mount: &mut impl Mount) {
    mount
        .service(redeem_code)
        .service(get_userinfo)
        .service(post_userinfo)
        .service(introspect)
        .service(revoke);
}

/// Redeems a code (RFC 6749 §4.1.3): once, within 60 seconds, by the console that it was made for, with the same
/// `redirect_uri` and the `code_verifier` of its challenge. A second try revokes what was made of it.
///
/// A console proves itself by its secret, in the header (`Basic`) or in the form. The answer has `access_token`,
/// `token_type`, `expires_in`, `scope` and `id_token`; errors are those of RFC 6749 §5.2.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "redeem_code",
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        example = "grant_type=authorization_code&code=tsg_…&redirect_uri=https%3A%2F%2Fremote.example.com%2Fcallback"),
    responses(
        (status = 200, description = "The tokens", body = Object),
        (status = 400, description = "`invalid_request`, `invalid_grant`, `unsupported_grant_type`", body = Object),
        (status = 401, description = "`invalid_client`", body = Object),
        (status = 503, description = "`temporarily_unavailable`", body = Object),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/token")]
async fn redeem_code(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    let params = match params {
        Ok(params) => params,
        Err(refused) => return error(refused),
    };
    let redemption = Redemption {
        authorization: authorization(&request),
        params,
        origin: origin_of(&request),
        date: date(&request),
    };
    match redeem::redeem(&context, redemption).await {
        Ok(Ok((answer, client))) => {
            readable(json(StatusCode::OK, &answer), &request, Some(&client))
        }
        Ok(Err(refused)) => readable(error(refused.error), &request, refused.client.as_ref()),
        Err(cause) => unavailable(&cause),
    }
}

/// The clock of the console, where it says it (RFC 9110 §6.6.1).
fn date(request: &HttpRequest) -> Option<Time> {
    let date: HttpDate = header(request, &DATE).parse().ok()?;
    let since = SystemTime::from(date).duration_since(UNIX_EPOCH).ok()?;
    Some(Time::from_micros(0) + since)
}

/// The claims of the person (OpenID Connect Core §5.3): those of the scopes, and those that were asked for by name. Read
/// anew each time: the access token is good as long as its session, and while the person may use the console.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "get_userinfo",
    responses(
        (status = 200, description = "`sub`, and the claims", body = Object),
        (status = 400, description = "`invalid_request`", body = Object),
        (status = 401, description = "`invalid_token` (RFC 6750 §3.1)", body = Object),
        (status = 503, description = "`temporarily_unavailable`", body = Object),
        Refusals<()>
    )
)]
#[get("/oauth/userinfo")]
async fn get_userinfo(context: web::Data<Context>, request: HttpRequest) -> HttpResponse {
    answer_userinfo(&context, &request, &Params::default()).await
}

/// The same, with the access token in the header or as `access_token` in a form (RFC 6750 §2.2).
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "post_userinfo",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "`sub`, and the claims", body = Object),
        (status = 400, description = "`invalid_request`", body = Object),
        (status = 401, description = "`invalid_token` (RFC 6750 §3.1)", body = Object),
        (status = 503, description = "`temporarily_unavailable`", body = Object),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/userinfo")]
async fn post_userinfo(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    // With the token in the header there need not be a form.
    let has_body = !header(&request, &CONTENT_TYPE).is_empty();
    let params = match params {
        Ok(params) => params,
        Err(refused) if has_body => return bearer_error(StatusCode::BAD_REQUEST, Some(refused)),
        Err(_) => Params::default(),
    };
    answer_userinfo(&context, &request, &params).await
}

async fn answer_userinfo(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
) -> HttpResponse {
    let in_header = authorization(request);
    let in_header = in_header.as_deref().and_then(bearer);
    let in_form = params.get("access_token");
    // RFC 6750 §2: one way at a time.
    if params.repeated().is_some() || (in_header.is_some() && in_form.is_some()) {
        let text = "Send the access token once.";
        let refused = OauthError::new(ErrorCode::InvalidRequest, text);
        return bearer_error(StatusCode::BAD_REQUEST, Some(refused));
    }
    let Some(token) = in_header.or(in_form) else {
        return bearer_error(StatusCode::UNAUTHORIZED, None);
    };
    match userinfo::userinfo(context, Secret::new(token)).await {
        Ok(Ok((claims, client))) => readable(json(StatusCode::OK, &claims), request, Some(&client)),
        Ok(Err(refused)) => bearer_error(StatusCode::UNAUTHORIZED, Some(refused)),
        Err(cause) => unavailable(&cause),
    }
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("Bearer")
        .then_some(token.trim())
}

/// What an access token is good for (RFC 7662), for the console that it belongs to; of any other, `active` is false.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "introspect_token",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "`active`, and what belongs to it", body = Object),
        (status = 400, description = "`invalid_request`, `unauthorized_client`", body = Object),
        (status = 401, description = "`invalid_client`", body = Object),
        (status = 503, description = "`temporarily_unavailable`", body = Object),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/introspect")]
async fn introspect(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    let params = match params {
        Ok(params) => params,
        Err(refused) => return error(refused),
    };
    let authorization = authorization(&request);
    match userinfo::introspect(&context, authorization.as_deref(), &params).await {
        Ok(Ok(answer)) => json(StatusCode::OK, &answer),
        Ok(Err(refused)) => error(refused.error),
        Err(cause) => unavailable(&cause),
    }
}

/// Makes an access token void (RFC 7009). One that is unknown, or of another console, is no error.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "revoke_token",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It opens nothing any more", body = Object),
        (status = 400, description = "`invalid_request`", body = Object),
        (status = 401, description = "`invalid_client`", body = Object),
        (status = 503, description = "`temporarily_unavailable`", body = Object),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/revoke")]
async fn revoke(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    let params = match params {
        Ok(params) => params,
        Err(refused) => return error(refused),
    };
    let authorization = authorization(&request);
    match userinfo::revoke(&context, authorization.as_deref(), &params).await {
        Ok(Ok(client)) => readable(json(StatusCode::OK, &json!({})), &request, Some(&client)),
        Ok(Err(refused)) => readable(error(refused.error), &request, refused.client.as_ref()),
        Err(cause) => unavailable(&cause),
    }
}
