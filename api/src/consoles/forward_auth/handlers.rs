//! `GET /forward-auth`, `GET /auth-request`.

use super::checks::{Answer, Asked, ConsoleChecks};
use super::handlers_protected::{self as protected, Protected, opens_a_page};
use super::identity::Identity;
use super::refusals::{AskError, ConsoleError};
use super::{handlers_browser, handlers_cookies as cookies};
use crate::consoles::clients::add_query;
use crate::consoles::oauth::{Params, Words, page, read_client_id};
use crate::platform::http::{ApiError, Mount, Refusal, Refusals, origin_of};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse, get, web};
use shared_types::secret::Secret;

const TWOSTEP_ASSERTION: HeaderName = HeaderName::from_static("twostep-assertion");

/// The routes of this feature, outside the prefix of the API.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(auth_request)
        .service(forward_auth)
        .configure(handlers_browser::routes);
}

/// Whether a request to a console may pass, asked by its proxy (Caddy `forward_auth`, Traefik `forwardAuth`).
///
/// The proxy says in `X-Forwarded-Proto`, `X-Forwarded-Host`, `X-Forwarded-Uri` and `X-Forwarded-Method` what the browser
/// wants, and sends the browser's cookies along. It asks from an address that the host of this installation trusts
/// (`TWOSTEP_TRUSTED_PROXIES`). 200 lets the request pass, and says who it is in five headers, each of them there every
/// time. A browser that opens a page is
/// sent to the sign-in; a script and a WebSocket get 401 with that address in `Location`. 403 is for a person who may not use
/// the console, for an address that no console has, and for who asks and is no proxy of ours.
#[utoipa::path(
    tag = "forward-auth",
    operation_id = "forward_auth",
    params(
        ("client" = Option<String>, Query, description = "The id of the console: no other one is protected with this answer"),
        ("assertion" = Option<String>, Query, description = "`none`: `Twostep-Assertion` is empty, which costs less")
    ),
    responses(
        (status = 200, description = "The request passes", headers(
            ("Remote-User" = String, description = "The email address"),
            ("Remote-Name" = String, description = "The name, in UTF-8"),
            ("Remote-Email" = String, description = "The email address"),
            ("Remote-Groups" = String, description = "The names of groups with commas between them (inside of a name `%2C`), and `role:agent`, `role:helpdesk` or `role:admin`"),
            ("Remote-Acr" = String, description = "`urn:twostep:aal1` or `urn:twostep:aal2`"),
            ("Twostep-Assertion" = String, description = "A JWT that says the same: one minute, `aud` is the id of the console, `typ` is `twostep-assertion+jwt`")
        )),
        (status = 302, description = "To the sign-in, of a browser that opens a page", headers(
            ("Location" = String, description = "Below the protected address")
        )),
        Refusals<(AskError,)>
    )
)]
#[get("/forward-auth")]
async fn forward_auth(
    checks: web::Data<ConsoleChecks>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<AskError>> {
    let told = protected::forwarded(request.headers());
    Ok(answer(&checks, &request, told, true).await?)
}

/// The same for the module `auth_request` of nginx, which takes no other answers than 200, 401 and 403.
///
/// nginx says in `X-Original-URL` and `X-Original-Method` what the browser wants. The recipe sends a browser that opens a
/// page to the address in `Location`.
#[utoipa::path(
    tag = "forward-auth",
    operation_id = "auth_request",
    params(
        ("client" = Option<String>, Query, description = "The id of the console: no other one is protected with this answer"),
        ("assertion" = Option<String>, Query, description = "`none`: `Twostep-Assertion` is empty, which costs less")
    ),
    responses(
        (status = 200, description = "The request passes, with the headers of `/forward-auth`"),
        Refusals<(AskError,)>
    )
)]
#[get("/auth-request")]
async fn auth_request(
    checks: web::Data<ConsoleChecks>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<AskError>> {
    let told = protected::original(request.headers());
    Ok(answer(&checks, &request, told, false).await?)
}

async fn answer(
    checks: &ConsoleChecks,
    request: &HttpRequest,
    told: Result<Protected, &'static str>,
    may_redirect: bool,
) -> Result<HttpResponse, AskError> {
    let params = Params::parse(request.query_string().as_bytes());
    let named = params.get("client");
    let client = named.and_then(read_client_id);
    if let Err(stranger) = protected::refuse_strangers(request) {
        if let (Some(client), Some(peer)) = (client, request.peer_addr()) {
            checks.note_stranger(client, peer.ip()).await;
        }
        return Err(stranger.into());
    }
    let wanted = told.map_err(protected::unreadable)?;
    if named.is_some() && client.is_none() {
        return Err(protected::unknown(wanted.origin).into());
    }
    let asked = Asked {
        origin: &wanted.origin,
        client,
        cookie: cookies::session(request),
        wants_assertion: params.get("assertion") != Some("none"),
    };
    let opens_a_page = opens_a_page(request.headers(), &wanted.method);
    match checks.ask(asked).await? {
        Answer::Passes(identity, assertion) => Ok(passes(&identity, assertion.as_ref())),
        Answer::SignIn => Ok(sign_in(&wanted, may_redirect && opens_a_page)),
        Answer::Forbidden(identity) if opens_a_page => Ok(forbidden(request, &identity)),
        Answer::Forbidden(identity) => {
            let name = identity.client.settings.name.clone();
            Err(AskError::Forbidden(name))
        }
        Answer::Disabled(client) if opens_a_page => {
            let words = Words::of(&Params::default(), &origin_of(request));
            let shown = words.disabled(&client.settings.name);
            Ok(page(StatusCode::FORBIDDEN, shown))
        }
        Answer::Disabled(client) => {
            let name = client.settings.name.clone();
            Err(ConsoleError::Disabled(name).into())
        }
        Answer::Unknown => Err(protected::unknown(wanted.origin).into()),
    }
}

fn passes(identity: &Identity, assertion: Option<&Secret>) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    for (name, value) in identity.headers() {
        let value = HeaderValue::from_bytes(value.as_bytes());
        let value = value.unwrap_or(HeaderValue::from_static(""));
        answer.insert_header((name, value));
    }
    let token = assertion.map_or("", Secret::expose);
    let token = HeaderValue::from_str(token).unwrap_or(HeaderValue::from_static(""));
    answer.insert_header((TWOSTEP_ASSERTION, token));
    answer.finish()
}

/// Below the protected address, so that the cookie of the start is one of its own.
fn sign_in(wanted: &Protected, redirects: bool) -> HttpResponse {
    let path = add_query(protected::START, &[("to", &wanted.target)]);
    let target = format!("{}{path}", wanted.origin);
    let mut answer = if redirects {
        HttpResponse::Found().finish()
    } else {
        HttpResponse::from_error(ApiError::from(AskError::SignedOut))
    };
    if let Ok(target) = HeaderValue::from_str(&target) {
        answer.headers_mut().insert(LOCATION, target);
    }
    answer
}

fn forbidden(request: &HttpRequest, identity: &Identity) -> HttpResponse {
    let words = Words::of(&Params::default(), &origin_of(request));
    let account = &identity.person.account;
    let shown = words.forbidden(&identity.client.settings.name, account);
    page(StatusCode::FORBIDDEN, shown)
}
