//! The frames that pages stand in: one card, or a console with its navigation.

mod card;
mod console;
mod languages;

pub use card::{CardPage, Waiting};
pub use console::{Console, Place};
