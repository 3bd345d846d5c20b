//! Which routes take a key.

use shared_types::address::in_api;

/// The POST routes that take no key, with the reason: those without a caller to whom a kept answer could be given, and
/// those that are there to be done anew each time.
pub const WITHOUT_KEY: [(&str, &str); 21] = [
    ("/setup", "its setup token is spent by the first request"),
    (
        "/sign-in",
        "nobody is signed in yet; each request is one try at a password",
    ),
    ("/sign-in/code", "a code is spent by the first request"),
    (
        "/sign-in/new-device",
        "a second request finds the step done",
    ),
    ("/sign-in/password", "a second request finds the step done"),
    ("/sign-in/later", "a second request finds the sign-in done"),
    (
        "/enrollment/email",
        "one mail a minute is sent, however often it is asked for",
    ),
    (
        "/enrollment/email/verify",
        "a mailed code is spent by the first request",
    ),
    (
        "/enrollment/device/confirm",
        "a code is spent by the first request",
    ),
    ("/invitations/inspect", "it changes nothing"),
    (
        "/invitations/accept",
        "the invitation is spent by the first request",
    ),
    (
        "/password-reset",
        "it answers everybody alike, and sends few mails",
    ),
    ("/password-reset/inspect", "it changes nothing"),
    (
        "/password-reset/confirm",
        "the link is spent by the first request",
    ),
    (
        "/me/enrollment",
        "its flow belongs to the session that began it, and is begun anew",
    ),
    ("/verifications/challenges/inspect", "it changes nothing"),
    (
        "/verifications/challenges/answer",
        "a code is spent by the first request",
    ),
    (
        "/verifications/challenges/decline",
        "the challenge is ended by the first request",
    ),
    (
        "/me/reauthenticate",
        "it proves anew each time that the person is there",
    ),
    (
        "/devices/import",
        "a second request finds the members with their devices",
    ),
    (
        "/radius/authorize",
        "each request is one try at a password or a code",
    ),
];

/// The routes whose bodies have many rows: read only for who may make members.
const ROWS: [&str; 2] = ["/members/batch", "/members/import"];

/// The routes that answer with a secret, which is shown to the session that asked and to no other of the member's.
pub const WITH_SECRET: [&str; 9] = [
    "/api-tokens",
    "/clients",
    "/clients/{id}/rotate-secret",
    "/sandboxes",
    "/verifications",
    "/verifications/challenges",
    "/verifications/challenges/{id}/receipt",
    "/webhooks",
    "/webhooks/{id}/rotate-secret",
];

/// Whether a POST to the route with this pattern takes a key.
pub fn takes_key(pattern: &str) -> bool {
    let path = in_api(pattern);
    !WITHOUT_KEY.iter().any(|(without, _)| *without == path)
}

/// Whether the body of a POST to the route with this pattern has many rows.
pub(super) fn takes_rows(pattern: &str) -> bool {
    ROWS.contains(&in_api(pattern))
}

/// Whether a POST to the route with this pattern is answered with a secret.
pub(super) fn answers_with_secret(pattern: &str) -> bool {
    WITH_SECRET.contains(&in_api(pattern))
}
