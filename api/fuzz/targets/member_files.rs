//! Files of members: CSV with any separator, in any encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::people::members::count_rows;

fuzz_target!(|data: &[u8]| {
    let _ = count_rows(data);
});
