-- Rows refer to each other by `key`, an integer; `id` is the UUID, as text, that the API and the record
-- know. Times are microseconds since the epoch, words are the words of the wire.
--
-- The key of a row that a token opens is the token's selector: milliseconds since 2026 and twenty random
-- bits, so that a table is in the order of time and a sweep reads the beginning of it. `verifier` is the
-- SHA-256 of the token's secret characters.

-- `locale` and `time_zone` are those of the browser in which the organization was made: what its members
-- get in mails until their own are known.
--
-- A `test` organization is for programs under test; its kind never changes. `parent` is the live one that made
-- it, NULL when the operator did. `clock_ahead` is by how many seconds codes are judged later than now.
-- One that is closed is deleted step by step.
CREATE TABLE organizations (
    key INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    short_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_first INTEGER NOT NULL DEFAULT 0 CHECK (is_first IN (0, 1)),
    locale TEXT,
    time_zone TEXT,
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'live' CHECK (kind IN ('live', 'test')),
    parent INTEGER REFERENCES organizations (key),
    clock_ahead INTEGER NOT NULL DEFAULT 0 CHECK (clock_ahead BETWEEN 0 AND 2592000),
    closed_at INTEGER,
    CHECK (kind = 'test' OR (parent IS NULL AND clock_ahead = 0 AND closed_at IS NULL)),
    CHECK (kind = 'live' OR NOT is_first)
) STRICT;
CREATE INDEX organizations_by_parent ON organizations (parent) WHERE parent IS NOT NULL;
CREATE INDEX organizations_closed ON organizations (closed_at) WHERE closed_at IS NOT NULL;
-- The organization that is meant where none is named.
CREATE UNIQUE INDEX first_organization ON organizations (is_first) WHERE is_first;

-- What a policy asks of the members that point here: one row for each distinct set of groups. A change of the
-- policy writes these rows, never those of members. `group_set` is the ids of the groups in their order, with
-- spaces between them; empty for members who are in none. A group that is deleted stays in it and means nothing.
CREATE TABLE rules (
    key INTEGER PRIMARY KEY NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    two_step TEXT NOT NULL CHECK (two_step IN ('optional', 'required')),
    required_from INTEGER,
    skips INTEGER NOT NULL DEFAULT 0,
    group_set TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX rules_by_set ON rules (organization, group_set);

-- `rule` is the one of members who are in no group. `recovery` says what ends a hold of recovery by
-- e-mail; NULL while nobody has chosen.
CREATE TABLE policies (
    organization INTEGER PRIMARY KEY NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    rule INTEGER NOT NULL REFERENCES rules (key) ON DELETE CASCADE,
    recovery TEXT CHECK (recovery IN ('wait', 'approve')),
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by INTEGER
) STRICT;
CREATE INDEX policies_by_rule ON policies (rule);

-- What the policy asked for, version by version: `plan` is the JSON of the API. `puts_back` is the version whose
-- plan this one is again. `made_by` is the id of a member, who may be gone: a key would be given to another one.
CREATE TABLE policy_versions (
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT,
    plan TEXT NOT NULL,
    recovery TEXT,
    reason TEXT,
    puts_back INTEGER,
    PRIMARY KEY (organization, version)
) STRICT;

-- `sort_name` is the lower-cased name, for order and search. `version` counts the changes of what the
-- API shows of a member. `hold_since`, `hold_cause` and `hold_until` are the hold of recovery by e-mail,
-- all NULL without one; a hold without `hold_until` is ended by a person. `to_set_up`, `device_status` and `was_blocked` repeat what `status` and `totp_devices`
-- say, so that a list is read in the order of its names; the program writes them, and the counts, in the
-- change that they follow from, and `twostep doctor --counts` compares them.
-- `locale` is the language that the member chose; without one `browser_locale` counts, the language of the
-- known browser in which the member last signed in, as `time_zone` is its zone (an IANA name).
-- `directory_id` is the id of the member's entry in the directory of the organization, which checks the password;
-- NULL where the password is kept here. `email_verified` is false for an address of a directory that no code proved.
CREATE TABLE members (
    key INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    rule INTEGER NOT NULL REFERENCES rules (key),
    epoch INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    role TEXT NOT NULL CHECK (role IN ('agent', 'helpdesk', 'admin')),
    locale TEXT,
    browser_locale TEXT,
    time_zone TEXT,
    email TEXT NOT NULL,
    email_normal TEXT NOT NULL,
    display_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    hold_since INTEGER,
    hold_cause TEXT CHECK (hold_cause IN ('password_reset', 'address_changed', 'refused')),
    hold_until INTEGER,
    exempt_until INTEGER,
    skips_used INTEGER NOT NULL DEFAULT 0,
    to_set_up INTEGER NOT NULL DEFAULT 0,
    device_status TEXT NOT NULL DEFAULT 'none' CHECK (device_status IN ('none', 'active', 'disabled')),
    was_blocked INTEGER NOT NULL DEFAULT 0,
    directory_id TEXT,
    email_verified INTEGER NOT NULL DEFAULT 1 CHECK (email_verified IN (0, 1))
) STRICT;
-- An address is one person's in its organization.
CREATE UNIQUE INDEX members_by_email ON members (organization, email_normal);
-- A set of groups that nobody is in is deleted with its rule: here it is seen that nobody is.
CREATE INDEX members_by_rule ON members (rule);
CREATE INDEX members_by_name ON members (organization, sort_name, id);
CREATE INDEX members_by_role ON members (organization, role, sort_name, id);
CREATE INDEX members_by_status ON members (organization, status, sort_name, id);
CREATE INDEX members_to_set_up ON members (organization, to_set_up, sort_name, id);
CREATE INDEX members_by_device ON members (organization, device_status, sort_name, id);
CREATE INDEX members_blocked ON members (organization, was_blocked, sort_name, id);
CREATE INDEX members_held ON members (organization, sort_name, id) WHERE hold_since IS NOT NULL;
CREATE INDEX members_hold_ends ON members (hold_until) WHERE hold_until IS NOT NULL;
-- An entry of a directory is one member.
CREATE UNIQUE INDEX members_by_directory_id ON members (organization, directory_id) WHERE directory_id IS NOT NULL;

-- What a search finds members by: the rest of the name or the address from the beginning of each word,
-- folded. Written with the name and the address; `twostep doctor --counts` compares them.
CREATE TABLE member_words (
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    word TEXT NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    sort_name TEXT NOT NULL,
    PRIMARY KEY (member, word)
) WITHOUT ROWID, STRICT;
CREATE INDEX member_words_by_word ON member_words (organization, word, sort_name, member);

-- Groups of members. `normal_name` is the name in NFC and lower case, unique in its organization.
CREATE TABLE groups (
    key INTEGER PRIMARY KEY NOT NULL,
    id BLOB NOT NULL UNIQUE,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    normal_name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX groups_by_name ON groups (organization, normal_name);

CREATE TABLE group_members (
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    in_group INTEGER NOT NULL REFERENCES groups (key) ON DELETE CASCADE,
    PRIMARY KEY (member, in_group)
) WITHOUT ROWID, STRICT;
CREATE INDEX group_members_by_group ON group_members (in_group, member);

-- How many members are of a rule and stand so; `has_device`: a confirmed one that proves its member.
CREATE TABLE member_counts (
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    rule INTEGER NOT NULL REFERENCES rules (key) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    has_device INTEGER NOT NULL,
    members INTEGER NOT NULL CHECK (members >= 0),
    PRIMARY KEY (organization, rule, status, has_device)
) STRICT;
-- For the deletion of a rule.
CREATE INDEX member_counts_by_rule ON member_counts (rule);

-- A sealed PHC string, apart from the row that every request reads.
CREATE TABLE passwords (
    member INTEGER PRIMARY KEY NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

-- Addresses that members had, each sealed, so that an administrator can put one back.
CREATE TABLE former_addresses (
    id TEXT PRIMARY KEY NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX former_addresses_by_member ON former_addresses (member, ended_at);
CREATE INDEX former_addresses_by_age ON former_addresses (ended_at);

CREATE TABLE invitations (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    member INTEGER NOT NULL UNIQUE REFERENCES members (key) ON DELETE CASCADE,
    invited_by INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- `sealed` is the token of the first start, which every node prints that starts meanwhile; a token that
-- one command printed has none.
CREATE TABLE setup_tokens (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    sealed BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- A browser that finished a sign-in before. It chooses the password counter, it never skips a step.
-- `public_id` names it in lists: the key stands in its cookie. `label` and `network` are coarse words of the
-- sign-in that made it known; `last_used_at` is written once a day at most.
CREATE TABLE known_browsers (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    public_id BLOB NOT NULL,
    label TEXT NOT NULL,
    network TEXT NOT NULL,
    last_used_at INTEGER NOT NULL,
    code_failures INTEGER NOT NULL DEFAULT 0,
    code_blocked_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX known_browsers_by_member ON known_browsers (member);

-- A sign-in from the right password to the end of its session: one row, changed in place, with a new
-- verifier at every change of what its token opens. What a flow asks for next is derived, never stored.
-- `public_id` names the flow in the record and the session in lists. `told_at`: the owner was told that
-- it was not finished, or nobody need be told. `aal` is the level of the session, of a flow the one that
-- it leads to. `short_password`: the password that began it is too short to sign in alone. Nothing but
-- the sweep deletes a row. `reserved` gives its bytes up when the flow becomes a session: SQLite splits a
-- full page for a row that grows.
CREATE TABLE sign_ins (
    key INTEGER PRIMARY KEY NOT NULL,
    public_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('flow', 'session', 'ended')),
    verifier BLOB NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
    aal INTEGER NOT NULL CHECK (aal IN (1, 2)),
    replaces_device INTEGER NOT NULL DEFAULT 0,
    short_password INTEGER NOT NULL DEFAULT 0,
    email_at INTEGER,
    code_failures INTEGER NOT NULL,
    spent_codes INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    code_at INTEGER,
    finished_at INTEGER,
    last_used_at INTEGER,
    expires_at INTEGER NOT NULL,
    fresh_until INTEGER,
    ended_at INTEGER,
    end_reason TEXT,
    told_at INTEGER,
    browser INTEGER,
    label TEXT NOT NULL,
    network TEXT NOT NULL,
    reserved BLOB NOT NULL DEFAULT (x'')
) STRICT;
CREATE INDEX sign_ins_by_member ON sign_ins (member);
CREATE INDEX sign_ins_to_tell ON sign_ins (key) WHERE told_at IS NULL;
CREATE INDEX sign_ins_without_code ON sign_ins (key) WHERE aal = 1;

-- The newest e-mailed code of a flow (`enrollment`) or of a session (`email_change`), which `sign_in`
-- is; a new one takes the place of the old. `email` is the address that it proves. `made_for` is the sign-in
-- that the MAC covers: another one of the same browser (`browser`: the known one) may take the code over.
CREATE TABLE email_codes (
    sign_in INTEGER PRIMARY KEY NOT NULL,
    made_for INTEGER NOT NULL,
    browser INTEGER,
    purpose TEXT NOT NULL CHECK (purpose IN ('enrollment', 'email_change')),
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    email TEXT NOT NULL,
    mac BLOB NOT NULL,
    reference TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX email_codes_by_member ON email_codes (member);
-- A member has one change of address at a time.
CREATE UNIQUE INDEX one_email_change ON email_codes (member) WHERE purpose = 'email_change';

-- Confirmed authenticator apps; another kind of device gets a table of its own. `key` is eight times the
-- member's key and the slot, so that a member's devices are found without an index, and go by an explicit
-- DELETE. `last_step` is the newest RFC 6238 time step that was accepted: only later ones are.
-- `owner_warned_at` is when a mail last told of wrong codes. `number` stands behind
-- the name of the entry in the app where it is not 1. `replace_by` is set where another product made the secret and
-- an administrator imported it, who knows it: until when another one has to be set up; the import is `confirmed_at`,
-- and until `last_used_at` is set nobody knows that the member has it. `remind_at` is when a mail asks for it
-- again.
CREATE TABLE totp_devices (
    key INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    algorithm TEXT NOT NULL DEFAULT 'SHA1',
    digits INTEGER NOT NULL DEFAULT 6,
    period INTEGER NOT NULL DEFAULT 30,
    secret BLOB NOT NULL,
    confirmed_at INTEGER NOT NULL,
    last_used_at INTEGER,
    last_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    owner_warned_at INTEGER,
    replace_by INTEGER,
    remind_at INTEGER
) STRICT;
CREATE INDEX totp_devices_to_remind ON totp_devices (remind_at) WHERE remind_at IS NOT NULL;

-- The authenticator app that a sign-in sets up, until it is confirmed; one a member. Another sign-in of the
-- same browser (`browser`: the known one) may go on with it.
CREATE TABLE pending_totp_devices (
    id TEXT PRIMARY KEY NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    sign_in INTEGER NOT NULL UNIQUE REFERENCES sign_ins (key) ON DELETE CASCADE,
    browser INTEGER,
    number INTEGER NOT NULL DEFAULT 1,
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_totp_devices_by_member ON pending_totp_devices (member);

-- Secrets that stand in somebody's app and are good for nothing any more: a pending one that was voided, a
-- device that was replaced or removed. The last two of a member. A code of one is refused and named for what
-- it is, for a day; then the secret goes, and the number stays, so that no later entry has the same name.
CREATE TABLE former_totp_devices (
    id TEXT PRIMARY KEY NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    secret BLOB,
    ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX former_totp_devices_by_member ON former_totp_devices (member);
CREATE INDEX former_totp_devices_by_age ON former_totp_devices (ended_at) WHERE secret IS NOT NULL;

-- Somebody asked for a new password for an address in the organization with this short name, whether
-- there is one and anybody in it has the address or not. Answered and dropped in the background, so that
-- the request costs the same for everybody.
CREATE TABLE password_reset_requests (
    id TEXT PRIMARY KEY NOT NULL,
    organization TEXT NOT NULL,
    email_normal TEXT NOT NULL,
    network TEXT NOT NULL,
    program TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- A link that sets a new password, once. Of another epoch than the member it is dead.
CREATE TABLE password_resets (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    code_failures INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_resets_by_member ON password_resets (member);

-- A token of a program. What it may do is its scopes, as far as the role of its owner has them, which is read
-- with it. `scopes` and `networks` are words with spaces between them. `aal` is the level of the session that
-- made it or took it over. `reminded`: how many mails said that it ends.
CREATE TABLE api_tokens (
    key INTEGER PRIMARY KEY NOT NULL,
    public_id BLOB NOT NULL,
    verifier BLOB NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    owner INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    made_by BLOB NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    networks TEXT NOT NULL,
    aal INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    reminded INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER,
    last_used_network TEXT,
    last_used_route TEXT,
    suspended_at INTEGER,
    offered_to BLOB,
    offered_by BLOB,
    offer_ends_at INTEGER,
    outside_requests INTEGER NOT NULL DEFAULT 0,
    outside_network TEXT,
    outside_told_at INTEGER
) STRICT;
CREATE INDEX api_tokens_by_organization ON api_tokens (organization, key);
CREATE INDEX api_tokens_by_owner ON api_tokens (owner);
CREATE INDEX api_tokens_by_end ON api_tokens (expires_at);
CREATE INDEX api_tokens_outside ON api_tokens (key) WHERE outside_requests > 0;

-- What programs asked and were answered: evidence for later, without the code. `id` is a version 7 UUID, so that
-- the oldest come first. It names members and programs by their ids, which outlive their rows.
CREATE TABLE verifications (
    id BLOB PRIMARY KEY NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    member BLOB NOT NULL,
    asked_by TEXT NOT NULL,
    result TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    audience TEXT,
    purpose TEXT,
    target TEXT,
    target_hash TEXT,
    station TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX verifications_by_organization ON verifications (organization);

-- Operations that a program asks a person to confirm on a page of ours. `key` and `verifier` are of the page's
-- token, `program` is the API token that asked.
CREATE TABLE challenges (
    key INTEGER PRIMARY KEY NOT NULL,
    id BLOB NOT NULL UNIQUE,
    verifier BLOB NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    member BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    program BLOB NOT NULL,
    purpose TEXT NOT NULL,
    target TEXT,
    target_hash TEXT,
    audience TEXT,
    station TEXT,
    return_url TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    answered_at INTEGER,
    verification BLOB,
    receipt_until INTEGER,
    receipt_taken_at INTEGER
) STRICT;
CREATE INDEX challenges_by_member ON challenges (member, expires_at);
CREATE INDEX challenges_by_organization ON challenges (organization);
CREATE INDEX challenges_by_program ON challenges (program, expires_at);

-- Requests with an Idempotency-Key. `id` is a digest of the caller, a point, and one of caller and key; `sealed`
-- is a digest of the request and its answer. `leased_until`: how long the request may run; 0 once it was answered.
CREATE TABLE idempotency_keys (
    id TEXT PRIMARY KEY NOT NULL,
    sealed BLOB NOT NULL,
    leased_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_keys_by_end ON idempotency_keys (expires_at);

-- Where events are sent. `sealed` has the address and the secrets. Events of the record up to `since_position`
-- are not sent; after failures nothing is before `resting_until`. Of one that was ended the sweep deletes the
-- deliveries in parts, then the row.
CREATE TABLE webhooks (
    id BLOB PRIMARY KEY NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    made_by BLOB NOT NULL,
    sealed BLOB NOT NULL,
    events TEXT NOT NULL,
    since_position INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    rotated_at INTEGER,
    disabled_at INTEGER,
    disabled_cause TEXT,
    failing_since INTEGER,
    resting_until INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER
) STRICT;
CREATE INDEX webhooks_by_organization ON webhooks (organization, id);

-- What was sent, and the last answer. `id` is a version 7 UUID, so that the oldest come first; a row of `outbox`
-- with the same id says when the next attempt is made.
CREATE TABLE webhook_deliveries (
    id BLOB PRIMARY KEY NOT NULL,
    webhook BLOB NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER,
    answered_at INTEGER,
    answer_status INTEGER,
    answer_failure TEXT,
    answer_body TEXT,
    answer_millis INTEGER
) STRICT;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (created_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_waiting_of ON webhook_deliveries (webhook) WHERE state = 'waiting';

-- Consoles in front of which this program stands (OAuth clients). Lists are words with spaces between them: no
-- address has one. `allowed_groups` has the ids of groups, NULL for everybody; one that is gone admits nobody.
-- `pairwise_salt` makes the `sub` of each member, where it is another one at each console.
CREATE TABLE clients (
    key INTEGER PRIMARY KEY NOT NULL,
    id BLOB NOT NULL UNIQUE,
    organization INTEGER NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    made_by BLOB NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    origin TEXT,
    redirect_uris TEXT NOT NULL,
    post_logout_redirect_uris TEXT NOT NULL,
    backchannel_logout_uri TEXT,
    launch_uri TEXT,
    auth_method TEXT NOT NULL,
    id_token_algorithm TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    pairwise_salt BLOB NOT NULL,
    minimum_acr TEXT NOT NULL,
    maximum_age INTEGER,
    allowed_roles TEXT NOT NULL,
    allowed_groups TEXT,
    asks_consent INTEGER NOT NULL,
    fresh_code INTEGER NOT NULL,
    claims_in_id_token INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    enabled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX clients_by_organization ON clients (organization, id);
CREATE UNIQUE INDEX clients_by_origin ON clients (origin) WHERE origin IS NOT NULL;

-- What came of each client last: one row for each kind of request and, where it was refused, for each reason, so that
-- nobody who repeats one, or makes them up, fills the disk. `refusal` is empty where nothing was wrong.
CREATE TABLE client_events (
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    refusal TEXT NOT NULL,
    at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (client, kind, refusal)
) WITHOUT ROWID, STRICT;

-- When a member last went to a client.
CREATE TABLE client_uses (
    member INTEGER NOT NULL REFERENCES members (key) ON DELETE CASCADE,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (member, client)
) WITHOUT ROWID, STRICT;
CREATE INDEX client_uses_by_client ON client_uses (client);

-- What clients prove themselves with; `ends_at` is set when another one takes its place. Two are good at most.
CREATE TABLE client_secrets (
    key INTEGER PRIMARY KEY NOT NULL,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    verifier BLOB NOT NULL,
    ends_at INTEGER
) STRICT;
CREATE INDEX client_secrets_by_client ON client_secrets (client);
CREATE INDEX client_secrets_by_end ON client_secrets (ends_at) WHERE ends_at IS NOT NULL;

-- What a browser carries to a console, which redeems it once. `sign_in` is the session. Kept until nothing that was
-- made of it is good any more, so that a second try is known.
CREATE TABLE authorization_codes (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    sign_in INTEGER NOT NULL,
    member BLOB NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT,
    nonce TEXT,
    scope TEXT NOT NULL,
    claims TEXT,
    authenticated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX authorization_codes_by_client ON authorization_codes (client, sign_in);

-- What opens userinfo. It is good as long as its session, and no longer than `expires_at`.
CREATE TABLE access_tokens (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    code INTEGER NOT NULL,
    sign_in INTEGER NOT NULL,
    scope TEXT NOT NULL,
    claims TEXT,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX access_tokens_by_client ON access_tokens (client);
CREATE INDEX access_tokens_by_code ON access_tokens (code);

-- What a browser has as a cookie at a console whose proxy asks before each request; made of a code. It is good as long
-- as its session (`sign_in`).
CREATE TABLE console_sessions (
    key INTEGER PRIMARY KEY NOT NULL,
    verifier BLOB NOT NULL,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    code INTEGER NOT NULL,
    sign_in INTEGER NOT NULL
) STRICT;
CREATE INDEX console_sessions_by_client ON console_sessions (client);
CREATE INDEX console_sessions_by_code ON console_sessions (code);

-- Which session signed somebody in at a client that asks for itself, so that the client is told when the session ends;
-- with that the row goes. `session` is its public name.
CREATE TABLE console_logins (
    sign_in INTEGER NOT NULL,
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    member BLOB NOT NULL,
    session BLOB NOT NULL,
    PRIMARY KEY (sign_in, client)
) WITHOUT ROWID, STRICT;
CREATE INDEX console_logins_by_client ON console_logins (client);
CREATE INDEX console_logins_by_member ON console_logins (member);

-- One row a counter. `events` holds the latest times of a sliding window.
CREATE TABLE limits (
    name TEXT PRIMARY KEY NOT NULL,
    events TEXT NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX limits_by_age ON limits (updated_at);

-- `priority` 0 goes before 1, and within one the organizations take turns. `paced_for` is the time that a
-- delivery was given whose organization has a number of them an hour.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    member_id TEXT,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
    payload BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    paced_for INTEGER,
    leased_until INTEGER NOT NULL,
    lease TEXT,
    sent_at INTEGER,
    failed_at INTEGER,
    last_error TEXT,
    is_readable INTEGER NOT NULL DEFAULT 0 CHECK (is_readable IN (0, 1)),
    CHECK (NOT is_readable OR sent_at IS NOT NULL)
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, priority, organization_id, next_attempt_at)
    WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_paced ON outbox (organization_id, paced_for) WHERE paced_for IS NOT NULL;
-- Mails of test organizations: never sent, and kept to be read.
CREATE INDEX outbox_readable ON outbox (organization_id, id) WHERE is_readable;
-- What became of the mails to a member, for those who help.
CREATE INDEX outbox_by_member ON outbox (member_id, id);

-- `actor_kind`, `action` and `outcome` are the numbers of closed words, ids are the 16 bytes of UUIDs.
-- The primary key is the only index: a change appends one row and writes nothing else. Whatever finds
-- rows by something else is made of them later (`audit_index`).
CREATE TABLE audit_events (
    position INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    action INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    organization BLOB,
    actor BLOB,
    subject BLOB,
    flow BLOB,
    result TEXT,
    details TEXT,
    network TEXT NOT NULL,
    request_id BLOB
) STRICT;

-- A known text sealed under each key: a wrong key ring is refused at start.
CREATE TABLE key_checks (
    key_id TEXT PRIMARY KEY NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- The keys that sign receipts. `public_key` is Base64url; `private_key` is sealed for this name, algorithm and
-- public key. A key is published from the beginning until `published_until`, and signs from `signs_from` until
-- `retired_at`; both ends are NULL while none is known. Those of the kind `test` sign for test organizations, and
-- are published apart.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL DEFAULT 'live' CHECK (kind IN ('live', 'test')),
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    signs_from INTEGER NOT NULL,
    retired_at INTEGER,
    published_until INTEGER,
    CHECK ((retired_at IS NULL) = (published_until IS NULL))
) STRICT;

-- The keys that sign the daily heads of the audit record. No row is ever deleted: their public parts are
-- published for ever, and one with `retired_at` signs nothing any more.
CREATE TABLE evidence_keys (
    kid TEXT PRIMARY KEY NOT NULL,
    public_key TEXT NOT NULL,
    private_key BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- When members of a directory are looked up there again, to disable those who left. The node that moves `due_at`
-- on is the one that looks.
CREATE TABLE directory_checks (
    organization INTEGER PRIMARY KEY NOT NULL REFERENCES organizations (key) ON DELETE CASCADE,
    due_at INTEGER NOT NULL
) STRICT;
