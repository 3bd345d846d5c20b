//! Codes sent by e-mail: six uniform digits, stored as a MAC bound to what asked for them.

use super::code::Code;
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
pub fn matches(keys: &KeyRing, kept: &[u8], bound_to: &str, code: &Code) -> bool {
    keys.mac_matches(Purpose::EmailCode, &[bound_to, code.expose()], kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// χ² of counts that should all be the same.
    fn chi_squared(counts: &[f64]) -> f64 {
        let classes = f64::from(u32::try_from(counts.len()).expect("few"));
        let expected = counts.iter().sum::<f64>() / classes;
        let parts = counts.iter().map(|n| (n - expected).powi(2) / expected);
        parts.sum()
    }

    /// E-01 (uniform): χ² over 100,000 codes, of the thousand values of their first and of their last three
    /// digits, and of every digit beside every other one. For 999 degrees of freedom 1,300 is passed by
    /// one in 10^9 uniform samples, for 99 degrees 220 is.
    #[test]
    fn codes_are_uniform() {
        let mut groups = [vec![0_f64; 1000], vec![0_f64; 1000]];
        let mut pairs = vec![vec![0_f64; 100]; 36];
        for _ in 0..100_000 {
            let code = generate();
            let digits: Vec<usize> = code
                .expose()
                .bytes()
                .map(|byte| usize::from(byte - b'0'))
                .collect();
            assert_eq!(digits.len(), 6);
            for (group, counts) in digits.chunks(3).zip(&mut groups) {
                counts[group[0] * 100 + group[1] * 10 + group[2]] += 1.0;
            }
            for (place, counts) in pairs.iter_mut().enumerate() {
                counts[digits[place / 6] * 10 + digits[place % 6]] += 1.0;
            }
        }
        for counts in groups {
            let chi_squared = chi_squared(&counts);
            assert!(chi_squared < 1300.0, "χ² = {chi_squared}");
        }
        for (place, counts) in pairs.iter().enumerate() {
            // A digit is always equal to itself.
            if place / 6 != place % 6 {
                let chi_squared = chi_squared(counts);
                assert!(chi_squared < 220.0, "χ² = {chi_squared} at {place}");
            }
        }
    }

    /// The word beside a code: four characters of the alphabet, another one each time.
    #[test]
    fn a_reference_tells_mails_apart() {
        let words: std::collections::HashSet<String> = (0..100).map(|_| reference()).collect();
        assert!(words.len() > 90, "{words:?}");
        let is_of_alphabet = |word: &String| {
            word.len() == 4 && word.bytes().all(|byte| REFERENCE_ALPHABET.contains(&byte))
        };
        assert!(words.iter().all(is_of_alphabet), "{words:?}");
    }

    /// E-03, E-09: a code proves only its own flow, and only with the key.
    #[test]
    fn a_code_is_bound_to_its_flow_and_key() {
        let keys = KeyRing::generate();
        let kept = mac(&keys, "flow-a", "012345");
        let code = |digits: &str| Code::of(digits.to_owned());
        assert!(matches(&keys, &kept, "flow-a", &code("012345")));
        assert!(!matches(&keys, &kept, "flow-b", &code("012345")));
        assert!(!matches(&keys, &kept, "flow-a", &code("012346")));
        let others = KeyRing::generate();
        assert!(!matches(&others, &kept, "flow-a", &code("012345")));
    }
}
