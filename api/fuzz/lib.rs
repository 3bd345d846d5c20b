//! What several fuzz targets need: requests out of bytes, and a look at every refusal.

pub mod world;

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use actix_web::{FromRequest, HttpRequest, web};
use std::cell::OnceCell;
use std::future::Future;
use tokio::runtime::{Builder, Runtime};
use twostep::platform::http::{ApiError, HttpSettings};

thread_local! {
    static RUNTIME: OnceCell<Runtime> = const { OnceCell::new() };
}

/// Waits for what never has to wait.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| {
        let build = || Builder::new_current_thread().enable_all().build();
        let runtime = runtime.get_or_init(|| build().expect("a runtime"));
        runtime.block_on(future)
    })
}

/// A request with a JSON body.
pub fn with_body<T: FromRequest<Error = ApiError>>(body: &[u8]) -> Result<T, ApiError> {
    let request = TestRequest::post()
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_vec());
    extract(request)
}

/// What an extractor makes of a request; a refusal is looked at.
pub fn extract<T: FromRequest<Error = ApiError>>(request: TestRequest) -> Result<T, ApiError> {
    let (request, mut payload) = request.to_http_parts();
    let extracted = wait_for(T::from_request(&request, &mut payload));
    extracted.inspect_err(look_at)
}

/// An error must be one of the request, in JSON, never one of the server.
pub fn look_at(error: &ApiError) {
    let problem = error.problem("0");
    assert!((400..500).contains(&problem.status), "{error:?}");
    serde_json::to_string(&problem).expect("a problem serialises");
}

/// A request behind a trusted proxy, with one header on each line; what is no header is left out.
pub fn with_headers(text: &[u8]) -> HttpRequest {
    let settings = HttpSettings {
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        cors_origins: vec!["https://desk.example.com".into()],
        ..HttpSettings::default()
    };
    let peer = "10.1.2.3:4".parse().expect("an address");
    let mut request = TestRequest::default()
        .peer_addr(peer)
        .app_data(web::Data::new(settings));
    for line in text.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        if let Some(header) = header(&line[..colon], &line[colon + 1..]) {
            request = request.append_header(header);
        }
    }
    request.to_http_request()
}

/// A header, where name and value can be one.
pub fn header(name: &[u8], value: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name).ok()?;
    Some((name, HeaderValue::from_bytes(value.trim_ascii()).ok()?))
}

/// An extractor that reads no body.
pub fn from_head<T: FromRequest<Error = ApiError>>(request: &HttpRequest) -> Result<T, ApiError> {
    let extracted = wait_for(T::from_request(request, &mut Payload::None));
    extracted.inspect_err(look_at)
}
