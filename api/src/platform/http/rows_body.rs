//! The JSON body of a route that takes many rows: larger than others, and read only when the handler asks for it,
//! which it does after the caller's right was checked.

use super::{ApiError, Body, Refuses, body};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use shared_types::limits::ROWS_BODY_BYTES;
use shared_types::problem::ProblemCode;
use std::future::{Ready, ready};
use std::marker::PhantomData;

/// A JSON request body of type `T`, up to 4 MiB, that nobody has read yet.
pub struct RowsBody<T> {
    request: HttpRequest,
    payload: Payload,
    kind: PhantomData<T>,
}

impl<T: DeserializeOwned> RowsBody<T> {
    /// Reads it.
    pub async fn read(self) -> Result<T, BodyRefused> {
        body::check_head(&self.request, ROWS_BODY_BYTES).map_err(BodyRefused)?;
        let bytes = body::read_up_to(self.payload, ROWS_BODY_BYTES).await;
        body::parse(&bytes.map_err(BodyRefused)?).map_err(BodyRefused)
    }
}

/// It is not read by the time the handler begins, so it refuses nothing by itself.
impl<T> Refuses for RowsBody<T> {
    fn codes() -> Vec<ProblemCode> {
        Vec::new()
    }
}

/// The body is no acceptable JSON, or too large.
#[derive(Debug, thiserror::Error)]
#[error("the body is refused")]
pub struct BodyRefused(ApiError);

impl From<BodyRefused> for ApiError {
    fn from(BodyRefused(error): BodyRefused) -> Self {
        error
    }
}

impl Refuses for BodyRefused {
    fn codes() -> Vec<ProblemCode> {
        Body::<()>::codes()
    }
}

impl<T: 'static> FromRequest for RowsBody<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
            kind: PhantomData,
        }))
    }
}
