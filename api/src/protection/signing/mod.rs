//! The keys that sign what others check without asking us: receipts, and the key set at
//! `/.well-known/jwks.json` that they check them with.

mod audience;
mod handlers;
mod key_pair;
mod model;
mod receipt;
mod rotation;
mod service;
mod signer;
mod store;

pub use audience::Audience;
pub use handlers::routes;
pub use receipt::{Level, Method, Receipt};
pub use rotation::{RotateError, Rotated, Rotation, rotate};
pub use service::{prepare, prepare_for, sweep};
pub use signer::Signer;
