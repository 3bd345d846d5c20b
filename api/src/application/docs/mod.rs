//! The API's documentation, served by the API itself: `/openapi.yaml` for programs, `/docs` for
//! people. The page is written when it is first asked for, from the same document; it needs no script.

mod example;
mod five_minutes;
mod operation;
mod page;
mod text;
mod types;

use crate::application::openapi;
use crate::platform::http::middleware::HTML_CSP;
use crate::platform::http::{HttpSettings, Mount, Refusals};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get};
use std::sync::OnceLock;

const STYLESHEET: &str = include_str!("style.css");

/// The page, once somebody has asked for it.
#[derive(Debug, Default)]
pub struct DocsPage(OnceLock<Bytes>);

impl DocsPage {
    /// The page of the installation at `public_url`.
    fn get(&self, public_url: &str) -> Bytes {
        let write = || page::write(&openapi::read().unwrap_or_default(), public_url).into();
        self.0.get_or_init(write).clone()
    }
}

/// The routes of this folder.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(get_openapi)
        .service(get_docs)
        .service(get_docs_stylesheet);
}

/// This document.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The document, as `application/yaml` (RFC 9512)"),
        Refusals<()>
    )
)]
#[get("/openapi.yaml")]
async fn get_openapi() -> HttpResponse {
    answer(
        "application/yaml; charset=utf-8",
        Bytes::from_static(openapi::YAML.as_bytes()),
    )
}

/// The documentation as a page to read.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        Refusals<()>
    )
)]
#[get("/docs")]
async fn get_docs(page: web::Data<DocsPage>, settings: web::Data<HttpSettings>) -> HttpResponse {
    let page = page.get(settings.public_url.origin());
    answer("text/html; charset=utf-8", page)
}

/// How the page looks.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The stylesheet", body = String, content_type = "text/css"),
        Refusals<()>
    )
)]
#[get("/docs/style.css")]
async fn get_docs_stylesheet() -> HttpResponse {
    answer(
        "text/css; charset=utf-8",
        Bytes::from_static(STYLESHEET.as_bytes()),
    )
}

fn answer(content_type: &str, body: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_SECURITY_POLICY, HTML_CSP))
        .body(body)
}
