//! The body of a route that takes many rows: larger than others, and read only when the handler asks for it,
//! which it does after the caller's right was checked.

use super::body::Format;
use super::rows_places::{self, RowsPlace};
use super::{ApiError, Body, Refuses, body};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use shared_types::limits::{ROWS_BODY_BYTES, ROWS_LONGEST};
use shared_types::problem::ProblemCode;
use std::future::{Ready, ready};
use std::marker::PhantomData;

/// A request body of type `T`, up to 4 MiB, that nobody has read yet.
pub struct RowsBody<T> {
    request: HttpRequest,
    payload: Payload,
    kind: PhantomData<T>,
}

/// What a caller sent, and his place until it is decided.
pub struct Rows<T> {
    /// The body.
    pub body: T,
    /// Dropped when the answer is there.
    pub place: RowsPlace,
}

/// A file of comma-separated values, as it was sent.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct CsvFile(pub Vec<u8>);

impl<T: DeserializeOwned> RowsBody<T> {
    /// Reads it for a caller, by the name that the record has for him.
    pub async fn read(self, caller: &impl ToString) -> Result<Rows<T>, BodyRefused> {
        let Rows { body, place } = self.read_bytes(caller, Format::Json).await?;
        let body = body::parse(&body).map_err(BodyRefused)?;
        Ok(Rows { body, place })
    }
}

impl RowsBody<CsvFile> {
    /// Reads the file for a caller, by the name that the record has for him.
    pub async fn read_file(self, caller: &impl ToString) -> Result<Rows<CsvFile>, BodyRefused> {
        let Rows { body, place } = self.read_bytes(caller, Format::Csv).await?;
        let body = CsvFile(body);
        Ok(Rows { body, place })
    }
}

impl<T> RowsBody<T> {
    async fn read_bytes(
        self,
        caller: &impl ToString,
        format: Format,
    ) -> Result<Rows<Vec<u8>>, BodyRefused> {
        body::check_head(&self.request, format, ROWS_BODY_BYTES).map_err(BodyRefused)?;
        let place = rows_places::take(&self.request, &caller.to_string()).map_err(BodyRefused)?;
        let body = read_rows(self.payload).await.map_err(BodyRefused)?;
        Ok(Rows { body, place })
    }
}

/// The bytes of such a body, if they are not too many and come in time.
pub async fn read_rows(payload: Payload) -> Result<Vec<u8>, ApiError> {
    let bytes = body::read_up_to(payload, ROWS_BODY_BYTES);
    let read = tokio::time::timeout(ROWS_LONGEST, bytes).await;
    read.unwrap_or_else(|_| Err(body::broken_off()))
}

/// It is not read by the time the handler begins, so it refuses nothing by itself.
impl<T> Refuses for RowsBody<T> {
    fn codes() -> Vec<ProblemCode> {
        Vec::new()
    }
}

/// The body is not acceptable, too large, or one too many at a time.
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
        [Body::<()>::codes(), vec![ProblemCode::Throttled]].concat()
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

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::web::Bytes;
    use futures_util::{StreamExt as _, stream};
    use std::time::Duration;
    use tokio::time::Instant;

    /// The clock is tokio's paused one, which goes on when everything waits.
    #[tokio::test(start_paused = true)]
    async fn a_body_comes_within_sixty_seconds() {
        let begins = stream::iter([Ok(Bytes::from_static(b"{"))]);
        let payload = Payload::from(begins.chain(stream::pending()).boxed_local());
        let began = Instant::now();
        let read = read_rows(payload).await;
        assert_eq!(began.elapsed(), Duration::from_mins(1));
        let refused = read.expect_err("the body did not come");
        assert_eq!(refused.code(), ProblemCode::MalformedRequest);
    }
}
