//! The id of a request in the log: a UUID v7, so ids sort by time.

use actix_web::{HttpMessage, HttpRequest};
use std::fmt;
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// Identifies one request, in its response and in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(Uuid);

impl RequestId {
    /// A new id.
    #[expect(
        clippy::disallowed_methods,
        reason = "a name in the log, whose lines have the machine's time too; no row is swept by it"
    )]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The number of its letters.
    pub const LENGTH: usize = Hyphenated::LENGTH;

    /// Writes it out as text, which for a header or a line of the log needs no string of its own.
    pub fn write(self, buffer: &mut [u8; Self::LENGTH]) -> &str {
        self.0.as_hyphenated().encode_lower(buffer)
    }

    /// The id that the middleware gave this request; a new one when there is no middleware.
    pub fn of(request: &HttpRequest) -> Self {
        let known = request.extensions().get::<Self>().copied();
        known.unwrap_or_default()
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
