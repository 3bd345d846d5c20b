//! Why a text is not read.

use std::fmt;

/// The text is not the JSON of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOfType;

impl fmt::Display for NotOfType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the JSON of the type")
    }
}

impl std::error::Error for NotOfType {}

impl serde::de::Error for NotOfType {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

pub(super) type Result<T> = std::result::Result<T, NotOfType>;
