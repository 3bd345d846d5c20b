//! The headers of a request: forwarding, languages, programs, credentials, origins.
#![no_main]

use fuzz::{look_at, with_headers};
use libfuzzer_sys::fuzz_target;
use twostep::platform::http::{credential, same_origin};
use twostep::platform::http::origin_of;

fuzz_target!(|bytes: &[u8]| {
    let request = with_headers(bytes);
    let origin = origin_of(&request);
    for text in [&origin.network, &origin.program, &origin.throttle_key()] {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(text.len() <= 64, "{text:?}");
    }
    for found in [
        credential::flow(&request),
        credential::session(&request),
        credential::known_browser(&request),
    ] {
        match found {
            Ok(Some(credential)) => assert!(!credential.token.expose().is_empty()),
            Ok(None) => {}
            Err(error) => look_at(&error),
        }
    }
    if let Err(error) = same_origin::check(&request, "https://desk.example.com") {
        look_at(&error);
    }
});
