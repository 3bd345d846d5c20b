//! The keys that sign what others check without asking us: receipts and ID tokens, and the key set at
//! `/.well-known/jwks.json` that they check them with; the daily heads of the audit record, and the evidence keys
//! at `/.well-known/evidence-keys.json`, which are public for ever.

mod audience;
mod checked;
mod daily;
mod evidence;
mod handlers;
mod key_pair;
mod model;
mod receipt;
mod rotation;
mod service;
mod signer;
mod store;
mod store_evidence;

pub use audience::Audience;
pub use checked::{Expected, claims_of};
pub use daily::sign_days;
pub use evidence::evidence_keys;
pub use handlers::routes;
pub use receipt::{Level, Method, Receipt};
pub use rotation::{RotateError, Rotated, Rotation, rotate};
pub use service::{prepare, prepare_for, prepare_for_id_token, sweep};
pub use signer::Signer;
