//! Time limits, strict framing and connection limits for HTTP/1 connections, in front of
//! actix-http.
//!
//! This crate exists because of faults in actix-http that a server on the open network cannot live
//! with. Up to 3.21.1 its head timer runs for the first request of a connection only
//! (GHSA-54pm-2wm5-hpmg), it has no timer for bodies and none for a client that does not read the
//! response (H-03); it takes a bare line feed as a line end (H-04); and it answers a head that it
//! cannot parse with an empty response instead of a problem document (H-07). It also has no limit
//! of connections for each peer.
//!
//! Once actix-http 3.21.2 or later is in `Cargo.lock`, a guard test of the API fails
//! (`api/tests/guards/supply.rs`). Then the head timer goes: `Deadlines::head`, the part of
//! [`Connection`] that starts it, and the option of `HttpService` that turns off the timer of
//! actix-http. The framing check goes too if that version refuses bare line feeds, repeated
//! `Content-Length` and chunk extensions: remove it and let the H-04 tests of the API's server
//! decide. The limits for bodies, for responses that are not read and for connections of a peer,
//! and the response to parser errors, stay until actix-http has them.
//!
//! The crate knows nothing of the API: responses and networks are given to it.

mod connection;
mod connection_limit;
mod framing;
mod parser_errors;
mod rejections;

pub use connection::{Connection, Deadlines};
pub use connection_limit::{ConnectionLimit, Slot};
pub use parser_errors::ErrorResponse;
