//! The limits of this server that no client has to know: a number in one place. What a person or a
//! client can run into is in `shared_types::limits`.

use std::time::Duration;

/// How long the head of a request may take, from its first byte.
pub const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the body of a request may take, from the end of its head.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may read nothing of a response that is waiting for it.
pub const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection waits for the next request.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a client may still send after it was told that the connection is closed.
pub const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Connections of one peer (IPv6: one /64) at a time.
pub const CONNECTIONS_PER_PEER: usize = 64;
/// Connections of all peers at a time.
pub const CONNECTIONS: usize = 16 * 1024;

/// How long a server that shuts down still accepts requests while `/readyz` says that it is not
/// ready, so that load balancers send new requests elsewhere.
pub const SHUTDOWN_NOTICE: Duration = Duration::from_secs(3);
/// How long accepted requests may take to finish during a shutdown.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);

/// Passwords that may wait to be hashed, in addition to one for each core.
pub const HASH_QUEUE: usize = 64;

/// How far a node's clock may be from the database's: a code is valid for thirty seconds.
pub const CLOCK_OFFSET_LARGEST: Duration = Duration::from_secs(5);

/// Characters of a PKCE challenge: a SHA-256 in Base64url (RFC 7636 §4.2).
pub const CODE_CHALLENGE_LENGTH: usize = 43;
/// Characters of a PKCE verifier (RFC 7636 §4.1).
pub const CODE_VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;
/// Starts of one session at consoles, within [`AUTHORIZATION_CODES_PERIOD`].
pub const AUTHORIZATION_CODES: i64 = 30;
/// See [`AUTHORIZATION_CODES`].
pub const AUTHORIZATION_CODES_PERIOD: Duration = Duration::from_mins(1);
/// How long a browser that left a protected address for the sign-in is known again there.
pub const FORWARD_START_LIFETIME: Duration = Duration::from_hours(1);
/// The longest `nonce` of a console.
pub const NONCE_LONGEST: usize = 512;
/// How often what came of consoles, and decides nothing, is written down.
pub const NOTES_WRITTEN_EVERY: Duration = Duration::from_secs(1);
/// What is noted until then at most; what comes beyond it is forgotten.
pub const NOTES_WAITING: usize = 4096;
/// Assertions of protected addresses that one node keeps, to give them again: each of about two kilobytes.
pub const ASSERTIONS_KEPT: usize = 4096;
/// Consoles that one node keeps as it read them last, while they are in the same version.
pub const CONSOLES_KEPT: usize = 1024;
/// Codes, access tokens and cookies of consoles that one sweep deletes at most.
pub const OAUTH_ROWS_PER_SWEEP: i64 = 1000;
/// How long a logout token says of itself that it is good (OpenID Connect Back-Channel Logout 1.0 §4).
pub const LOGOUT_TOKEN_LIFETIME: Duration = Duration::from_mins(2);
/// For how long it is tried to tell a console that a session has ended.
pub const LOGOUT_TOLD_FOR: Duration = Duration::from_hours(12);
/// Sessions at consoles of which one look finds out whether they have ended.
pub const CONSOLE_LOGINS_PER_LOOK: i64 = 2000;
/// A console that did not answer when it was told of the end of a session is left alone for this long.
pub const LOGOUT_REST: Duration = Duration::from_secs(30);
/// By how much the last use of a session may be later than it is written down.
pub const LAST_USE_UNWRITTEN: Duration = Duration::from_secs(10);
/// How long a browser may keep the discovery document.
pub const DISCOVERY_CACHED: Duration = Duration::from_hours(1);

/// How long a directory may take for one sign-in in all: to connect, to find the person, to check the password.
pub const DIRECTORY_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest that a host may set instead: people wait for it.
pub const DIRECTORY_TIMEOUT_LONGEST: Duration = Duration::from_mins(1);
/// Exchanges with one directory at a time; who comes beyond them is told that it is busy. A directory that is silent
/// must not hold up the sign-ins of other organizations.
pub const DIRECTORY_EXCHANGES: usize = 32;
/// Wrong passwords of one person that reach a directory within [`DIRECTORY_WRONG_BINDS_PERIOD`], from wherever they
/// come. Below what directories themselves allow before they lock an account.
pub const DIRECTORY_WRONG_BINDS: usize = 3;
/// The most that a host may set instead.
pub const DIRECTORY_WRONG_BINDS_MOST: usize = 20;
/// See [`DIRECTORY_WRONG_BINDS`].
pub const DIRECTORY_WRONG_BINDS_PERIOD: Duration = Duration::from_mins(15);
/// How often it is looked whether members are still in their directory: twice in the five minutes that are promised, so
/// that a node which ends meanwhile costs nobody the promise.
pub const LEAVERS_LOOKED_FOR_EVERY: Duration = Duration::from_mins(2);
/// How often a node asks whether that is due.
pub const LEAVERS_DUE_ASKED_EVERY: Duration = Duration::from_secs(15);
/// Members that one search looks for.
pub const LEAVERS_PER_SEARCH: i64 = 100;
/// Members that may be missing at once whatever their share: in a small organization one is most of it.
pub const LEAVERS_ALWAYS: usize = 1;
/// Of the members of a directory at least one in so many must be found, or nobody is taken for gone: then rather the
/// base or the rights of the service account changed.
pub const LEAVERS_FOUND_AT_LEAST_ONE_IN: usize = 2;
/// The longest answer of a directory in values of one attribute that is looked at: groups of one person.
pub const DIRECTORY_GROUPS: usize = 2000;

/// How long the rule of a set of groups is kept that nobody is in: longer than a batch that made it for its rows takes, and
/// less than one API token needs to make as many as there may be.
pub const UNUSED_RULE_KEPT: Duration = Duration::from_mins(10);
/// Rules that one sweep deletes at most.
pub const RULES_PER_SWEEP: i64 = 1000;
/// Rules that one statement writes at most: a statement has a number of values.
pub const RULES_PER_STATEMENT: usize = 1000;
