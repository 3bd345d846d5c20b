//! The headers that many operations share, each described once under `components`.

use utoipa::openapi::header::Header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, Ref, RefOr};

/// Of answers to API tokens: draft-ietf-httpapi-ratelimit-headers-11.
const RATE_LIMIT: [(&str, &str); 2] = [
    (
        "RateLimit-Policy",
        "To an API token: its requests in a window of seconds, `\"requests\";q=600;w=60`.",
    ),
    (
        "RateLimit",
        "To an API token: requests left, and seconds until there are all again, `\"requests\";r=599;t=60`.",
    ),
];

/// Describes them.
pub(super) fn add(components: &mut Components) {
    for (name, description) in RATE_LIMIT {
        let mut header = Header::new(ObjectBuilder::new().schema_type(Type::String));
        header.description = Some(description.to_owned());
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
}

/// What answers to a token say of further requests.
pub(super) fn add_rate_limit(operation: &mut Operation) {
    let responses = operation.responses.responses.iter_mut();
    let told = responses.filter(|(status, _)| status.starts_with('2') || *status == "429");
    for (_, response) in told {
        if let RefOr::T(response) = response {
            let named = RATE_LIMIT.map(|(name, _)| (name.to_owned(), reference(name)));
            response.headers.extend(named);
        }
    }
}

fn reference(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}
