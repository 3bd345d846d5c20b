//! Random bytes and uniform numbers from the operating system.

/// Fresh random bytes.
///
/// Without randomness nothing can be done safely, so a failure panics.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// The 62 letters and digits, in the order of their values as digits of base 62.
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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

/// A uniform number below `bound`.
pub fn below(bound: u32) -> u32 {
    std::iter::repeat_with(|| u32::from_le_bytes(bytes()))
        .find_map(|drawn| reduced(drawn, bound))
        .expect("the iterator has no end")
}

/// A drawn number brought below `bound`; `None` for the highest ones, which would favour small numbers.
fn reduced(drawn: u32, bound: u32) -> Option<u32> {
    let fair = u32::MAX - u32::MAX % bound;
    (drawn < fair).then(|| drawn % bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E-01 (rejection): what would make some numbers likelier than others is drawn again.
    #[test]
    fn numbers_that_favour_small_ones_are_rejected() {
        let fair = 4_294_000_000;
        assert_eq!(reduced(fair - 1, 1_000_000), Some(999_999));
        for drawn in [fair, fair + 1, u32::MAX] {
            assert_eq!(reduced(drawn, 1_000_000), None);
        }
        assert_eq!(reduced(1_000_007, 1_000_000), Some(7));
        assert_eq!(reduced(0, 1), Some(0));
    }

    #[test]
    fn a_text_has_the_length_and_the_characters_that_are_asked() {
        for length in [0, 1, 63, 64, 65, 200] {
            let text = text(b"ab", length);
            assert_eq!(text.len(), length);
            assert!(text.bytes().all(|byte| b"ab".contains(&byte)));
        }
    }

    /// χ² over an alphabet of 100, of which a plain remainder of a byte would draw 56 half as often again.
    #[test]
    fn no_character_is_favoured() {
        let alphabet: Vec<u8> = (0..100).collect();
        let mut counts = [0_f64; 100];
        for byte in text(&alphabet, 100_000).bytes() {
            counts[usize::from(byte)] += 1.0;
        }
        let chi_squared: f64 = counts.iter().map(|n| (n - 1000.0).powi(2) / 1000.0).sum();
        // One in 10^9 uniform samples is above 220.
        assert!(chi_squared < 220.0, "χ² = {chi_squared}");
    }
}
