//! E-mail addresses: one normal form, which is an address again, and a mask that shows no more.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::people::members::EmailAddress;

fuzz_target!(|text: &str| {
    let Some(address) = EmailAddress::parse(text) else {
        return;
    };
    assert!(!address.as_typed().chars().any(char::is_control));
    assert!(!address.masked().chars().any(char::is_control));
    let again = EmailAddress::parse(address.normal()).expect("a normal form is an address");
    assert_eq!(again.normal(), address.normal(), "one normal form");
    let typed = EmailAddress::parse(address.as_typed()).expect("what was typed is an address");
    assert!(typed == address);
});
