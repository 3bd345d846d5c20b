//! The whole application: any request at all, with good credentials in the place of ADMIN and
//! FLOW and a member's id in the place of MEMBER. Nothing is a fault of ours, and whatever is
//! refused is refused with a problem.
#![no_main]

use actix_web::body::to_bytes;
use actix_web::http::Method;
use actix_web::test::{TestRequest, init_service, try_call_service};
use fuzz::{wait_for, world};
use libfuzzer_sys::fuzz_target;

/// Requests that share a world; what they leave there is part of what is tried.
const SHARED: u32 = 200;

fuzz_target!(|text: &str| {
    let Some((method, uri, head, body)) = parts(text) else {
        return;
    };
    let world = world::current(SHARED);
    let fill = |text: &str| world.fill(text);
    let mut request = TestRequest::with_uri(&fill(uri)).method(method);
    for line in head.lines() {
        if let Some((name, value)) = fill(line).split_once(':') {
            if let Some(header) = fuzz::header(name.as_bytes(), value.as_bytes()) {
                request = request.append_header(header);
            }
        }
    }
    let request = request.set_payload(fill(body));
    wait_for(async {
        let app = init_service(twostep::application::app::build(&world.parts)).await;
        let response = match try_call_service(&app, request.to_request()).await {
            Ok(answer) => answer.into_parts().1,
            Err(error) => error.error_response(),
        };
        let status = response.status().as_u16();
        assert!(status < 500, "{status} after {text:?}");
        let kind = response.headers().get("content-type").cloned();
        let bytes = to_bytes(response.into_body()).await.unwrap_or_default();
        if status >= 400 {
            assert!(
                kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"))
            );
            serde_json::from_slice::<serde_json::Value>(&bytes).expect("a problem");
        }
    });
});

/// `METHOD URI`, header lines, an empty line, the body.
fn parts(text: &str) -> Option<(Method, &str, &str, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let (method, uri) = line.split_once(' ')?;
    let (head, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let is_uri = uri.starts_with('/') && uri.parse::<actix_web::http::Uri>().is_ok();
    let method = method.parse().ok().filter(|_| is_uri)?;
    Some((method, uri, head, body))
}
