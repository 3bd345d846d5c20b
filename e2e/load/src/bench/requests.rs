//! The requests that are measured.

use crate::client::{from_afar, request};
use crate::{seed, seed_console};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use serde_json::json;

pub(super) fn nothing(_: u32) -> Request<Full<Bytes>> {
    request("GET", "/", "", String::new())
}

/// The least that the program answers: what HTTP alone costs.
pub(super) fn healthz(_: u32) -> Request<Full<Bytes>> {
    request("GET", "/healthz", "", String::new())
}

/// A session check.
pub(crate) fn who_am_i(number: u32) -> Request<Full<Bytes>> {
    let token = seed::session_token(number);
    request("GET", "/api/v1/me", &token, String::new())
}

/// A code check.
pub(crate) fn check_code(number: u32) -> Request<Full<Bytes>> {
    code_request(&seed::flow_token(number), number)
}

/// The code of member `number`, in a flow.
pub(crate) fn code_request(flow: &str, number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "code": seed::code(number) }).to_string();
    request("POST", "/api/v1/sign-in/code", flow, body)
}

/// A sign-in with the password.
pub(crate) fn sign_in(number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "email": seed::email(number), "password": seed::PASSWORD }).to_string();
    from_afar(request("POST", "/api/v1/sign-in", "", body), number)
}

/// A program asks about member `number`.
pub(super) fn verify(token: &str, number: u32) -> Request<Full<Bytes>> {
    let body = json!({ "member": seed::member_id(number), "code": seed::code(number) });
    request("POST", "/api/v1/verifications", token, body.to_string())
}

/// nginx asks for a browser of member `number`.
pub(super) fn ask_of_nginx(path: &str, number: u32) -> Request<Full<Bytes>> {
    let mut request = request("GET", path, "", String::new());
    let cookie = format!("__Host-tsv_console={}", seed_console::cookie(number));
    let url = format!("https://{}/tickets", seed_console::HOST);
    let headers = request.headers_mut();
    for (name, value) in [
        ("x-original-url", url.as_str()),
        ("x-original-method", "GET"),
        ("cookie", &cookie),
    ] {
        headers.insert(name, value.parse().expect("printable"));
    }
    request
}
