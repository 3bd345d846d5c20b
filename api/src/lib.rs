//! Twostep.
