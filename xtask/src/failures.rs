//! What failed tests said first, read from what libtest prints: the whole of it is long and far above.

/// The most lines that are repeated of one test.
const LINES: usize = 12;

/// Collects the beginning of each failed test's own output.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    texts: Vec<String>,
    /// How many lines of the last one are still taken.
    open: usize,
}

impl Failures {
    /// Reads the next line of the output.
    pub(crate) fn read(&mut self, line: &str) {
        let name = line.strip_prefix("---- ");
        if let Some(name) = name.and_then(|rest| rest.strip_suffix(" stdout ----")) {
            self.texts.push(name.to_owned());
            self.open = LINES;
        } else if self.open > 0 && line.starts_with("stack backtrace:") {
            self.open = 0;
        } else if let Some(text) = self.texts.last_mut().filter(|_| self.open > 0)
            && !line.trim().is_empty()
        {
            text.push_str("\n    ");
            text.push_str(line);
            self.open -= 1;
        }
    }

    /// One text for each failed test: its name, and what it said first.
    pub(crate) fn into_texts(self) -> Vec<String> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(output: &str) -> Vec<String> {
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        failures.into_texts()
    }

    #[test]
    fn the_beginning_of_each_failed_test_is_taken() {
        let output = "test a::b ... FAILED\n\nfailures:\n\n---- a::b stdout ----\n\n\
            thread 'a::b' panicked at x.rs:1:2:\nwaited in vain\nstack backtrace:\n   0: rust\n\n\
            ---- c stdout ----\nno\n\nfailures:\n    a::b";
        let [first, second] = &texts(output)[..] else {
            panic!("two tests failed");
        };
        assert_eq!(
            first,
            "a::b\n    thread 'a::b' panicked at x.rs:1:2:\n    waited in vain"
        );
        assert!(second.starts_with("c\n    no"), "{second}");
    }

    #[test]
    fn no_more_lines_are_taken_than_fit() {
        let long = format!("---- a stdout ----\n{}", "said\n".repeat(100));
        assert_eq!(texts(&long)[0].lines().count(), LINES + 1);
        assert_eq!(texts("test a ... ok\nsaid"), Vec::<String>::new());
    }
}
