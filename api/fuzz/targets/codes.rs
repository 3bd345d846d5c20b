//! The code grammar: six ASCII digits, one space allowed in the middle, nothing else (T-09).
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared_types::code::parse_code;

fuzz_target!(|text: &str| {
    let is_code = match text.as_bytes() {
        [digits @ ..] if digits.len() == 6 => digits.iter().all(u8::is_ascii_digit),
        [a, b, c, b' ', d, e, f] => [a, b, c, d, e, f].iter().all(|d| d.is_ascii_digit()),
        _ => false,
    };
    let parsed = parse_code(text);
    assert_eq!(parsed.is_some(), is_code, "{text:?}");
    if let Some(code) = parsed {
        assert_eq!(code, text.replace(' ', ""));
    }
});
