//! `GET /.twostep/start`, `/.twostep/callback`, `/.twostep/sign-out`: what a proxy passes on below a protected address.

use super::checks::find_console;
use super::handlers_cookies as cookies;
use super::handlers_protected::{
    forwarded_origin, opens_a_page, refuse_strangers, unknown, unreadable,
};
use super::redeem::{self, Back, address_of};
use super::refusals::ConsoleError;
use super::start::{Browser, read_target};
use crate::consoles::clients::Client;
use crate::consoles::oauth::{DECLINED, Page, Params, Words, page, see_other};
use crate::platform::context::Context;
use crate::platform::http::same_origin::would_show_cookies;
use crate::platform::http::{Mount, Refusal, Refusals, origin_of};
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The routes of this file.
pub(super) fn routes(mount: &mut impl Mount) {
    mount
        .service(start_at_console)
        .service(come_back_to_console)
        .service(sign_out_of_console);
}

/// Where a browser leaves a protected address for the sign-in. The proxy passes it on, with `X-Forwarded-Proto` and
/// `X-Forwarded-Host`. 403 where no console has the address, it is switched off, or who asks is no proxy of ours.
#[utoipa::path(
    tag = "forward-auth",
    operation_id = "start_at_console",
    params(("to" = Option<String>, Query, description = "Where to go afterwards: path and query of the protected address")),
    responses(
        (status = 303, description = "To the authorization endpoint"),
        Refusals<(ConsoleError,)>
    )
)]
#[get("/.twostep/start")]
async fn start_at_console(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<ConsoleError>> {
    let client = match console_of(&context, &request).await? {
        Ok(client) => client,
        Err(shown) => return Ok(shown),
    };
    let params = Params::parse(request.query_string().as_bytes());
    let target = params.get("to").and_then(read_target);
    let target = target.unwrap_or_else(|| "/".to_owned());
    let browser = Browser::of(cookies::start(&request)).unwrap_or_else(Browser::new);
    let mut answer = see_other(&browser.leave(&client, &context.public_url, &target));
    set(&mut answer, &cookies::set_start(&browser.0));
    Ok(answer)
}

/// Where a browser comes back to with its code, at the protected address. The code is good once, for a minute, in the
/// browser that left, at this console, for the address that it wanted.
#[utoipa::path(
    tag = "forward-auth",
    operation_id = "come_back_to_console",
    params(
        ("code" = Option<String>, Query, description = "From the authorization endpoint"),
        ("state" = Option<String>, Query, description = "The address that was wanted"),
        ("error" = Option<String>, Query, description = "From the authorization endpoint, instead of a code")
    ),
    responses(
        (status = 303, description = "To the address that was wanted, with the cookie of the console"),
        (status = 400, description = "A page: this browser has not started, or too long ago", body = String, content_type = "text/html"),
        Refusals<(ConsoleError,)>
    )
)]
#[get("/.twostep/callback")]
async fn come_back_to_console(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<ConsoleError>> {
    let client = match console_of(&context, &request).await? {
        Ok(client) => client,
        Err(shown) => return Ok(shown),
    };
    let params = Params::parse(request.query_string().as_bytes());
    let words = words_of(&request);
    let name = &client.settings.name;
    let again = || {
        let beginning = address_of(&client, "/");
        page(StatusCode::BAD_REQUEST, words.start_again(name, &beginning))
    };
    if let Some(error) = params.get("error") {
        let told = Told {
            error,
            description: params.get("error_description").unwrap_or_default(),
        };
        return Ok(told.answer(words, &client));
    }
    let (Some(browser), Some(code), Some(target)) = (
        Browser::of(cookies::start(&request)),
        params.get("code"),
        params.get("state"),
    ) else {
        return Ok(again());
    };
    let back = Back {
        client: client.clone(),
        browser,
        code: code.to_owned(),
        target: target.to_owned(),
        origin: origin_of(&request),
    };
    let redeemed = redeem::redeem(&context, back).await;
    let Some(token) = redeemed.map_err(ConsoleError::from)? else {
        return Ok(again());
    };
    let mut answer = see_other(&address_of(&client, target));
    set(&mut answer, &cookies::set_session(&token));
    Ok(answer)
}

/// What the authorization endpoint says instead of a code (RFC 6749 §4.1.2.1). Anybody can send a browser here with it, so
/// it chooses one of our pages, and is not shown itself.
struct Told<'a> {
    error: &'a str,
    description: &'a str,
}

impl Told<'_> {
    fn answer(&self, words: Words, client: &Client) -> HttpResponse {
        let name = &client.settings.name;
        let beginning = address_of(client, "/");
        let (status, shown) = match self.error {
            "access_denied" if self.description == DECLINED => {
                (StatusCode::FORBIDDEN, words.declined(name, &beginning))
            }
            "access_denied" => (StatusCode::FORBIDDEN, words.forbidden_to_all(name)),
            "temporarily_unavailable" | "server_error" => {
                let shown = words.later(name, &beginning);
                (StatusCode::SERVICE_UNAVAILABLE, shown)
            }
            _ => {
                let shown = words.start_again(name, &beginning);
                (StatusCode::BAD_REQUEST, shown)
            }
        };
        page(status, shown)
    }
}

/// Ends the cookie of this browser at the protected address. The session goes on, and a page says where it is ended. A
/// request that another site caused is asked about first.
#[utoipa::path(
    tag = "forward-auth",
    operation_id = "sign_out_of_console",
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        Refusals<(ConsoleError,)>
    )
)]
#[get("/.twostep/sign-out")]
async fn sign_out_of_console(
    context: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal<ConsoleError>> {
    let client = match console_of(&context, &request).await? {
        Ok(client) => client,
        Err(shown) => return Ok(shown),
    };
    let words = words_of(&request);
    let name = &client.settings.name;
    if !would_show_cookies(&request) {
        let path = "/.twostep/sign-out";
        return Ok(page(StatusCode::OK, words.sign_out_of_console(name, path)));
    }
    if let Some(cookie) = cookies::session(&request) {
        let origin = origin_of(&request);
        let ended = redeem::sign_out(&context, &client, &cookie, origin).await;
        ended.map_err(ConsoleError::from)?;
    }
    let everywhere = format!("{}/oauth/end-session", context.public_url);
    let shown: Page = words.signed_out_of_console(name, &everywhere);
    let mut answer = page(StatusCode::OK, shown);
    for cookie in cookies::clear() {
        set(&mut answer, &cookie);
    }
    Ok(answer)
}

/// The console at whose address the proxy has this request; or the page for a browser that opens one where none can be
/// used. A program is refused.
async fn console_of(
    context: &Context,
    request: &HttpRequest,
) -> Result<Result<Client, HttpResponse>, ConsoleError> {
    refuse_strangers(request)?;
    let origin = forwarded_origin(request.headers()).map_err(unreadable)?;
    let found = find_console(context, &origin).await?;
    let is_shown = opens_a_page(request.headers(), request.method().as_str());
    let refused = |shown: Page| Ok(Err(page(StatusCode::FORBIDDEN, shown)));
    match found {
        Some(client) if !client.is_disabled() => Ok(Ok(client)),
        Some(client) if is_shown => refused(words_of(request).disabled(&client.settings.name)),
        Some(client) => Err(ConsoleError::Disabled(client.settings.name)),
        None if is_shown => {
            // Logged for who runs the proxy.
            unknown(origin);
            refused(words_of(request).unknown())
        }
        None => Err(unknown(origin)),
    }
}

fn words_of(request: &HttpRequest) -> Words {
    Words::of(&Params::default(), &origin_of(request))
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) {
    // A name and a value of ours always stand in a header.
    let added = answer.add_cookie(cookie);
    debug_assert!(added.is_ok());
}
