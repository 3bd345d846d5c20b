//! The API's documentation, served by the API itself: `/openapi.yaml` for programs, `/docs` and the guides
//! below it for people. The pages are written when one is first asked for, from the same document; they can be read
//! without a script.

mod example;
mod guides;
mod markdown;
mod operation;
mod page;
mod place;
mod samples;
mod search;
mod text;
mod types;

use crate::application::openapi;
use crate::platform::http::middleware::HTML_CSP;
use crate::platform::http::{HttpSettings, Mount, PathId, Refusals};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get};
use guides::{GUIDES, GuideName};
use serde_json::Value;
use std::sync::OnceLock;

const STYLESHEET: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");
const HTML: &str = "text/html; charset=utf-8";

/// The pages, once somebody has asked for one.
#[derive(Debug, Default)]
pub struct DocsPage(OnceLock<Pages>);

#[derive(Debug)]
struct Pages {
    reference: Bytes,
    guides: Vec<Bytes>,
    search: Bytes,
    yaml: Bytes,
}

impl DocsPage {
    /// The pages of the installation at `public_url`.
    fn get(&self, public_url: &str) -> &Pages {
        self.0.get_or_init(|| {
            let document = openapi::read().unwrap_or_default();
            Pages::write(&document, public_url)
        })
    }
}

impl Pages {
    fn write(document: &Value, public_url: &str) -> Self {
        let guides = GUIDES.iter();
        let entries = search::entries(document);
        Self {
            reference: page::write(document, public_url).into(),
            guides: guides
                .map(|guide| page::write_guide(guide, document, public_url).into())
                .collect(),
            search: serde_json::to_vec(&entries).unwrap_or_default().into(),
            yaml: openapi::of_installation(public_url).into(),
        }
    }
}

/// Whether somebody who types an address by hand means the first page of the documentation.
pub fn is_other_spelling(path: &str) -> bool {
    matches!(path, "/docs/" | "/docs/guides" | "/docs/guides/")
}

/// The routes of this folder.
pub fn routes(mount: &mut impl Mount) {
    mount
        .service(get_openapi)
        .service(get_docs)
        .service(get_docs_stylesheet)
        .service(get_docs_script)
        .service(get_docs_search)
        .service(get_guide);
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
async fn get_openapi(
    pages: web::Data<DocsPage>,
    settings: web::Data<HttpSettings>,
) -> HttpResponse {
    let pages = pages.get(settings.public_url.origin());
    answer("application/yaml; charset=utf-8", pages.yaml.clone())
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
async fn get_docs(pages: web::Data<DocsPage>, settings: web::Data<HttpSettings>) -> HttpResponse {
    let pages = pages.get(settings.public_url.origin());
    answer(HTML, pages.reference.clone())
}

/// A guide as a page to read.
#[utoipa::path(
    tag = "service",
    params(("id" = String, Path, description = "Its name, `quickstart`")),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        Refusals<(PathId<GuideName>,)>
    )
)]
#[get("/docs/guides/{id}")]
async fn get_guide(
    pages: web::Data<DocsPage>,
    settings: web::Data<HttpSettings>,
    PathId(GuideName(place)): PathId<GuideName>,
) -> HttpResponse {
    let pages = pages.get(settings.public_url.origin());
    answer(HTML, pages.guides[place].clone())
}

/// What the search of the pages looks through.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The entries", body = serde_json::Value),
        Refusals<()>
    )
)]
#[get("/docs/search.json")]
async fn get_docs_search(
    pages: web::Data<DocsPage>,
    settings: web::Data<HttpSettings>,
) -> HttpResponse {
    let pages = pages.get(settings.public_url.origin());
    answer("application/json; charset=utf-8", pages.search.clone())
}

/// The search and the copy buttons of the pages.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The script", body = String, content_type = "text/javascript"),
        Refusals<()>
    )
)]
#[get("/docs/page.js")]
async fn get_docs_script() -> HttpResponse {
    answer(
        "text/javascript; charset=utf-8",
        Bytes::from_static(SCRIPT.as_bytes()),
    )
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
