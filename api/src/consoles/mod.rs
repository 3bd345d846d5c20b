//! The consoles in front of which this program stands: their register, and the protocols by which they sign in.

pub mod clients;
pub mod forward_auth;
pub mod logout;
pub mod oauth;
pub mod radius;
