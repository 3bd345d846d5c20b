//! Codes sent by e-mail: six uniform digits, stored as a MAC bound to what asked for them.

use super::keys::{KeyRing, Purpose};
use super::random;
use shared_types::secret::Secret;

/// Letters and digits that are not confused with each other, for the reference beside a code.
const REFERENCE_ALPHABET: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";

/// A fresh code, 000000 to 999999, every value equally likely.
pub fn generate() -> Secret {
    Secret::new(format!("{:06}", random::below(1_000_000)))
}

/// A short word that tells one mail from another; no secret.
pub fn reference() -> String {
    random::text(REFERENCE_ALPHABET, 4)
}

/// What the database stores of a code.
pub fn mac(keys: &KeyRing, bound_to: &str, code: &str) -> Vec<u8> {
    keys.mac(Purpose::EmailCode, &[bound_to, code])
}

/// Whether `kept` was made of `code`, bound to the same.
pub fn matches(keys: &KeyRing, kept: &[u8], bound_to: &str, code: &str) -> bool {
    keys.mac_matches(Purpose::EmailCode, &[bound_to, code], kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E-01: χ² over the leading digit of 100,000 codes; 27.9 is the 0.1 % point for 9 degrees.
    #[test]
    fn codes_are_uniform() {
        let mut counts = [0_f64; 10];
        for _ in 0..100_000 {
            let code = generate();
            let digit = code.expose().as_bytes()[0] - b'0';
            counts[usize::from(digit)] += 1.0;
        }
        let chi_squared: f64 = counts
            .iter()
            .map(|n| (n - 10_000.0).powi(2) / 10_000.0)
            .sum();
        assert!(chi_squared < 40.0, "χ² = {chi_squared}, counts {counts:?}");
    }

    /// E-03, E-09: a code proves only its own flow, and only with the key.
    #[test]
    fn a_code_is_bound_to_its_flow_and_key() {
        let keys = KeyRing::generate();
        let kept = mac(&keys, "flow-a", "012345");
        assert!(matches(&keys, &kept, "flow-a", "012345"));
        assert!(!matches(&keys, &kept, "flow-b", "012345"));
        assert!(!matches(&keys, &kept, "flow-a", "012346"));
        assert!(!matches(&KeyRing::generate(), &kept, "flow-a", "012345"));
    }
}
