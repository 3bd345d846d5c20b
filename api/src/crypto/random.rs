//! Random bytes and uniform numbers from the operating system.

/// That many fresh random bytes.
///
/// A system without randomness cannot do anything safe, so there is no error to handle.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A uniform number below `bound`: values that would favour small numbers are drawn again.
pub fn below(bound: u32) -> u32 {
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let value = u32::from_le_bytes(bytes());
        if value < fair {
            return value % bound;
        }
    }
}
