//! The middleware around a small app of its own.

use super::edge;
use crate::platform::http::{
    ApiError, Body, HttpSettings, Route, RouteTable, UNAVAILABLE, no_handler,
};
use crate::platform::origin::Origin;
use actix_web::body::{BoxBody, MessageBody as _};
use actix_web::http::header::HeaderMap;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use shared_types::limits::URL_BYTES;
use shared_types::problem::{Problem, ProblemCode};
use std::time::Duration;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Greeting {
    name: String,
}

#[get("/panic")]
async fn panics() -> HttpResponse {
    panic!("on purpose")
}

#[get("/busy")]
async fn busy() -> Result<HttpResponse, ApiError> {
    let busy = ApiError::new(ProblemCode::Unavailable, UNAVAILABLE);
    let busy = busy.retry_after(Duration::from_millis(1500));
    Err(busy.because("disk full at /secret/path"))
}

#[get("/plain/{status}")]
async fn plain(status: web::Path<u16>) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(*status).expect("a status");
    HttpResponse::build(status).finish()
}

#[get("/who")]
async fn who(origin: Origin) -> String {
    origin.request_id
}

#[post("/greet")]
async fn greet(Body(greeting): Body<Greeting>) -> String {
    greeting.name
}

async fn no_route(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    Err(no_handler(&request))
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json; charset=utf-8"
        );
        let problem: Problem = serde_json::from_str(&self.body).expect("a problem");
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert_eq!(problem.status, self.status);
        problem
    }
}

async fn send(request: TestRequest) -> Answer {
    let settings = HttpSettings {
        cors_origins: vec!["https://app.example".to_owned()],
        ..HttpSettings::default()
    };
    let table = RouteTable::new(|| {
        let route = |pattern, method| Route {
            pattern,
            methods: vec![method],
        };
        vec![route("/greet", "POST"), route("/who", "GET")]
    });
    let app = App::new()
        .app_data(web::Data::new(settings))
        .app_data(web::Data::new(table))
        .service((panics, busy, plain, who, greet))
        .default_service(web::to(no_route))
        .wrap(from_fn(edge));
    let service = init_service(app).await;
    let response: HttpResponse<BoxBody> =
        match try_call_service(&service, request.to_request()).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
    let headers = response.headers().clone();
    let status = response.status().as_u16();
    let body = response.into_body().try_into_bytes().expect("a whole body");
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    Answer {
        status,
        headers,
        body,
    }
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

/// H-08: a panic is a 500, and nothing of it is told.
#[actix_web::test]
async fn a_panic_is_an_internal_problem() {
    let answer = send(get("/panic")).await;
    assert_eq!(answer.problem().code, ProblemCode::Internal);
    assert!(!answer.body.contains("on purpose"));
}

/// B-06 (frames, nosniff, referrer, COOP and CORP, HSTS): every response has the security headers, whichever part of
/// the server made it.
#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let requests = [
        get("/who"),
        get("/panic"),
        get("/busy"),
        get("/plain/304"),
        get("/plain/404"),
        get("/nowhere"),
        TestRequest::post().uri("/who"),
        TestRequest::post().uri("/greet"),
    ];
    for request in requests {
        let answer = send(request).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            (
                "strict-transport-security",
                "max-age=63072000; includeSubDomains",
            ),
        ] {
            assert_eq!(answer.header(name), value, "{}", answer.status);
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.headers.contains_key("server"));
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
}

/// L-10: a 503 says when to ask again; H-07: its cause stays inside.
#[actix_web::test]
async fn waiting_is_said_in_seconds() {
    let answer = send(get("/busy")).await;
    assert_eq!(answer.problem().retry_after_seconds, Some(2));
    assert_eq!(answer.header("retry-after"), "2");
    assert!(!answer.body.contains("secret"));
    for status in [429, 503] {
        let answer = send(get(&format!("/plain/{status}"))).await;
        assert_eq!(answer.header("retry-after"), "1");
    }
}

/// H-07: a bare status from another crate becomes a problem as well.
#[actix_web::test]
async fn every_error_is_a_problem() {
    for (status, code) in [
        (400, ProblemCode::MalformedRequest),
        (401, ProblemCode::Unauthenticated),
        (404, ProblemCode::NotFound),
        (418, ProblemCode::MalformedRequest),
        (500, ProblemCode::Internal),
        (502, ProblemCode::Internal),
    ] {
        let answer = send(get(&format!("/plain/{status}"))).await;
        assert_eq!(answer.problem().code, code, "{status}");
    }
    assert_eq!(
        send(get("/plain/401")).await.header("www-authenticate"),
        "Bearer"
    );
}

/// H-06: a known path names its methods, an unknown one is not there; TRACE is off.
#[actix_web::test]
async fn wrong_methods_and_routes_are_told_apart() {
    let answer = send(TestRequest::post().uri("/who")).await;
    assert_eq!(answer.problem().code, ProblemCode::MethodNotAllowed);
    assert_eq!(answer.header("allow"), "GET, HEAD");
    let answer = send(get("/nowhere")).await;
    assert_eq!(answer.problem().code, ProblemCode::NotFound);
    let trace = TestRequest::default().method(actix_web::http::Method::TRACE);
    assert_eq!(send(trace.uri("/who")).await.status, 405);
}

/// H-01: long targets and large heads are refused.
#[actix_web::test]
async fn the_head_is_bounded() {
    let long = format!("/who?{}", "a".repeat(URL_BYTES));
    assert_eq!(send(get(&long)).await.problem().code, ProblemCode::TooLarge);
    let large = get("/who").insert_header(("X-Large", "a".repeat(17_000)));
    assert_eq!(send(large).await.problem().code, ProblemCode::TooLarge);
}

/// H-01, H-02: bodies are small, plain JSON.
#[actix_web::test]
async fn the_body_is_bounded_and_plain() {
    let post = || TestRequest::post().uri("/greet");
    let json = || post().insert_header(("Content-Type", "application/json"));
    let cases = [
        (post().set_payload("{}"), ProblemCode::UnsupportedMediaType),
        (
            post().insert_header(("Content-Type", "text/plain")),
            ProblemCode::UnsupportedMediaType,
        ),
        (
            json().insert_header(("Content-Encoding", "gzip")),
            ProblemCode::UnsupportedMediaType,
        ),
        (
            json().set_payload(vec![b' '; 16_385]),
            ProblemCode::TooLarge,
        ),
        (json().set_payload("{"), ProblemCode::MalformedRequest),
        (json().set_payload("{}"), ProblemCode::InvalidInput),
    ];
    for (request, code) in cases {
        assert_eq!(send(request).await.problem().code, code);
    }
    let answer = send(json().set_payload(r#"{"name":"Ada"}"#)).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "Ada"));
}

#[actix_web::test]
async fn handlers_see_the_request_id_of_the_answer() {
    let answer = send(get("/who")).await;
    assert_eq!(answer.body, answer.header("x-request-id"));
}

/// B-04 (exact list, no credentials): listed origins may read, without credentials; no other origin is named.
#[actix_web::test]
async fn only_listed_origins_may_read() {
    let preflight = |origin: &str| {
        TestRequest::default()
            .method(actix_web::http::Method::OPTIONS)
            .uri("/greet")
            .insert_header(("Origin", origin))
            .insert_header(("Access-Control-Request-Method", "POST"))
    };
    let allowed = send(preflight("https://app.example")).await;
    assert_eq!(allowed.status, 204);
    for answer in [
        &allowed,
        &send(get("/who").insert_header(("Origin", "https://app.example"))).await,
    ] {
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "https://app.example"
        );
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials")
        );
        assert!(
            !answer
                .header("access-control-allow-headers")
                .contains("CSRF")
        );
    }
    for origin in [
        "https://evil.example",
        "https://app.example.evil.example",
        "https://xapp.example",
        "http://app.example",
        "null",
    ] {
        for answer in [
            send(preflight(origin)).await,
            send(get("/who").insert_header(("Origin", origin))).await,
        ] {
            assert!(
                !answer.headers.contains_key("access-control-allow-origin"),
                "{origin}"
            );
        }
        assert_eq!(
            send(preflight(origin)).await.problem().code,
            ProblemCode::Forbidden
        );
    }
}
