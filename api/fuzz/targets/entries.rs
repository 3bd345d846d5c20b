//! Texts of authenticator entries: `otpauth` addresses, links of Google Authenticator, CSV.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::people::device_import::read_entries;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    // As it comes, and as the data of a link, which is Base64.
    let _ = read_entries(text);
    let _ = read_entries(&format!("otpauth-migration://offline?data={text}"));
});
