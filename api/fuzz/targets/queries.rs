//! Query strings and ids in paths.
#![no_main]

use actix_web::test::TestRequest;
use fuzz::{extract, from_head};
use libfuzzer_sys::fuzz_target;
use shared_types::ids::MemberId;
use shared_types::members::ListMembersQuery;
use twostep::platform::http::{PathId, Query};

fuzz_target!(|text: &str| {
    let Ok(uri) = format!("/members?{text}").parse::<actix_web::http::Uri>() else {
        return;
    };
    drop(extract::<Query<ListMembersQuery>>(TestRequest::with_uri(
        &uri.to_string(),
    )));
    let request = TestRequest::default()
        .param("id", text.to_owned())
        .to_http_request();
    drop(from_head::<PathId<MemberId>>(&request));
});
