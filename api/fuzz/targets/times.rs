//! Times of the wire: the ones that we write, and nothing that is read as another one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared_types::time::Time;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(time) = serde_json::from_slice::<Time>(bytes) {
        let written = serde_json::to_string(&time).expect("a time serialises");
        let again: Time = serde_json::from_str(&written).expect("what we write is read");
        assert_eq!(again, time, "{written}");
    }
});
