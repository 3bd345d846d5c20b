//! One pass over the raw JSON before it is parsed: how deep it nests, and whether a string holds an
//! escaped NUL. Such a body is refused before a parser or the database gets it.

use shared_types::limits;

/// Why the raw text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanError {
    /// Nested deeper than `limits::JSON_DEPTH`.
    TooDeep,
    /// A string holds `\u0000`, which PostgreSQL cannot store as text.
    Nul,
}

/// Scans bytes that may or may not be JSON; invalid JSON is refused later, by the parser.
pub(super) fn scan(json: &[u8]) -> Result<(), ScanError> {
    let mut depth = 0usize;
    let mut bytes = json.iter().enumerate();
    let mut in_string = false;
    while let Some((at, byte)) = bytes.next() {
        match (in_string, byte) {
            (true, b'\\') => {
                if json.get(at + 1..at + 6) == Some(b"u0000") {
                    return Err(ScanError::Nul);
                }
                bytes.next();
            }
            (_, b'"') => in_string = !in_string,
            (false, b'[' | b'{') => {
                depth += 1;
                if depth > limits::JSON_DEPTH {
                    return Err(ScanError::TooDeep);
                }
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-05: 32 levels are read, 33 are not.
    #[test]
    fn depth_is_counted_outside_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(scan(nested(32).as_bytes()), Ok(()));
        assert_eq!(scan(nested(33).as_bytes()), Err(ScanError::TooDeep));
        let quoted = format!("\"\\\"{}\"", "[".repeat(100));
        assert_eq!(scan(quoted.as_bytes()), Ok(()));
        let flat = "[],".repeat(100);
        assert_eq!(scan(flat.as_bytes()), Ok(()));
    }

    /// H-05: an escaped NUL is found, an escaped backslash before `u0000` is not one.
    #[test]
    fn an_escaped_nul_is_found() {
        assert_eq!(scan(br#"{"a":"\u0000"}"#), Err(ScanError::Nul));
        assert_eq!(scan(br#"{"a":"\\u0000"}"#), Ok(()));
        assert_eq!(scan(br#"{"a":"\u0001"}"#), Ok(()));
    }
}
