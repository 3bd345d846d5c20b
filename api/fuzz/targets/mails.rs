//! Mails: whatever names and addresses are, a message has exactly our headers and one address.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twostep::messages::mail::fuzzing::format_invitation;

const HEADERS: [&str; 8] = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Date",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];

fuzz_target!(|texts: (&str, &str, &str, &str)| {
    let Some(message) = format_invitation(texts.0, texts.1, texts.2, texts.3) else {
        return;
    };
    let message = String::from_utf8(message).expect("only ASCII is sent");
    assert!(message.is_ascii());
    let (head, _) = message.split_once("\r\n\r\n").expect("a head");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let names: Vec<&str> = unfolded
        .split("\r\n")
        .map(|line| line.split_once(": ").expect("a header line").0)
        .collect();
    assert_eq!(names, HEADERS);
    let bare = message.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n', '\0']));
    assert!(message.lines().all(|line| line.len() <= 998));
});
