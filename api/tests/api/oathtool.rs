//! T-12: Debian's `oathtool` as an independent phone.

use shared_types::secret::Secret;
use shared_types::time::Time;
use std::process::Command;
use std::time::Duration;
use twostep::platform::crypto::code::Code;
use twostep::platform::crypto::totp::{Match, Window, generate_secret, match_code};

const START: u64 = 1_800_000_000;
const CODES: u64 = 500;

/// T-12 (oathtool): Ten thousand codes of twenty secrets, each of them accepted for its own step.
#[test]
fn ten_thousand_codes_of_another_implementation_are_ours() {
    for _ in 0..20 {
        let secret = generate_secret();
        let alphabet = base32::Alphabet::Rfc4648 { padding: false };
        let output = Command::new("oathtool")
            .args(["--totp", "--base32", "--now", "2027-01-15 08:00:00 UTC"])
            .arg(format!("--window={}", CODES - 1))
            .arg(base32::encode(alphabet, &secret))
            .output()
            .expect("oathtool is installed (Debian package oathtool)");
        let codes = String::from_utf8(output.stdout).expect("text");
        assert_eq!(codes.lines().count(), 500);
        for (code, n) in codes.lines().zip(0..) {
            let now = Time::from_micros(0) + Duration::from_secs(START + 30 * n);
            let step = i64::try_from(START / 30 + n).expect("in range");
            let code = Code::parse(&Secret::new(code)).expect("six digits");
            let found = match_code(&secret, &code, Window::Three, now, step - 1);
            assert_eq!(found, Match::Fresh(step));
        }
    }
}
