//! The body of a file that is sent in pieces.

use futures_util::{Stream, TryStreamExt as _};
use std::future::ready;

/// The pieces that have something in them: an empty one would end the body.
pub fn without_empty<E>(
    pieces: impl Stream<Item = Result<String, E>>,
) -> impl Stream<Item = Result<String, E>> {
    pieces.try_filter(|piece| ready(!piece.is_empty()))
}
