//! `GET, POST /oauth/end-session`.

use super::end_session::{self, Logout};
use super::handlers_answers::{Form, page, see_other};
use super::handlers_pages::{
    by_address, csrf_of, hop, is_sent_by_our_page, origin_of_address, refuse, unavailable,
};
use super::pages::{SignOut, Words};
use super::params::Params;
use crate::people::sessions::{SignedInPerson, person_in_browser};
use crate::platform::context::Context;
use crate::platform::db::DbError;
use crate::platform::http::credential::{SESSION_COOKIE, clear_cookie};
use crate::platform::http::{Mount, Refusals, origin_of};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};

const PATH: &str = "/oauth/end-session";

/// The routes of this file.
pub(super) fn routes(mount: &mut impl Mount) {
    mount
        .service(end_session_of_browser)
        .service(end_session_by_form);
}

/// Ends the session of the browser (OpenID Connect RP-Initiated Logout 1.0), and leads to `post_logout_redirect_uri` where
/// it is one of the console; with any other one the person stays here. With `id_token_hint`, an ID token of this very session, nobody is asked; without,
/// a page asks.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "end_session_by_console",
    params(
        ("id_token_hint" = Option<String>, Query, description = "An ID token of the session, also one that is too old"),
        ("client_id" = Option<String>, Query, description = "The console, where there is no ID token"),
        ("post_logout_redirect_uri" = Option<String>, Query, description = "Where to go afterwards"),
        ("state" = Option<String>, Query, description = "Comes along as it is"),
        ("ui_locales" = Option<String>, Query, description = "Languages of pages, the best first")
    ),
    responses(
        (status = 200, description = "A page: one that leads on, a question, or that it is done", body = String, content_type = "text/html"),
        (status = 303, description = "To the address of the console"),
        (status = 400, description = "A page: the ID token is of another console, or a parameter is there twice", body = String, content_type = "text/html"),
        (status = 503, description = "A page: the service cannot answer now", body = String, content_type = "text/html"),
        Refusals<()>
    )
)]
#[get("/oauth/end-session")]
async fn end_session_of_browser(context: web::Data<Context>, request: HttpRequest) -> HttpResponse {
    let params = Params::parse(request.query_string().as_bytes());
    match start(&context, &request, &params).await {
        Ok(answer) => answer,
        Err(cause) => unavailable(&request, &params, &cause),
    }
}

/// The same by a form of a console, which becomes an address; or the answer to the question of our page.
#[utoipa::path(
    tag = "openid-connect",
    operation_id = "end_session_by_form",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "A page: it is done", body = String, content_type = "text/html"),
        (status = 303, description = "To the same with GET, or to the address of the console"),
        (status = 400, description = "The ID token is of another console, a parameter is there twice, or it is no form"),
        (status = 403, description = "A page: no page of ours has sent this", body = String, content_type = "text/html"),
        (status = 503, description = "A page: the service cannot answer now", body = String, content_type = "text/html"),
        Refusals<(Form,)>
    )
)]
#[post("/oauth/end-session")]
async fn end_session_by_form(
    context: web::Data<Context>,
    request: HttpRequest,
    Form(params): Form,
) -> HttpResponse {
    let form = match params {
        Ok(form) if form.get("csrf").is_some() => form,
        params => return by_address(PATH, params),
    };
    let asked = Params::parse(form.get("asked").unwrap_or_default().as_bytes());
    if !is_sent_by_our_page(&context, &request, &form) {
        let words = Words::of(&asked, &origin_of(&request));
        return page(StatusCode::FORBIDDEN, words.stale());
    }
    match agreed(&context, &request, &asked).await {
        Ok(answer) => answer,
        Err(cause) => unavailable(&request, &asked, &cause),
    }
}

async fn start(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
) -> Result<HttpResponse, DbError> {
    let logout = match end_session::open(context, params).await? {
        Ok(logout) => logout,
        Err(unopened) => return Ok(refuse(request, params, unopened)),
    };
    if let Some(hop) = hop(request, params, PATH) {
        return Ok(hop);
    }
    match person_in_browser(request).await? {
        None => Ok(done(request, params, &logout)),
        Some(person) if logout.is_of(&person) => {
            end(context, request, params, &logout, person).await
        }
        Some(person) => Ok(ask(context, request, params, &logout, &person)),
    }
}

async fn agreed(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
) -> Result<HttpResponse, DbError> {
    let logout = match end_session::open(context, params).await? {
        Ok(logout) => logout,
        Err(unopened) => return Ok(refuse(request, params, unopened)),
    };
    match person_in_browser(request).await? {
        None => Ok(done(request, params, &logout)),
        Some(person) => end(context, request, params, &logout, person).await,
    }
}

async fn end(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
    logout: &Logout,
    person: SignedInPerson,
) -> Result<HttpResponse, DbError> {
    end_session::end(context, person, origin_of(request)).await?;
    let mut answer = done(request, params, logout);
    let cleared = answer.add_cookie(&clear_cookie(SESSION_COOKIE));
    cleared.expect("a cookie is a header");
    Ok(answer)
}

fn done(request: &HttpRequest, params: &Params, logout: &Logout) -> HttpResponse {
    if let Some(back) = &logout.back {
        return see_other(back);
    }
    let words = Words::of(params, &origin_of(request));
    page(StatusCode::OK, words.signed_out())
}

fn ask(
    context: &Context,
    request: &HttpRequest,
    params: &Params,
    logout: &Logout,
    person: &SignedInPerson,
) -> HttpResponse {
    let words = Words::of(params, &origin_of(request));
    let console = logout.client.as_ref().map(|client| &*client.settings.name);
    let target = logout.back.as_deref().map(origin_of_address);
    let shown = words.sign_out(&SignOut {
        console,
        email: &person.account.email,
        query: &params.query(),
        csrf: csrf_of(context, request).expose(),
        target: target.as_deref().unwrap_or_default(),
    });
    page(StatusCode::OK, shown)
}
