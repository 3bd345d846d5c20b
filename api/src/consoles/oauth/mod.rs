//! The provider of OpenID Connect: consoles send browsers here, and are told who came (RFC 6749, RFC 9700, OpenID Connect
//! Core 1.0). Only the authorization code flow; no refresh tokens.

mod authorize;
mod claims;
mod client_auth;
mod decide;
mod discovery;
mod end_session;
mod error;
mod handlers;
mod handlers_answers;
mod handlers_discovery;
mod handlers_pages;
mod handlers_sessions;
mod handlers_token;
mod hint;
mod level;
mod live;
mod model;
mod noted;
mod pages;
mod params;
mod redeem;
mod request;
mod store;
mod store_tokens;
mod sweep;
mod userinfo;
mod wanted;

pub use handlers::routes;
pub use sweep::sweep;
