//! Random bytes and uniform numbers from the operating system.

/// Fresh random bytes.
///
/// Without randomness nothing can be done safely, so a failure panics.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A text of uniform characters of an alphabet with at most 256 of them.
pub fn text(alphabet: &[u8], length: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    let mut text = String::with_capacity(length);
    while text.len() < length {
        // One call to the system is enough for a token in most cases.
        let drawn = bytes::<64>();
        let drawn = drawn
            .into_iter()
            .map(usize::from)
            .filter(|byte| *byte < fair);
        let missing = length - text.len();
        text.extend(
            drawn
                .take(missing)
                .map(|byte| char::from(alphabet[byte % alphabet.len()])),
        );
    }
    text
}

/// A uniform number below `bound`: values that would favour small numbers are rejected.
pub fn below(bound: u32) -> u32 {
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let value = u32::from_le_bytes(bytes());
        if value < fair {
            return value % bound;
        }
    }
}
