//! Twostep.
fn main() {}
