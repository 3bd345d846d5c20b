-- Ids are UUIDs as text, times are microseconds since the epoch, words are the words of the wire.

CREATE TABLE organizations (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE policies (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    two_step TEXT NOT NULL CHECK (two_step IN ('optional', 'required')),
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by TEXT
) STRICT;

-- `sort_name` is the lower-cased name, for order and search. `password` is a sealed PHC string.
CREATE TABLE members (
    id TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_normal TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'helpdesk', 'admin')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    locale TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    password BLOB,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX members_by_name ON members (organization_id, sort_name, id);
CREATE INDEX members_by_role ON members (organization_id, role, status);

CREATE TABLE invitations (
    member_id TEXT PRIMARY KEY NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setup_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Facts of one sign-in attempt. What it asks for next is derived, never stored.
CREATE TABLE flows (
    id TEXT PRIMARY KEY NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
    replaces_device INTEGER NOT NULL,
    email_at INTEGER,
    code_failures INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX flows_by_member ON flows (member_id, created_at);
CREATE INDEX flows_by_end ON flows (expires_at);

-- The newest e-mailed code of a flow (`enrollment`) or of a session (`email_change`), whose id is
-- `bound_to`; a new one takes the place of the old. `email` is the address that it proves.
CREATE TABLE email_codes (
    bound_to TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('enrollment', 'email_change')),
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    email TEXT NOT NULL,
    mac BLOB NOT NULL,
    reference TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX email_codes_by_member ON email_codes (member_id);
-- A member has one change of address at a time.
CREATE UNIQUE INDEX one_email_change ON email_codes (member_id) WHERE purpose = 'email_change';
CREATE INDEX email_codes_by_end ON email_codes (expires_at);

-- Confirmed authenticator apps, each in a slot of its member; another kind of device gets a table of
-- its own. `last_step` is the newest RFC 6238 time step that was accepted: only later ones are.
-- `owner_warned_at` is when a mail last told of wrong codes.
CREATE TABLE totp_devices (
    id TEXT PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 7),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    secret BLOB NOT NULL,
    confirmed_at INTEGER NOT NULL,
    last_used_at INTEGER,
    last_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    owner_warned_at INTEGER,
    UNIQUE (member_id, slot)
) STRICT;

-- The authenticator app that a flow sets up, until it is confirmed. It goes with its flow.
CREATE TABLE pending_totp_devices (
    id TEXT PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    flow_id TEXT NOT NULL UNIQUE REFERENCES flows (id) ON DELETE CASCADE,
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_totp_devices_by_member ON pending_totp_devices (member_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
    aal INTEGER NOT NULL CHECK (aal IN (1, 2)),
    label TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    fresh_until INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_member ON sessions (member_id, created_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A browser that finished a sign-in before. It chooses the password counter, it never skips a step.
CREATE TABLE known_browsers (
    token_hash BLOB PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_browsers_by_member ON known_browsers (member_id);
CREATE INDEX known_browsers_by_end ON known_browsers (expires_at);

-- One row a counter. `events` holds the latest times of a sliding window.
CREATE TABLE limits (
    name TEXT PRIMARY KEY NOT NULL,
    events TEXT NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX limits_by_age ON limits (updated_at);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    member_id TEXT,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    lease TEXT,
    sent_at INTEGER,
    failed_at INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;

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
