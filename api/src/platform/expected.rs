//! The version that a change was made for: it is refused where another one stands meanwhile, so that nobody's change
//! is lost.

/// What a caller says of the version that is to be changed, beside the one in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Unsaid,
    /// Whatever stands.
    Any,
    /// One of these; none where the caller named only what is no version of ours.
    OneOf(Vec<i64>),
}

impl Expected {
    /// Whether a change of this version was meant.
    pub fn admits(&self, version: i64) -> bool {
        match self {
            Self::Unsaid | Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}
