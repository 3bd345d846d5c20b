//! How many tests passed and failed, read from what libtest prints.

use std::fmt;
use std::ops::AddAssign;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Counts {
    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (_, result) = line.split_once("test result:")?;
        Some(Self {
            passed: number_before(result, " passed")?,
            failed: number_before(result, " failed")?,
        })
    }
}

fn number_before(text: &str, word: &str) -> Option<usize> {
    let (before, _) = text.split_once(word)?;
    before.rsplit(' ').next()?.parse().ok()
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_read_with_and_without_colour() {
        let plain = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        let colour = "test result: \u{1b}[31mFAILED\u{1b}[m. 3 passed; 2 failed; 0 ignored";
        assert_eq!(
            Counts::parse(plain),
            Some(Counts {
                passed: 12,
                failed: 0
            })
        );
        assert_eq!(
            Counts::parse(colour),
            Some(Counts {
                passed: 3,
                failed: 2
            })
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["", "running 12 tests", "test a_result ... ok", "12 passed"] {
            assert_eq!(Counts::parse(line), None, "{line:?}");
        }
    }
}
