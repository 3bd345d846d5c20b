//! Consoles whose proxy asks before each request: whether the browser's person may pass, and who it is (the forward
//! authentication of Caddy and Traefik, and the `auth_request` of nginx). A browser signs in at the
//! authorization endpoint like that of a relying party, and has a cookie of its own at the protected address.

mod assertions;
mod checks;
mod decide;
mod handlers;
mod handlers_browser;
mod handlers_cookies;
mod handlers_protected;
mod identity;
mod known_consoles;
mod redeem;
mod refusals;
mod start;
mod store;

pub use checks::ConsoleChecks;
pub use handlers::routes;
pub use redeem::sweep;
