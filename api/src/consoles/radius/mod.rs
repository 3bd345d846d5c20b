//! RADIUS through `FreeRADIUS`: its module `rlm_rest` asks here, and the sign-in answers. A VPN or a firewall asks for
//! the password first, then for a code (RFC 2865 §2.1, challenge and response).

mod handlers;
mod message;
mod refusals;
mod service;

pub use handlers::routes;
