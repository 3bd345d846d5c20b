//! The API's documentation, served by the API itself: `/openapi.yaml` for programs, `/docs` for
//! people. The page is written once at the start, from the same document; it needs no script.

mod example;
mod five_minutes;
mod operation;
mod page;
mod text;
mod types;

use crate::application::openapi;
use crate::platform::http::middleware::HTML_CSP;
use crate::platform::http::{PublicUrl, Refusals, RouteTable};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

const STYLESHEET: &str = include_str!("style.css");

/// The document in every form that is needed.
#[derive(Debug)]
pub struct ApiDocument {
    yaml: Bytes,
    page: Bytes,
    routes: Arc<RouteTable>,
}

impl ApiDocument {
    /// Writes out a document for the installation at `public_url`.
    pub fn new(document: &OpenApi, public_url: &PublicUrl) -> Self {
        let paths = &document.paths.paths;
        let routes = paths.iter().map(|(path, item)| {
            let methods = openapi::operations(item).map(|(method, _)| method);
            (path.as_str(), methods)
        });
        Self {
            yaml: openapi::to_yaml(document).into(),
            page: page::write(document, public_url.origin()).into(),
            routes: Arc::new(RouteTable::new(routes)),
        }
    }

    /// The table of all routes.
    pub fn routes(&self) -> Arc<RouteTable> {
        Arc::clone(&self.routes)
    }
}

/// The routes of this folder.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_openapi)
        .service(get_docs)
        .service(get_docs_stylesheet);
}

/// This document.
#[utoipa::path(
    tag = "service",
    responses(
        (status = 200, description = "The document", body = serde_json::Value, content_type = "application/yaml"),
        Refusals<()>
    )
)]
#[get("/openapi.yaml")]
async fn get_openapi(document: web::Data<ApiDocument>) -> HttpResponse {
    answer("application/yaml; charset=utf-8", document.yaml.clone())
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
async fn get_docs(document: web::Data<ApiDocument>) -> HttpResponse {
    answer("text/html; charset=utf-8", document.page.clone())
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
