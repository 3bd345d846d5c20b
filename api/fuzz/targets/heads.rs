//! The head of the audit chain, as an operator keeps it, and ids.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared_types::ids::MemberId;
use twostep::record::chain::Head;

fuzz_target!(|text: &str| {
    if let Ok(head) = text.parse::<Head>() {
        let written = head.to_string();
        let again: Head = written.parse().expect("what we write is read");
        assert_eq!(again.to_string(), written);
    }
    if let Ok(id) = text.parse::<MemberId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
});
