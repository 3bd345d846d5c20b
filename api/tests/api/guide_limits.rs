//! The numbers that the guides name, and those that were promised, are those of the program.

use crate::guides::page;
use shared_types::limits::{
    API_TOKEN_OFFER_LIFETIME, API_TOKEN_OFFERS_PER_HOUR, API_TOKEN_REQUESTS,
    API_TOKENS_PER_ORGANIZATION, BATCH_ROWS, BATCH_WRITES_TOGETHER, BODY_BYTES,
    CHALLENGE_RECEIPT_OPEN, CHALLENGE_TRIES, CHALLENGES_OPEN_IN_ALL_PER_MEMBER,
    CHALLENGES_OPEN_PER_MEMBER, CHALLENGES_OPEN_PER_PROGRAM, CHALLENGES_PER_MEMBER_AND_HOUR,
    EMAIL_CODE_FAILURES_IN_ALL, ENDED_API_TOKENS_KEPT, FORMER_ADDRESS_LIFETIME,
    FORMER_SECRET_LIFETIME, IDEMPOTENCY_LEASE, IDEMPOTENT_ANSWER_BYTES,
    IDEMPOTENT_BYTES_PER_CALLER, IDEMPOTENT_SHORT_BYTES, JSON_DEPTH, OUTBOUND_ANSWER_BYTES,
    OUTBOUND_TIMEOUT, RECOVERY_HOLD, ROWS_AT_ONCE, ROWS_BODY_BYTES, SANDBOX_CLOCK_FURTHEST,
    SANDBOX_FIXED_CODES_PER_HOUR, SANDBOX_MAILS, SANDBOX_MEMBERS, SANDBOX_WEBHOOKS,
    SANDBOXES_PER_ORGANIZATION, SENT_MAILS_KEPT_DAYS, URL_BYTES,
    VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY, VERIFICATION_FAILURES_PER_MEMBER,
    VERIFICATION_FAILURES_PER_MEMBER_AND_DAY, VERIFICATION_FAILURES_PER_PROGRAM,
    VERIFICATION_FAILURES_PER_STATION, WEBHOOK_BODY_BYTES, WEBHOOK_DELIVERIES_KEPT,
    WEBHOOK_ROTATION, WEBHOOK_SECRETS, WEBHOOK_WAITING_MOST, WEBHOOKS_PER_ORGANIZATION,
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
        "more than {} MiB it is kept only",
        IDEMPOTENT_ANSWER_BYTES / MIB
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

fn hours(time: Duration) -> u64 {
    time.as_secs() / 3600
}

fn days(time: Duration) -> u64 {
    hours(time) / 24
}

/// What the operations of verifications and challenges say of their limits.
#[test]
fn operations_that_ask() {
    assert_eq!(CHALLENGE_TRIES, 5);
    let program = CHALLENGES_OPEN_PER_PROGRAM;
    for text in [
        format!(
            "At most {CHALLENGES_OPEN_PER_MEMBER} of one member ({CHALLENGES_OPEN_IN_ALL_PER_MEMBER} of all programs) \
             and {},{:03} of one API token are open",
            program / 1000,
            program % 1000
        ),
        format!(
            "makes at most {CHALLENGES_PER_MEMBER_AND_HOUR} of a member within an hour; five codes end one"
        ),
        format!(
            "after {VERIFICATION_FAILURES_PER_MEMBER} in an hour or {VERIFICATION_FAILURES_PER_MEMBER_AND_DAY} in a day \
             about one member, or {VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY} in a day of all programs"
        ),
        format!(
            "after {VERIFICATION_FAILURES_PER_STATION} in an hour from one station or \
             {VERIFICATION_FAILURES_PER_PROGRAM} in all"
        ),
    ] {
        says("../openapi.yaml", &text);
    }
}

/// What the operations of tokens, webhooks and test organizations say of their limits.
#[test]
fn operations_of_programs() {
    let counts = [API_TOKENS_PER_ORGANIZATION, SANDBOXES_PER_ORGANIZATION];
    assert_eq!((counts, API_TOKEN_OFFERS_PER_HOUR), ([100, 5], 5));
    assert_eq!(days(API_TOKEN_OFFER_LIFETIME), 3);
    for text in [
        &*format!(
            "{} days. At most a hundred have not",
            days(ENDED_API_TOKENS_KEPT)
        ),
        "within three days: before its owner leaves",
        "are five within an hour at most",
        &format!("webhooks, newest first; at most {WEBHOOKS_PER_ORGANIZATION}."),
        &format!(
            "A secret signs requests for {} hours after",
            hours(WEBHOOK_ROTATION)
        ),
        &format!(
            "as long as the receiver, {} seconds at most",
            OUTBOUND_TIMEOUT.as_secs()
        ),
        &format!(
            "Deliveries are kept for {} days",
            days(WEBHOOK_DELIVERIES_KEPT)
        ),
        "this organization made, newest first; at most five",
        &format!("The newest {SANDBOX_MAILS} are kept, for {SENT_MAILS_KEPT_DAYS} days"),
        &format!(
            "forward, up to {} days and never back",
            days(SANDBOX_CLOCK_FURTHEST)
        ),
        &format!("how many there are ({API_TOKEN_REQUESTS} in a minute"),
    ] {
        says("../openapi.yaml", text);
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

/// F3a, F3b, F16: these are promised to people, so a change of one is a change of what they are told.
#[test]
fn promised_numbers_stay_as_they_were_promised() {
    let days = |days: u64| Duration::from_hours(24 * days);
    assert_eq!(RECOVERY_HOLD, days(3));
    assert_eq!(FORMER_ADDRESS_LIFETIME, days(90));
    assert_eq!(FORMER_SECRET_LIFETIME, days(1));
    assert_eq!(EMAIL_CODE_FAILURES_IN_ALL, 100);
}
