//! Passwords: normalization, the check for weak ones, and Argon2id.

use super::guessable::is_guessable;
use argon2::password_hash::phc::PasswordHash;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHasher, Version};
use sha1::{Digest as _, Sha1};
use shared_types::limits::PASSWORD_LONGEST_BYTES;
use shared_types::secret::Secret;
use std::cell::RefCell;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A password in NFC, so that every keyboard gives the same bytes.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Password(Zeroizing<String>);

/// What a new hash costs. Stored hashes name their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    memory_kib: u32,
    passes: u32,
}

/// Why a password cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFlaw {
    /// Fewer characters than the policy asks for.
    TooShort {
        /// The shortest that is accepted.
        shortest: usize,
    },
    /// More bytes than the longest password may have.
    TooLong,
    /// Easy to guess: common, a repeat, or made of what is known of its owner.
    TooCommon,
    /// In the list of breached passwords.
    Breached,
}

impl Password {
    /// Accepts any text up to the longest password; nothing is truncated.
    pub fn parse(text: &Secret) -> Result<Self, PasswordFlaw> {
        if text.expose().len() > PASSWORD_LONGEST_BYTES {
            return Err(PasswordFlaw::TooLong);
        }
        Ok(Self(Zeroizing::new(text.expose().nfc().collect())))
    }

    /// Whether it has fewer characters than this, after normalization.
    pub fn is_shorter_than(&self, characters: usize) -> bool {
        self.0.chars().count() < characters
    }

    /// Whether the password may be chosen. No composition rules (NIST SP 800-63B-4 §3.1.1.2):
    /// length, and nothing that attackers try first, such as the person's own name.
    pub fn check_choice(&self, shortest: usize, own_words: &[&str]) -> Result<(), PasswordFlaw> {
        if self.is_shorter_than(shortest) {
            return Err(PasswordFlaw::TooShort { shortest });
        }
        if is_guessable(&self.0, own_words) {
            return Err(PasswordFlaw::TooCommon);
        }
        Ok(())
    }

    /// What the public list of breached passwords has of it. Never stored and never compared with anything
    /// else: SHA-1 is no protection of a password.
    pub fn sha1(&self) -> [u8; 20] {
        Sha1::digest(self.0.as_bytes()).into()
    }

    /// The text, for the directory that checks it. Nothing else is done with it, and it is kept nowhere.
    pub fn for_directory(&self) -> Secret {
        Secret::new(self.0.as_str())
    }

    /// The Argon2id hash as a PHC string. Takes some 20 ms: run it on the hasher only.
    pub fn hash(&self, cost: PasswordCost) -> Zeroizing<String> {
        let hash = cost
            .argon2()
            .hash_password(self.0.as_bytes())
            .expect("the parameters are valid");
        Zeroizing::new(hash.to_string())
    }

    /// Whether the password matches a PHC string.
    pub fn verify(&self, phc: &str) -> bool {
        let kept = PasswordHash::new(phc).ok();
        kept.and_then(|kept| self.is_behind(&kept)).unwrap_or(false)
    }

    /// `None` when the stored hash has another format.
    fn is_behind(&self, kept: &PasswordHash) -> Option<bool> {
        let (salt, hash) = (kept.salt.as_ref()?, kept.hash.as_ref()?);
        let params = Params::try_from(kept).ok()?;
        if kept.algorithm != ARGON2ID_IDENT || kept.version != Some(Version::V0x13.into()) {
            return None;
        }
        let mut output = Zeroizing::new(vec![0; hash.len()]);
        MEMORY
            .with_borrow_mut(|memory| {
                memory.resize(params.block_count(), Block::default());
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let password = self.0.as_bytes();
                argon2.hash_password_into_with_memory(password, salt, &mut output, memory)
            })
            .ok()?;
        Some(output.ct_eq(hash.as_bytes()).into())
    }
}

impl PasswordCost {
    /// m = 19456 KiB, t = 2, p = 1 (ASVS 11.4.2).
    pub const DEFAULT: Self = Self::new(19_456, 2);

    /// Argon2id with so much memory and so many passes on one thread.
    pub const fn new(memory_kib: u32, passes: u32) -> Self {
        Self { memory_kib, passes }
    }

    /// Whether a hash was made with weaker parameters than these.
    pub fn is_above(self, phc: &str) -> bool {
        PasswordHash::new(phc)
            .ok()
            .and_then(|hash| Params::try_from(&hash).ok())
            .is_none_or(|params| params.m_cost() < self.memory_kib || params.t_cost() < self.passes)
    }

    /// The hash of a random password, which no member has: to check it takes as long as to check a member's.
    pub fn decoy(self) -> Zeroizing<String> {
        let random = format!("{:032x}", u128::from_le_bytes(super::random::bytes()));
        Password(Zeroizing::new(random)).hash(self)
    }

    fn argon2(self) -> Argon2<'static> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32));
        let params = params.expect("the parameters are valid");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

thread_local! {
    /// The 19 MiB of one hash, kept for the next one on this thread: asking the system for fresh
    /// pages costs a third of a hash, and giving them back leaves the process ever larger.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(&Secret::new(text)).expect("not too long")
    }

    /// P-01 (parameters): what another algorithm or version made is no hash of ours, whatever it is of.
    #[test]
    fn only_argon2id_of_this_version_is_checked() {
        let right = password("correct horse battery");
        let phc = right.hash(PasswordCost::new(256, 1));
        assert!(phc.starts_with("$argon2id$v=19$m=256,t=1,p=1$"));
        assert!(right.verify(&phc));
        for other in [
            phc.replace("$v=19$", "$v=16$"),
            phc.replace("$argon2id$", "$argon2i$"),
        ] {
            assert!(!right.verify(&other), "{other}");
        }
    }

    /// FIPS 180-4, as the public list of breached passwords has it.
    #[test]
    fn the_digest_of_the_list_is_sha1() {
        let digest = password("password")
            .sha1()
            .map(|byte| format!("{byte:02x}"));
        assert_eq!(digest.concat(), "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8");
    }

    /// P-01 (parameters): Argon2id with at least 19 MiB and two passes, in a PHC string.
    #[test]
    fn a_hash_names_its_parameters() {
        let phc = password("correct horse battery").hash(PasswordCost::DEFAULT);
        assert!(
            phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            *phc
        );
        assert!(!PasswordCost::DEFAULT.is_above(&phc));
        assert!(PasswordCost::DEFAULT.is_above(
            "$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
        ));
    }

    /// P-01 (rehash at sign-in): one lower parameter is enough, equal and higher ones are good.
    #[test]
    fn a_hash_with_one_lower_parameter_is_weak() {
        let phc = |memory: u32, passes: u32| {
            let text = password("x").hash(PasswordCost::DEFAULT);
            text.replace("m=19456,t=2", &format!("m={memory},t={passes}"))
        };
        for (memory, passes, is_weak) in [
            (19_455, 2, true),
            (19_456, 1, true),
            (8_192, 3, true),
            (65_536, 1, true),
            (19_456, 2, false),
            (19_457, 2, false),
            (19_456, 3, false),
        ] {
            assert_eq!(
                PasswordCost::DEFAULT.is_above(&phc(memory, passes)),
                is_weak,
                "{memory} {passes}"
            );
        }
        assert!(PasswordCost::DEFAULT.is_above("no hash"));
    }

    /// Another algorithm or version is no hash of ours, even of the right password.
    #[test]
    fn only_argon2id_verifies() {
        let params = || Params::new(19_456, 2, 1, Some(32)).expect("valid");
        let phc = |algorithm, version| {
            let argon2 = Argon2::new(algorithm, version, params());
            let hash = argon2.hash_password(b"correct horse battery");
            hash.expect("a hash").to_string()
        };
        let verifies = |phc: &str| password("correct horse battery").verify(phc);
        assert!(verifies(&phc(Algorithm::Argon2id, Version::V0x13)));
        assert!(!verifies(&phc(Algorithm::Argon2i, Version::V0x13)));
        assert!(!verifies(&phc(Algorithm::Argon2id, Version::V0x10)));
    }

    #[test]
    fn only_the_right_password_verifies() {
        let phc = password("correct horse battery").hash(PasswordCost::DEFAULT);
        assert!(password("correct horse battery").verify(&phc));
        assert!(!password("correct horse batterz").verify(&phc));
        let decoy = PasswordCost::DEFAULT.decoy();
        assert!(decoy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!password("correct horse battery").verify(&decoy));
        assert!(!password("correct horse battery").verify("no hash"));
    }

    /// P-03 (NFC, longest): NFC before hashing; 64 characters of any kind are fine, 1025 bytes are not.
    #[test]
    fn passwords_are_normalized() {
        let phc = password("Zoe\u{308}s lange Reise").hash(PasswordCost::DEFAULT);
        assert!(password("Zo\u{eb}s lange Reise").verify(&phc));
        let long = "🦀 walks to the harbour, 🐢 sleeps under a bridge, 🦊 counts the lamps";
        assert_eq!(long.chars().count(), 67);
        assert_eq!(password(long).check_choice(15, &[]), Ok(()));
        assert_eq!(
            Password::parse(&Secret::new("x".repeat(1025))).err(),
            Some(PasswordFlaw::TooLong)
        );
        assert!(Password::parse(&Secret::new("x".repeat(1024))).is_ok());
    }

    /// P-03 (composition), P-04 (common, own words): length counts characters; common words and own words
    /// are refused.
    #[test]
    fn weak_passwords_are_refused() {
        let too_short = Err(PasswordFlaw::TooShort { shortest: 15 });
        assert_eq!(password("fourteen chars").check_choice(15, &[]), too_short);
        assert_eq!(password("tf8#Qm2!zLx9vRw").check_choice(15, &[]), Ok(()));
        for text in [
            "password1234567",
            "qwertyuiopasdfg",
            "aaaaaaaaaaaaaaaa",
            "twosteptwostep1",
        ] {
            assert_eq!(
                password(text).check_choice(15, &[]),
                Err(PasswordFlaw::TooCommon),
                "{text}"
            );
        }
        let own = password("jane.roe@example.com");
        assert_eq!(
            own.check_choice(15, &["jane.roe@example.com"]),
            Err(PasswordFlaw::TooCommon)
        );
        assert_eq!(
            password("violet anchor breakfast").check_choice(15, &[]),
            Ok(())
        );
    }
}
