//! The provider of OpenID Connect: consoles send browsers here, and are told who came (RFC 6749, RFC 9700, OpenID Connect
//! Core 1.0). Only the authorization code flow; no refresh tokens.

mod authorize;
mod claims;
mod client_auth;
mod decide;
mod discovery;
mod end_session;
mod error;
mod frame;
mod handlers;
mod handlers_answers;
mod handlers_discovery;
mod handlers_pages;
mod handlers_sessions;
mod handlers_token;
mod hint;
pub(in crate::consoles) mod level;
mod live;
mod model;
mod noted;
mod pages;
mod params;
mod presented;
mod redeem;
mod request;
mod store;
mod store_tokens;
mod sweep;
mod userinfo;
mod wanted;

pub use handlers::routes;
pub use sweep::sweep;

pub(in crate::consoles) use authorize::DECLINED;
pub(in crate::consoles) use frame::Page;
pub(in crate::consoles) use handlers_answers::{page, see_other};
pub(in crate::consoles) use pages::Words;
pub(in crate::consoles) use params::Params;
pub(in crate::consoles) use params::read_id as read_client_id;
pub(in crate::consoles) use presented::{NotGranted, Presented};
pub(in crate::consoles) use redeem::record_reuse;
