//! The headers that many operations share, each described once under `components`.

use shared_types::limits::IDEMPOTENCY_KEY_LONGEST;
use shared_types::problem::ProblemCode;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
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

/// What a request with an `Idempotency-Key` may be refused with for it.
pub(super) const CODES_OF_KEYS: [ProblemCode; 6] = [
    ProblemCode::MalformedRequest,
    ProblemCode::TooLarge,
    ProblemCode::Conflict,
    ProblemCode::IdempotencyKeyInUse,
    ProblemCode::IdempotencyKeyReused,
    ProblemCode::Unavailable,
];

/// The key of a request that may be sent again.
pub(super) fn add_idempotency_key(operation: &mut Operation) {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(IDEMPOTENCY_KEY_LONGEST + 2));
    let description = "With the same key within 24 hours the same request is not done again: its answer is given again.";
    let key = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(description))
        .schema(Some(text));
    let parameters = operation.parameters.get_or_insert_with(Vec::new);
    parameters.push(RefOr::T(key.build()));
}

fn reference(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}
