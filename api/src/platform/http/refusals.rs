//! What an operation may refuse with, said beside the code that refuses: each error type has a table
//! of its cases, from which both the answer and the list of problem codes are made, and each
//! extractor says its codes and its credential. An operation of the document names those types.

use super::ApiError;
use serde::{Deserialize, Serialize};
use shared_types::problem::ProblemCode;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use utoipa::IntoResponses;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{RefOr, Response};

/// The key under which [`Refusals`] travels among the responses of an operation, until the document
/// is put together: utoipa lets a type add responses, and nothing else.
const KEY: &str = "x-refusals";

/// What an error or an extractor adds to the contract of an operation.
pub trait Refuses {
    /// The ways to prove the caller, of which one is enough; none where no proof is asked.
    const CREDENTIALS: &'static [Scheme] = &[];

    /// The problem codes that it can answer with.
    fn codes() -> Vec<ProblemCode>;
}

/// A security scheme of the document, and what the credential must allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Scheme {
    /// The name of the scheme.
    pub scheme: &'static str,
    /// Whether a browser sends it by itself, so that an unsafe request can be forged.
    pub is_ambient: bool,
    /// The scopes that an API token must have, or the role that a session must have at least.
    pub scopes: &'static [&'static str],
}

/// Named in an operation's `responses(...)`: the tuple of its extractors and its error, the types
/// that stand in the signature of its handler.
pub struct Refusals<T>(PhantomData<T>);

/// The error of a handler: a refusal that was an `E`. A handler that says so can answer with
/// nothing that is not in the table of `E`.
pub struct Refusal<E> {
    error: ApiError,
    kind: PhantomData<E>,
}

impl<E: Into<ApiError>> From<E> for Refusal<E> {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            kind: PhantomData,
        }
    }
}

impl<E> From<Refusal<E>> for actix_web::Error {
    fn from(refusal: Refusal<E>) -> Self {
        refusal.error.of_rules().into()
    }
}

impl<E> fmt::Debug for Refusal<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// The contract of one operation, as it is read from the document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Contract {
    /// The problem codes of its extractors and its error.
    pub codes: Vec<ProblemCode>,
    /// Scheme and scopes of each way to prove the caller.
    pub credentials: Vec<(String, Vec<String>)>,
    /// Whether an unsafe request needs `X-CSRF` and an origin that is ours.
    pub is_guarded: bool,
}

impl Contract {
    /// Takes the contract out of the responses of an operation; `None` when it named no
    /// [`Refusals`].
    pub fn take(responses: &mut BTreeMap<String, RefOr<Response>>) -> Option<Self> {
        let RefOr::T(response) = responses.remove(KEY)? else {
            return None;
        };
        let mut extensions = response.extensions?;
        serde_json::from_value(extensions.remove(KEY)?).ok()
    }
}

impl<T: Refuses> IntoResponses for Refusals<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let owned = |scopes: &[&str]| scopes.iter().map(ToString::to_string).collect();
        let credentials = T::CREDENTIALS.iter();
        let contract = Contract {
            codes: T::codes(),
            credentials: credentials
                .map(|one| (one.scheme.to_owned(), owned(one.scopes)))
                .collect(),
            is_guarded: T::CREDENTIALS.iter().any(|one| one.is_ambient),
        };
        let extensions = ExtensionsBuilder::new()
            .add(KEY, serde_json::json!(contract))
            .build();
        let response = ResponseBuilder::new().extensions(Some(extensions)).build();
        BTreeMap::from([(KEY.to_owned(), RefOr::T(response))])
    }
}

/// The credential is that of the first type that asks for one.
const fn first(lists: &[&'static [Scheme]]) -> &'static [Scheme] {
    let mut at = 0;
    while at < lists.len() {
        if !lists[at].is_empty() {
            return lists[at];
        }
        at += 1;
    }
    &[]
}

macro_rules! refuse_together {
    ($($part:ident)*) => {
        impl<$($part: Refuses),*> Refuses for ($($part,)*) {
            const CREDENTIALS: &'static [Scheme] = first(&[$($part::CREDENTIALS),*]);

            fn codes() -> Vec<ProblemCode> {
                let parts: [Vec<ProblemCode>; _] = [$($part::codes()),*];
                parts.concat()
            }
        }
    };
}

refuse_together!(A);
refuse_together!(A B);
refuse_together!(A B C);
refuse_together!(A B C D);
refuse_together!(A B C D E);

/// It refuses nothing, and asks for no credential.
impl Refuses for () {
    fn codes() -> Vec<ProblemCode> {
        Vec::new()
    }
}

/// The table of an error: the problem returned to the caller in each of its cases.
///
/// Each case names its code and its sentence, and may add what the problem carries; a case that
/// wraps another error stands under `causes` with the type of that error, and answers as it does.
/// The match that is made of it names every case, so a new one does not compile until it is listed.
macro_rules! refusals {
    (
        struct $error:ident $( ( $value:ident ) )?
            => $code:ident ( $detail:expr ) $( . $with:ident ( $( $with_value:expr )? ) )*
    ) => {
        impl From<$error> for $crate::platform::http::ApiError {
            fn from($error $( ( $value ) )?: $error) -> Self {
                let code = shared_types::problem::ProblemCode::$code;
                Self::new(code, $detail) $( . $with ( $( $with_value )? ) )*
            }
        }

        impl $crate::platform::http::Refuses for $error {
            fn codes() -> Vec<shared_types::problem::ProblemCode> {
                vec![shared_types::problem::ProblemCode::$code]
            }
        }
    };
    (
        enum $error:ident {
            $(
                $case:ident $( ( $value:ident ) )? $( { $( $field:ident ),* } )?
                    => $code:ident ( $detail:expr ) $( . $with:ident ( $( $with_value:expr )? ) )*
            ),* $(,)?
        }
        causes { $( $cause:ident ( $type:ty ) ),* $(,)? }
    ) => {
        impl From<$error> for $crate::platform::http::ApiError {
            fn from(error: $error) -> Self {
                match error {
                    $(
                        $error::$case $( ( $value ) )? $( { $( $field ),* } )? => {
                            let code = shared_types::problem::ProblemCode::$code;
                            Self::new(code, $detail) $( . $with ( $( $with_value )? ) )*
                        }
                    )*
                    $( $error::$cause(cause) => <$type as Into<Self>>::into(cause), )*
                }
            }
        }

        impl $crate::platform::http::Refuses for $error {
            fn codes() -> Vec<shared_types::problem::ProblemCode> {
                let own = [$( shared_types::problem::ProblemCode::$code ),*];
                let causes: Vec<Vec<_>> =
                    vec![$( <$type as $crate::platform::http::Refuses>::codes() ),*];
                own.into_iter().chain(causes.into_iter().flatten()).collect()
            }
        }
    };
}

pub(crate) use refusals;
