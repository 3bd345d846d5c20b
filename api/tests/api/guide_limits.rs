//! The numbers that the guides name are those of the program.

use crate::guides::page;
use shared_types::limits::{
    API_TOKEN_REQUESTS, BATCH_ROWS, BATCH_WRITES_TOGETHER, BODY_BYTES, CHALLENGE_RECEIPT_OPEN,
    IDEMPOTENCY_LEASE, IDEMPOTENT_ANSWER_BYTES, IDEMPOTENT_BYTES_PER_CALLER,
    IDEMPOTENT_SHORT_BYTES, JSON_DEPTH, OUTBOUND_ANSWER_BYTES, OUTBOUND_TIMEOUT, ROWS_AT_ONCE,
    ROWS_BODY_BYTES, SANDBOX_CLOCK_FURTHEST, SANDBOX_FIXED_CODES_PER_HOUR, SANDBOX_MAILS,
    SANDBOX_MEMBERS, SANDBOX_WEBHOOKS, SENT_MAILS_KEPT_DAYS, URL_BYTES,
    VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY, VERIFICATION_FAILURES_PER_MEMBER,
    VERIFICATION_FAILURES_PER_MEMBER_AND_DAY, VERIFICATION_FAILURES_PER_PROGRAM,
    VERIFICATION_FAILURES_PER_STATION, WEBHOOK_BODY_BYTES, WEBHOOK_SECRETS, WEBHOOK_WAITING_MOST,
};
use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// What the page says, and the number in it.
fn says(path: &str, text: &str) {
    let page = page(path);
    let words: Vec<&str> = page.split_whitespace().collect();
    let found = words.join(" ").contains(text);
    assert!(found, "{path} does not say: {text}");
}

#[test]
fn bodies_and_requests() {
    let path = "docs/guides/errors-and-limits.md";
    let sizes = format!(
        "at most {} KiB, nested at most {JSON_DEPTH} deep, without `Content-Encoding`",
        BODY_BYTES / KIB
    );
    says(path, &sizes);
    says("src/application/openapi/about.md", &sizes);
    let rows = ROWS_BODY_BYTES / MIB;
    let about = format!("at most {rows} MiB");
    says("src/application/openapi/about.md", &about);
    assert_eq!(ROWS_AT_ONCE, 2);
    says(path, &format!("take {rows} MiB, two of them"));
    says(
        path,
        &format!("an address has at most {} KiB", URL_BYTES / KIB),
    );
    says(path, &format!("makes {API_TOKEN_REQUESTS} requests"));
    let rows = format!("up to {},{:03} rows", BATCH_ROWS / 1000, BATCH_ROWS % 1000);
    says("docs/guides/provision-members.md", &rows);
    assert_eq!(BATCH_WRITES_TOGETHER, 10_000);
    says(
        "docs/guides/provision-members.md",
        "at most 10,000 together",
    );
}

#[test]
fn kept_answers() {
    let path = "docs/guides/idempotency.md";
    let longest = format!(
        "more than {} KiB it is kept only",
        IDEMPOTENT_ANSWER_BYTES / KIB
    );
    says(path, &longest);
    assert_eq!(IDEMPOTENT_SHORT_BYTES, KIB);
    let all = usize::try_from(IDEMPOTENT_BYTES_PER_CALLER).expect("a size") / MIB;
    let all = format!("more than 1 KiB when the kept answers of a caller come to {all} MiB");
    says(path, &all);
    let lease = format!("for {} seconds at most", IDEMPOTENCY_LEASE.as_secs());
    says(path, &lease);
}

#[test]
fn wrong_answers() {
    let path = "docs/guides/ask-for-a-code.md";
    assert_eq!(VERIFICATION_FAILURES_PER_MEMBER, 10);
    says(
        path,
        &format!(
            "ten in an hour and {VERIFICATION_FAILURES_PER_MEMBER_AND_DAY} in a day about one member, \
             {VERIFICATION_FAILURES_PER_STATION} in an hour from one `station`, \
             {VERIFICATION_FAILURES_PER_PROGRAM} in an hour in all"
        ),
    );
    let all = VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY;
    says(
        path,
        &format!("After {all} in a day about one member from all programs together"),
    );
    assert_eq!(CHALLENGE_RECEIPT_OPEN.as_secs(), 120);
    says(path, "once, within two minutes");
}

#[test]
fn test_organizations() {
    let path = "docs/guides/testing.md";
    assert_eq!(SANDBOX_WEBHOOKS, 3);
    says(
        path,
        &format!("at most {SANDBOX_MEMBERS} members and three webhooks"),
    );
    let codes =
        format!("{SANDBOX_FIXED_CODES_PER_HOUR} that programs ask about are accepted in an hour");
    says(path, &codes);
    says(path, &format!("at most {SANDBOX_MEMBERS} members"));
    let kept = format!("The newest {SANDBOX_MAILS}, for {SENT_MAILS_KEPT_DAYS} days");
    says(path, &kept);
    let days = SANDBOX_CLOCK_FURTHEST.as_secs() / (24 * 60 * 60);
    says(path, &format!("{days} days at most"));
}

/// Each event that can be chosen stands in the guide, and no other.
#[test]
fn events() {
    let page = page("docs/guides/webhooks.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let told: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let known = shared_types::webhooks::WebhookEvent::ALL;
    let known: Vec<&str> = known.iter().map(|event| event.as_str()).collect();
    assert_eq!(told, known);
}

/// Who may not send a key is told so.
#[test]
fn routes_without_a_key() {
    for path in ["`POST /me/reauthenticate`", "`POST /devices/import`"] {
        says("docs/guides/idempotency.md", path);
    }
}

/// H-11 (time), H-11 (sizes): 15 seconds, 20 kB there and 64 KiB back.
#[test]
fn webhooks() {
    let path = "docs/guides/webhooks.md";
    assert_eq!(OUTBOUND_TIMEOUT, Duration::from_secs(15));
    says(path, "Answer 200 to 299 within 15 seconds");
    assert_eq!(WEBHOOK_BODY_BYTES, 20_000);
    says(path, "a JSON body of at most 20 kB");
    assert_eq!(OUTBOUND_ANSWER_BYTES, 64 * KIB);
    says(path, "64 KiB are read");
    assert_eq!(WEBHOOK_WAITING_MOST, 10_000);
    says(path, "At most 10,000 deliveries wait for one webhook");
    assert_eq!(WEBHOOK_SECRETS, 6);
    says("../openapi.yaml", "six sign at a time at most");
}
