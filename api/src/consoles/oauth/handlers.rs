//! `GET, POST /oauth/authorize`, `POST /oauth/consent`.
//!
//! The cookie of a session is `SameSite=Strict`: a browser that a console of another site sends here does not bring it,
//! and nobody could tell whether its person is signed in. So the first answer to such a request is a page of ours that
//! leads on by itself (`<meta http-equiv="refresh">`, and a link), without a script. The second request begins on a page
//! of this site, and the browser brings its cookies along. A second cookie with `SameSite=Lax`, good for this route
//! alone, would spare the page; but it would be one more credential to end, and every page on the web could make
//! requests with it. The page is left out where the browser says that it would have brought a cookie.

use super::authorize::{self, Opened, Outcome, Visitor};
use super::handlers_answers::{Form, error, page, see_other};
use super::handlers_pages::{
    by_address, csrf_of, hop, is_sent_by_our_page, origin_of_address, refuse, unavailable,
};
use super::pages::{Consent, Words};
use super::params::Params;
use super::{handlers_discovery, handlers_sessions, handlers_token};
use crate::people::sessions::person_in_browser;
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::{Mount, Refusals, origin_of};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use shared_types::time::Time;

/// The routes of this feature, outside the prefix of the API.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(authorize_browser)
        .service(authorize_by_form)
        .service(consent)
        .configure(handlers_token::routes)
        .configure(handlers_sessions::routes)
        .configure(handlers_discovery::routes);
}

/// Where a console sends a browser (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2).
///
/// The browser comes back to `redirect_uri` with `code`, `state` and `iss` (RFC 9207), or with `error`. Before that it
/// may see the pages of the sign-in, "Confirm that it is you", and a question. Unknown parameters are ignored. With an
/// unknown `client_id`, or an address that is not registered for it, a page says so, and the browser is sent nowhere.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "authorize",
    params(
        ("client_id" = String, Query, description = "The console"),
        ("redirect_uri" = String, Query, description = "Where to go back to: one that is registered, character for character"),
        ("response_type" = String, Query, description = "`code`"),
        ("scope" = String, Query, description = "`openid`, and any of `profile`, `email`, `groups`"),
        ("state" = Option<String>, Query, description = "Comes back as it is"),
        ("nonce" = Option<String>, Query, description = "Stands in the ID token"),
        ("code_challenge" = Option<String>, Query, description = "PKCE (RFC 7636); needed of a console without a secret"),
        ("code_challenge_method" = Option<String>, Query, description = "`S256`"),
        ("prompt" = Option<String>, Query, description = "`none`, `login`, `consent`, `select_account`"),
        ("max_age" = Option<u32>, Query, description = "Seconds since the last authentication"),
        ("acr_values" = Option<String>, Query, description = "Levels, the best first: `urn:twostep:aal2`"),
        ("claims" = Option<String>, Query, description = "Claims by name, as JSON (OpenID Connect Core §5.5)"),
        ("ui_locales" = Option<String>, Query, description = "Languages of pages, the best first")
    ),
    responses(
        (status = 200, description = "A page: one that leads on, or a question", body = String, content_type = "text/html"),
        (status = 303, description = "Back to the console, or to a page of ours"),
        (status = 400, description = "A page: the console or the address is not known", body = String, content_type = "text/html"),
        (status = 503, description = "A page: the service cannot answer now", body = String, content_type = "text/html"),
        Refusals<()>
    )
)]
#[get("/oauth/authorize")]
async fn authorize_browser(context: web::Data<Context>, request: HttpRequest) -> HttpResponse {
    let params = Params::parse(request.query_string().as_bytes());
    match start(&context, &request, &params).await {
        Ok(answer) => answer,
        Err(cause) => unavailable(&request, &params, &cause),
    }
}

/// The same by a form (OpenID Connect Core §3.1.2.1): the browser is sent to the address that says the same.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "authorize_by_form",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "To the same with GET"),
        (status = 400, description = "It is no form, or too long for an address"),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/authorize")]
async fn authorize_by_form(Form(params): Form) -> HttpResponse {
    by_address("/oauth/authorize", params)
}

/// What a person says to the question whether a console may be told: sent by the page of ours that asks.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "consent",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "A page: one more question", body = String, content_type = "text/html"),
        (status = 303, description = "Back to the console, or to a page of ours"),
        (status = 400, description = "The console or the address is not known, or it is no form"),
        (status = 403, description = "A page: no page of ours has sent this", body = String, content_type = "text/html"),
        (status = 503, description = "A page: the service cannot answer now", body = String, content_type = "text/html"),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/consent")]
async fn consent(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    let form = match params {
        Ok(form) => form,
        Err(refused) => return error(refused),
    };
    let asked = Params::parse(form.get("asked").unwrap_or_default().as_bytes());
    if !is_sent_by_our_page(&context, &request, &form) {
        let words = Words::of(&asked, &origin_of(&request));
        return page(StatusCode::FORBIDDEN, words.stale());
    }
    let agrees = form.get("decision") == Some("agree");
    match answer_question(&context, &request, &asked, agrees).await {
        Ok(answer) => answer,
        Err(cause) => unavailable(&request, &asked, &cause),
    }
}

async fn start(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
) -> Result<HttpResponse, DbError> {
    let opened = match authorize::open(context, params).await? {
        Ok(opened) => opened,
        Err(unopened) => return Ok(refuse(request, params, unopened)),
    };
    if let Some(hop) = hop(request, params, "/oauth/authorize") {
        return Ok(hop);
    }
    go_on(context, request, &opened, params, false).await
}

async fn answer_question(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
    agrees: bool,
) -> Result<HttpResponse, DbError> {
    let opened = match authorize::open(context, params).await? {
        Ok(opened) => opened,
        Err(unopened) => return Ok(refuse(request, params, unopened)),
    };
    if !agrees {
        return Ok(see_other(&authorize::decline(context, &opened, params)));
    }
    go_on(context, request, &opened, params, true).await
}

async fn go_on(
    context: &Context,
    request: &HttpRequest,
    opened: &Opened,
    params: &Params,
    has_consent: bool,
) -> Result<HttpResponse, DbError> {
    let person = person_in_browser(request).await?;
    let origin = origin_of(request);
    let words = Words::of(params, &origin);
    let visitor = Visitor {
        person: person.clone(),
        has_consent,
        origin,
    };
    let now = context.clock.now();
    let outcome = authorize::go_on(context, opened, params, visitor).await?;
    let client = &opened.client;
    Ok(match outcome {
        Outcome::Back(target) => see_other(&target),
        Outcome::SignIn => {
            // By its name also the first one: the browser may remember another.
            let path = client.short_name.sign_in_path();
            see_other(&continued(&path, params, now))
        }
        Outcome::Confirm => see_other(&continued("/confirm", params, now)),
        Outcome::Enroll => see_other(&continued("/set-up", params, now)),
        Outcome::Consent(asked) => {
            let csrf = csrf_of(context, request);
            let path = client.short_name.sign_in_path();
            let account = person.as_ref().map(|person| &person.account);
            let shown = words.consent(&Consent {
                console: &client.settings.name,
                name: account.map_or("", |account| &account.display_name),
                email: account.map_or("", |account| &account.email),
                organization: account.map_or("", |account| &account.organization_name),
                scope: &asked.told(),
                query: &params.query(),
                csrf: csrf.expose(),
                target: &origin_of_address(&asked.redirect_uri),
                other_account: &continued(&path, &params.of_anybody(), now),
            });
            page(StatusCode::OK, shown)
        }
    })
}

/// A page of the browser application, which comes back here when it is done.
fn continued(path: &str, params: &Params, now: Time) -> String {
    let target = format!("/oauth/authorize?{}", params.seen_query(now));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("continue", &target);
    format!("{path}?{}", query.finish())
}
