//! The ways in which the record is read.

/// How the record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Pages and single rows.
    Pages,
    /// As a file.
    Export,
}

impl Way {
    /// The word in the table and in the record.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Export => "export",
        }
    }
}
