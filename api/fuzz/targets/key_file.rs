//! The key file: what is read seals and opens, and is written as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::platform::crypto::keys::{KeyRing, Purpose};

fuzz_target!(|text: &str| {
    let Ok(ring) = KeyRing::parse(text) else {
        return;
    };
    let sealed = ring.seal(Purpose::Totp, &["a", "b"], b"secret");
    let opened = ring
        .open(Purpose::Totp, &["a", "b"], &sealed)
        .expect("its own");
    assert_eq!(*opened, b"secret");
    assert!(ring.open(Purpose::Totp, &["b", "a"], &sealed).is_err());
    assert!(ring.open(Purpose::Mail, &["a", "b"], &sealed).is_err());
    let again = KeyRing::parse(&ring.to_file_text()).expect("what we write is read");
    again
        .open(Purpose::Totp, &["a", "b"], &sealed)
        .expect("the same keys");
    let (more, id) = ring.with_new_key();
    let moved = more.activated(&id).expect("the new key");
    moved
        .open(Purpose::Totp, &["a", "b"], &sealed)
        .expect("an old seal");
});
