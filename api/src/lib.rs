//! Twostep: self-hosted two-step verification for support desks.

pub mod http;
