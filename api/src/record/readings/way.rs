//! What is read, and how.

/// What is read, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Pages and single rows of the record.
    Pages,
    /// The record as a file.
    Export,
    /// All members as a file.
    Members,
    /// Some members as a file. Apart from all of them, so that a small file hides no whole one.
    SomeMembers,
}

impl Way {
    /// The word in the table and in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Export => "export",
            Self::Members => "members",
            Self::SomeMembers => "some_members",
        }
    }
}
