//! Every limit that a person or a client can run into: a number in one place.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// RFC 6238 time step.
pub const TOTP_PERIOD: Duration = Duration::from_secs(30);
/// RFC 4226 §4 R6 recommends 160 bits.
pub const TOTP_SECRET_BYTES: usize = 20;

/// The shortest secret that is imported: 80 bits, as Google Authenticator and many that followed it made them.
/// RFC 4226 §4 R6 asks for [`TOTP_SECRET_BYTES_STRONG`]; who guesses within the limits on wrong codes gains nothing
/// by the difference, and every imported secret is replaced.
pub const TOTP_SECRET_BYTES_SHORTEST: usize = 10;
/// The shortest secret that RFC 4226 §4 R6 allows (128 bits); a shorter one is called weak.
pub const TOTP_SECRET_BYTES_STRONG: usize = 16;
/// The longest secret that is imported: twice the block of SHA-512.
pub const TOTP_SECRET_BYTES_LONGEST: usize = 128;
/// Entries of one import.
pub const IMPORTED_ENTRIES: usize = 1000;
/// The longest line of an import.
pub const IMPORTED_LINE_BYTES: usize = 4 * 1024;
/// In how many days an imported entry has to be replaced, when nothing else is asked for.
pub const IMPORTED_REPLACE_DAYS: u32 = 30;
/// The longest, in days.
pub const IMPORTED_REPLACE_DAYS_LONGEST: u32 = 365;
/// So long before that the member is mailed once more.
pub const IMPORTED_REMINDER: Duration = Duration::from_secs(7 * DAY);
/// Members that one change of the sweep reminds.
pub const IMPORTED_REMINDERS_PER_SWEEP: i64 = 100;

/// Wrong codes that end a flow.
pub const FLOW_CODE_TRIES: i64 = 5;
/// Wrong codes in a row, over all flows, after which the next try is delayed.
pub const CODE_TRIES_PER_DELAY: i64 = 5;
/// The first delay; it doubles after every further five wrong codes.
pub const CODE_FIRST_DELAY: Duration = Duration::from_secs(30);
/// The longest delay.
pub const CODE_LONGEST_DELAY: Duration = Duration::from_secs(HOUR);
/// Wrong codes in a row that disable the device (NIST SP 800-63B-4 §3.2.2).
pub const CODE_TRIES_PER_DEVICE: i64 = 100;

/// How long an emailed code is good.
pub const EMAIL_CODE_LIFETIME: Duration = Duration::from_secs(10 * MINUTE);
/// Tries at one emailed code.
pub const EMAIL_CODE_TRIES: i64 = 5;
/// Wrong emailed codes of one member in a day.
pub const EMAIL_CODE_FAILURES_PER_DAY: usize = 10;
/// Wrong emailed codes of one member after which a person has to help (NIST SP 800-63B-4 §3.2.2).
pub const EMAIL_CODE_FAILURES_IN_ALL: i64 = 100;
/// The pause between two emails with a code.
pub const EMAIL_RESEND_PAUSE: Duration = Duration::from_secs(MINUTE);
/// Emails with a code to one member in an hour.
pub const EMAILS_PER_HOUR: usize = 5;
/// Emails with a code to one member in a day.
pub const EMAILS_PER_DAY: usize = 10;
/// How long a pending secret is given again to who proves the mailbox again in the same browser.
pub const PENDING_SECRET_LIFETIME: Duration = Duration::from_secs(15 * MINUTE);
/// Secrets of one member, voided or replaced, whose codes are named for what they are.
pub const FORMER_SECRETS_KEPT: usize = 2;
/// How long such a secret is kept.
pub const FORMER_SECRET_LIFETIME: Duration = Duration::from_secs(DAY);
/// How long the mailbox proof of a flow lasts.
pub const EMAIL_PROOF_LIFETIME: Duration = Duration::from_secs(15 * MINUTE);

/// How long a sign-in attempt may take.
pub const FLOW_LIFETIME: Duration = Duration::from_secs(15 * MINUTE);
/// Flows of one member that may live at once. One more takes the place of an older one of the same browser
/// or network, or has to wait.
pub const LIVE_FLOWS_PER_MEMBER: usize = 10;
/// Flows that each known browser has beside them.
pub const LIVE_FLOWS_PER_KNOWN_BROWSER: usize = 2;
/// Repeats of a spent code in one flow that count against nothing.
pub const SPENT_CODE_REPEATS: i64 = 3;
/// How long the row of a sign-in that ended is kept. Longer than any session lasts.
pub const SIGN_INS_KEPT: Duration = Duration::from_secs(24 * 60 * MINUTE);
/// Rows of ended sign-ins that one change of the sweep deletes.
pub const SIGN_INS_PER_SWEEP: i64 = 500;

/// A session without requests ends after this.
pub const SESSION_IDLE: Duration = Duration::from_secs(30 * MINUTE);
/// A session ends after this in any case.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(12 * HOUR);
/// Sessions that a preview of the policy counts; of more it says only that there are more.
pub const SESSIONS_COUNTED: i64 = 1000;
/// How long a re-authentication opens sensitive acts.
pub const FRESH_FOR: Duration = Duration::from_secs(5 * MINUTE);

/// The shortest password where the policy requires the second step.
pub const PASSWORD_SHORTEST_WITH_SECOND_STEP: usize = 8;
/// The shortest password where it alone signs in.
pub const PASSWORD_SHORTEST_ALONE: usize = 15;
/// The longest password, in bytes.
pub const PASSWORD_LONGEST_BYTES: usize = 1024;
/// Password tries from one address (IPv6: one /64) in a minute.
pub const PASSWORD_TRIES_PER_ADDRESS: usize = 20;
/// Password tries from one IPv6 /48 in a minute, which many clients share.
pub const PASSWORD_TRIES_PER_SITE: usize = 200;
/// Wrong passwords in a row for one email address before each next try is delayed.
pub const PASSWORD_TRIES_BEFORE_DELAY: i64 = 10;
/// The longest delay between two tries at a password.
pub const PASSWORD_LONGEST_DELAY: Duration = Duration::from_secs(MINUTE);
/// Password tries of one known browser in [`KNOWN_BROWSER_TRIES_WINDOW`]: a counter of its own.
pub const PASSWORD_TRIES_PER_KNOWN_BROWSER: usize = 10;
/// The time in which the password tries of a known browser are counted.
pub const KNOWN_BROWSER_TRIES_WINDOW: Duration = Duration::from_secs(HOUR);
/// Wrong passwords in a row for one email address after which strangers' tries at it end
/// (NIST SP 800-63B-4 §3.2.2). Known browsers go on.
pub const PASSWORD_TRIES_IN_A_ROW: i64 = 100;
/// Sign-ins with the right password of one member from one network, outside known browsers, in
/// [`RIGHT_PASSWORD_WINDOW`].
pub const RIGHT_PASSWORDS_PER_NETWORK: usize = 30;
/// The time in which right passwords are counted.
pub const RIGHT_PASSWORD_WINDOW: Duration = Duration::from_secs(15 * MINUTE);
/// How long a browser is known after a full sign-in.
pub const KNOWN_BROWSER_LIFETIME: Duration = Duration::from_secs(180 * DAY);

/// The last use of a known browser is noted once in this time.
pub const KNOWN_BROWSER_USE_GRAIN: Duration = Duration::from_secs(DAY);

/// How long the link that sets a new password is good.
pub const PASSWORD_RESET_LIFETIME: Duration = Duration::from_secs(30 * MINUTE);
/// How long nothing is recovered by email after a password was reset without a code, or after the
/// address was changed: the mailbox alone must not be enough for everything.
pub const RECOVERY_HOLD: Duration = Duration::from_secs(72 * HOUR);
/// At most one mail about the holds of one member goes to each administrator and helpdesk member in this time.
pub const HOLD_NOTICE_PAUSE: Duration = Duration::from_secs(DAY);
/// Administrators and helpdesk members who are mailed about one hold, administrators first. The others see it
/// on the Overview.
pub const HOLD_NOTICES: i64 = 100;
/// How long an address that a member had is kept, sealed, so that an administrator can put it back.
pub const FORMER_ADDRESS_LIFETIME: Duration = Duration::from_secs(90 * DAY);
/// At most one notice about unfinished sign-ins in this time.
pub const UNFINISHED_NOTICE_PAUSE: Duration = Duration::from_secs(DAY);
/// How long an unfinished sign-in from a known browser waits for one that its owner finishes there, before
/// the owner is told: a thief may have the browser's cookie.
pub const KNOWN_BROWSER_NOTICE_DELAY: Duration = Duration::from_secs(DAY);

/// How long a receipt is good.
pub const RECEIPT_LIFETIME: Duration = Duration::from_secs(MINUTE);
/// How far the clock of who checks a receipt may be behind or ahead of ours.
pub const RECEIPT_LEEWAY: Duration = Duration::from_secs(30);
/// The longest `audience` of a receipt.
pub const AUDIENCE_LONGEST: usize = 255;
/// How long the key set may be kept by who fetched it.
pub const KEY_SET_CACHED: Duration = Duration::from_secs(5 * MINUTE);
/// How long a new signing key is published before it signs: twice as long as a key set is kept.
pub const SIGNING_KEY_NOTICE: Duration = Duration::from_secs(10 * MINUTE);

/// How long audit rows are kept, unless the operator sets another number of days.
pub const AUDIT_RETENTION: Duration = Duration::from_secs(400 * DAY);

/// Invitations of one organization that are sent in an hour, unless the operator sets another number; more
/// wait.
pub const INVITATIONS_PER_HOUR: u32 = 2000;
/// Invitations of one organization to one address in an hour.
pub const INVITATIONS_PER_ADDRESS: usize = 3;
/// How long an invitation is good.
pub const INVITATION_LIFETIME: Duration = Duration::from_secs(7 * DAY);
/// How long the setup token of a first start is good, over restarts and on every node.
pub const FIRST_SETUP_TOKEN_LIFETIME: Duration = Duration::from_secs(HOUR);
/// How long the setup token of one more organization is good.
pub const SETUP_TOKEN_LIFETIME: Duration = Duration::from_secs(DAY);

/// The longest name of a person or an organization, in characters.
pub const NAME_LONGEST: usize = 100;
/// The longest short name of an organization.
pub const SHORT_NAME_LONGEST: usize = 40;
/// The longest email address (RFC 5321 §4.5.3.1.3).
pub const EMAIL_LONGEST: usize = 254;
/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;
/// The longest text to search for, in characters.
pub const SEARCH_LONGEST: usize = 100;
/// Words that are searched for together at most.
pub const SEARCH_WORDS: usize = 8;
/// Rows of a word that are put into the order of names; more come by the word that matches. 2,000 rows
/// are read and sorted within some milliseconds.
pub const SEARCH_SORTED: usize = 2000;
/// Members that one page of a search looks at; where few of them fit, a page may be short and still say
/// where the next one begins.
pub const SEARCH_CANDIDATES_OF_A_PAGE: usize = 5000;

/// Reading the audit record, and exporting members, is recorded this often at most, for each reader and way: nobody
/// fills the disk with rows about reading.
pub const READING_RECORDED_EVERY: Duration = Duration::from_hours(1);

/// Rows on a page when nothing is asked for.
pub const PAGE_DEFAULT: u32 = 50;
/// Rows on a page at most.
pub const PAGE_LARGEST: u32 = 200;

/// The largest request body.
pub const BODY_BYTES: usize = 16 * 1024;
/// The largest body of a route that takes many rows.
pub const ROWS_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Such requests of one caller that one node answers at the same time.
pub const ROWS_AT_ONCE: usize = 2;
/// How long such a request may take, first until its body is there, and then until it is answered.
pub const ROWS_LONGEST: Duration = Duration::from_secs(MINUTE);
/// In which time all its rows are decided: the rest is for the last of them, so that it is over before its
/// [`IDEMPOTENCY_LEASE`] is, and never runs beside a repetition.
pub const ROWS_DECIDED: Duration = Duration::from_secs(MINUTE - 10);
/// Members of one batch, and rows of one file of members.
pub const BATCH_ROWS: usize = 1000;
/// The longest row of a batch as JSON without spaces, and the longest one of a file.
pub const BATCH_ROW_BYTES: usize = 4 * 1024;
/// Rows of a batch in which one refusal keeps no other back that are changed together: few, so that a sign-in does
/// not wait for all of them.
pub const BATCH_ROWS_TOGETHER: usize = 25;
/// Rows of the database that a batch of mode `all` may need: one for each member, each word by which a member is found,
/// and each membership of a group. In a file it is one change, for which others wait.
pub const BATCH_WRITES_TOGETHER: usize = 10_000;
/// How long that change may take.
pub const BATCH_LONGEST_CHANGE: Duration = Duration::from_secs(10);
/// How deep JSON may nest.
pub const JSON_DEPTH: usize = 32;
/// The largest head of a request, names and values of its headers.
pub const HEAD_BYTES: usize = 16 * 1024;
/// The longest request target (path and query).
pub const URL_BYTES: usize = 4 * 1024;

/// Refusals that repeat within one delay get one row together, and no oftener than this.
pub const REFUSALS_TOLD_EVERY: Duration = Duration::from_secs(MINUTE);
/// Delays of different callers whose refusals one node counts at a time.
pub const REFUSALS_COUNTED_APART: usize = 10_000;

/// How long an API token is good when nothing else is asked for, and at most, in days.
pub const API_TOKEN_DAYS: u32 = 90;
/// The longest, in days.
pub const API_TOKEN_DAYS_LONGEST: u32 = 365;
/// API tokens of one organization that have not ended.
pub const API_TOKENS_PER_ORGANIZATION: i64 = 100;
/// Networks that one API token may name.
pub const API_TOKEN_NETWORKS: usize = 20;
/// How long an API token that ended is still shown.
pub const ENDED_API_TOKENS_KEPT: Duration = Duration::from_secs(30 * DAY);
/// Before an API token ends, its owner is mailed this many days before.
pub const API_TOKEN_REMINDERS_DAYS: [u32; 2] = [14, 3];
/// How long an offer of an API token can be taken: its new owner may be away over a weekend (our choice).
pub const API_TOKEN_OFFER_LIFETIME: Duration = Duration::from_secs(3 * DAY);
/// How often the owner of an API token is mailed that it was used from outside its networks, at most (our choice).
pub const API_TOKEN_OUTSIDE_TOLD_EVERY: Duration = Duration::from_secs(DAY);
/// Offers of one API token within an hour, each of which is mailed (our choice).
pub const API_TOKEN_OFFERS_PER_HOUR: usize = 5;
/// Requests of one API token in [`API_TOKEN_REQUESTS_WINDOW`] on each node, unless the operator sets another number.
pub const API_TOKEN_REQUESTS: u32 = 600;
/// The time in which the requests of an API token are counted.
pub const API_TOKEN_REQUESTS_WINDOW: Duration = Duration::from_secs(MINUTE);
/// Tokens that one list shows at most: those that have not ended, and the newest of those that have.
pub const API_TOKENS_LISTED: i64 = 500;
/// The last use of an API token is noted at most once in this time.
pub const API_TOKEN_USE_GRAIN: Duration = Duration::from_secs(MINUTE);

/// The longest `Idempotency-Key`, in characters.
pub const IDEMPOTENCY_KEY_LONGEST: usize = 255;
/// How long the answer of a request with a key is kept.
pub const IDEMPOTENCY_KEPT: Duration = Duration::from_secs(DAY);
/// Keys of one caller that are kept at the same time.
pub const IDEMPOTENCY_KEYS_PER_CALLER: i64 = 20_000;
/// How long a request with a key may run before a repetition runs in its place.
pub const IDEMPOTENCY_LEASE: Duration = Duration::from_secs(MINUTE);
/// The largest body of an answer that is kept: that of a file of 1,000 rows, each with the longest address and
/// refused for [`UNKNOWN_GROUPS_TOLD`] names of the longest (some 850 bytes, where all are ASCII).
pub const IDEMPOTENT_ANSWER_BYTES: usize = 1024 * 1024;
/// Answers of one caller that are kept at the same time come to this many bytes, sealed: further ones that are longer
/// than [`IDEMPOTENT_SHORT_BYTES`] are not kept, only that the request was done.
pub const IDEMPOTENT_BYTES_PER_CALLER: i64 = 20 * 1024 * 1024;
/// The body of an answer that makes one thing, or says why not.
pub const IDEMPOTENT_SHORT_BYTES: usize = 1024;
/// Wrong codes in an hour that one program may ask about for one member.
pub const VERIFICATION_FAILURES_PER_MEMBER: usize = 10;
/// The same in a day: a program that repeats itself for hours leaves tries to others.
pub const VERIFICATION_FAILURES_PER_MEMBER_AND_DAY: usize = 20;
/// Wrong codes in a day that all programs together may ask about for one member.
pub const VERIFICATION_FAILURES_IN_ALL_PER_MEMBER_AND_DAY: usize = 60;
/// The owner is told at this wrong code of programs within a day.
pub const VERIFICATION_FAILURES_TOLD: i64 = 5;
/// Wrong codes in an hour from one station of one program.
pub const VERIFICATION_FAILURES_PER_STATION: usize = 30;
/// Wrong codes in an hour of one program: more, and the program alone has to wait.
pub const VERIFICATION_FAILURES_PER_PROGRAM: usize = 200;
/// Characters of `audience`, `purpose`, `target`, `target_hash` and `station` of a verification, each.
pub const VERIFICATION_TEXT_LONGEST: usize = 255;
/// Spaces in a row in a text that a person decides by: what stands behind more of them is out of sight.
pub const SHOWN_SPACES_TOGETHER: usize = 3;
/// How long a challenge can be answered, unless the program says otherwise.
pub const CHALLENGE_LIFETIME: Duration = Duration::from_secs(5 * MINUTE);
/// The shortest time that a program can give.
pub const CHALLENGE_LIFETIME_SHORTEST: Duration = Duration::from_secs(MINUTE);
/// The longest.
pub const CHALLENGE_LIFETIME_LONGEST: Duration = Duration::from_secs(15 * MINUTE);
/// Codes that one challenge takes, right or wrong.
pub const CHALLENGE_TRIES: u32 = 5;
/// Challenges of one member that one program has open at the same time.
pub const CHALLENGES_OPEN_PER_MEMBER: i64 = 10;
/// Challenges of one member that all programs together have open at the same time. It is far more than one may have, so
/// that no program keeps the others from asking.
pub const CHALLENGES_OPEN_IN_ALL_PER_MEMBER: i64 = 100;
/// Challenges of one program that are open at the same time.
pub const CHALLENGES_OPEN_PER_PROGRAM: i64 = 1000;
/// Challenges that one program makes of one member within an hour, each of which is a row of the record. A person answers
/// one a minute at most.
pub const CHALLENGES_PER_MEMBER_AND_HOUR: usize = 60;
/// How long after the answer the receipt of a challenge can be taken.
pub const CHALLENGE_RECEIPT_OPEN: Duration = Duration::from_secs(2 * MINUTE);
/// How long a challenge can be read after it was made; the verification is kept longer.
pub const CHALLENGES_KEPT: Duration = Duration::from_secs(DAY);
/// The longest `return_url`, in characters.
pub const RETURN_URL_LONGEST: usize = 2000;
/// Groups of one organization: a list that people keep, and that is shown whole.
pub const GROUPS_PER_ORGANIZATION: i64 = 500;
/// Groups of one member.
pub const GROUPS_PER_MEMBER: usize = 50;
/// Unknown groups that are named when a member is refused for them: the first of them.
pub const UNKNOWN_GROUPS_TOLD: usize = 3;
/// Characters of the name of a group.
pub const GROUP_NAME_LONGEST: usize = 64;
/// Sign-ins that may put a second step off before it is due, at most.
pub const POLICY_SKIPS: u8 = 3;
/// Groups of which a policy asks more than of everybody.
pub const POLICY_GROUPS: usize = 50;
/// Sets of groups that members of one organization are in: a change of the policy reads the rule of each.
pub const GROUP_SETS_PER_ORGANIZATION: i64 = 10_000;
/// An exemption from the policy ends at the latest after so many days.
pub const EXEMPTION_LONGEST: Duration = Duration::from_secs(365 * DAY);
/// Test organizations that one organization has.
pub const SANDBOXES_PER_ORGANIZATION: i64 = 5;
/// Members of a test organization: enough for any test, and too few to be of use to people.
pub const SANDBOX_MEMBERS: i64 = 100;
/// Webhooks of a test organization.
pub const SANDBOX_WEBHOOKS: i64 = 3;
/// Accepted fixed codes of a test organization in an hour. They are never used up, so nothing else limits them.
pub const SANDBOX_FIXED_CODES_PER_HOUR: usize = 500;
/// Mails of a test organization that can be read: the newest.
pub const SANDBOX_MAILS: usize = 200;
/// Days for which a delivered mail stays in the outbox, and can be read in a test organization.
pub const SENT_MAILS_KEPT_DAYS: u8 = 7;
/// Moves of the clock of a test organization in a minute: each is a change for every member.
pub const SANDBOX_CLOCK_MOVES_PER_MINUTE: usize = 30;
/// How far the clock of a test organization can be moved; the schema has the same number.
pub const SANDBOX_CLOCK_FURTHEST: Duration = Duration::from_secs(30 * DAY);
/// Webhooks of one organization.
pub const WEBHOOKS_PER_ORGANIZATION: i64 = 20;
/// The longest address of a webhook, in characters.
pub const WEBHOOK_URL_LONGEST: usize = 2000;
/// The largest body that is sent to a webhook.
pub const WEBHOOK_BODY_BYTES: usize = 20_000;
/// How long a secret of a webhook signs after it was replaced.
pub const WEBHOOK_ROTATION: Duration = Duration::from_secs(DAY);
/// Secrets that sign the requests of one webhook at a time.
pub const WEBHOOK_SECRETS: usize = 6;
/// Deliveries that wait for one webhook; what happens meanwhile is given up at once, and can be replayed.
pub const WEBHOOK_WAITING_MOST: i64 = 10_000;
/// How long an event is tried to be delivered.
pub const WEBHOOK_DELIVERY_LIFETIME: Duration = Duration::from_secs(4 * DAY);
/// A webhook at which everything failed for this long is disabled.
pub const WEBHOOK_FAILING_LONGEST: Duration = Duration::from_secs(3 * DAY);
/// How long deliveries and their last answers are shown, and can be replayed.
pub const WEBHOOK_DELIVERIES_KEPT: Duration = Duration::from_secs(30 * DAY);
/// Tests and replays of one organization in a minute.
pub const WEBHOOK_SENDS_PER_MINUTE: usize = 20;
/// Of the body of an answer, this much is kept and shown.
pub const WEBHOOK_ANSWER_SHOWN: usize = 2000;
/// How long a request to an address that an administrator chose may take, with its answer.
pub const OUTBOUND_TIMEOUT: Duration = Duration::from_secs(15);
/// Of such an answer, this much is read.
pub const OUTBOUND_ANSWER_BYTES: usize = 64 * 1024;
/// Consoles of one organization.
pub const CLIENTS_PER_ORGANIZATION: i64 = 50;
/// Addresses of each kind that one console has.
pub const CLIENT_URIS: usize = 10;
/// How long it is shown that a console was refused something.
pub const CLIENT_REFUSALS_KEPT: Duration = Duration::from_secs(30 * DAY);
/// How far the clock of a console may be off before that is shown, in seconds.
pub const CLIENT_CLOCK_OFF: i64 = 30;
/// The longest address of a console, in characters.
pub const CLIENT_URI_LONGEST: usize = 500;
/// How long a secret of a console is good after it was replaced.
pub const CLIENT_SECRET_ROTATION: Duration = Duration::from_secs(DAY);
/// The shortest limit that a console can set for the age of an authentication, in seconds.
pub const CLIENT_AGE_SHORTEST: u32 = 60;
/// The longest, in seconds: no session lives longer.
pub const CLIENT_AGE_LONGEST: u32 = 86_400;
/// How long an authorization code can be redeemed (RFC 6749 §4.1.2 says ten minutes at most).
pub const AUTHORIZATION_CODE_LIFETIME: Duration = Duration::from_secs(MINUTE);
/// The longest address, path and query, to which a browser comes back after the sign-in; from a longer one it comes back
/// to the beginning of the console.
pub const FORWARD_TARGET_LONGEST: usize = 2000;
/// How long an assertion of a protected address is good.
pub const ASSERTION_LIFETIME: Duration = Duration::from_secs(MINUTE);
/// How long the same one may be given again.
pub const ASSERTION_REUSED_FOR: Duration = Duration::from_secs(30);
/// How long an access token opens userinfo, if its session lives as long.
pub const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(10 * MINUTE);
/// How long an ID token says of itself that it is good.
pub const ID_TOKEN_LIFETIME: Duration = Duration::from_secs(10 * MINUTE);
