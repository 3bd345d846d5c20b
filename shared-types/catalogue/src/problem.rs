//! What is wrong with a file, and where.

use std::fmt;
use std::path::Path;

/// Something in a catalogue that cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    file: String,
    line: usize,
    what: String,
}

impl Problem {
    pub(crate) fn new(tag: &str, line: usize, what: String) -> Self {
        Self {
            file: format!("{tag}.ftl"),
            line,
            what,
        }
    }

    pub(crate) fn of_file(path: &Path, what: &str) -> Self {
        Self {
            file: path.display().to_string(),
            line: 1,
            what: what.to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what } = self;
        write!(f, "{file}:{line}: {what}")
    }
}
