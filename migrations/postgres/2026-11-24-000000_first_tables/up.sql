-- Ids are UUIDs as text, times are microseconds since the epoch, words are the words of the wire.
-- Rows that every sign-in changes leave room in their pages (`fillfactor`): the new one then stands
-- beside the old one, and no index is written.
-- `COLLATE "C"` sorts bytes, as SQLite does: the same order of pages and the same ranges on both.

CREATE TABLE organizations (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE policies (
    organization_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    two_step TEXT NOT NULL CHECK (two_step IN ('optional', 'required')),
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT
);

-- `sort_name` is the lower-cased name, for order and search. `password` is a sealed PHC string.
CREATE TABLE members (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_normal TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'helpdesk', 'admin')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    locale TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    password BYTEA,
    created_at BIGINT NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX members_by_name ON members (organization_id, sort_name, id);
CREATE INDEX members_by_role ON members (organization_id, role, status);

CREATE TABLE invitations (
    member_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE setup_tokens (
    token_hash BYTEA PRIMARY KEY NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Facts of one sign-in attempt. What it asks for next is derived, never stored.
CREATE TABLE flows (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
    replaces_device BOOLEAN NOT NULL,
    email_at BIGINT,
    code_failures BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX flows_by_member ON flows (member_id, created_at);
CREATE INDEX flows_by_end ON flows (expires_at);

-- The newest e-mailed code of a flow (`enrollment`) or of a session (`email_change`), whose id is
-- `bound_to`; a new one takes the place of the old. `email` is the address that it proves.
CREATE TABLE email_codes (
    bound_to TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('enrollment', 'email_change')),
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    email TEXT NOT NULL,
    mac BYTEA NOT NULL,
    reference TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX email_codes_by_member ON email_codes (member_id);
-- A member has one change of address at a time.
CREATE UNIQUE INDEX one_email_change ON email_codes (member_id) WHERE purpose = 'email_change';
CREATE INDEX email_codes_by_end ON email_codes (expires_at);

-- Confirmed authenticator apps, each in a slot of its member; another kind of device gets a table of
-- its own. `last_step` is the newest RFC 6238 time step that was accepted: only later ones are.
-- `owner_warned_at` is when a mail last told of wrong codes.
CREATE TABLE totp_devices (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    slot BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 7),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    secret BYTEA NOT NULL,
    confirmed_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    owner_warned_at BIGINT,
    UNIQUE (member_id, slot)
) WITH (fillfactor = 80);

-- The authenticator app that a flow sets up, until it is confirmed. It goes with its flow.
CREATE TABLE pending_totp_devices (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    flow_id TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES flows (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX pending_totp_devices_by_member ON pending_totp_devices (member_id);

CREATE TABLE sessions (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
    aal BIGINT NOT NULL CHECK (aal IN (1, 2)),
    label TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    fresh_until BIGINT NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id, created_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A browser that finished a sign-in before. It chooses the password counter, it never skips a step.
CREATE TABLE known_browsers (
    token_hash BYTEA PRIMARY KEY NOT NULL,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX known_browsers_by_member ON known_browsers (member_id);
CREATE INDEX known_browsers_by_end ON known_browsers (expires_at);

-- One row a counter. `events` holds the latest times of a sliding window.
CREATE TABLE limits (
    name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    events TEXT NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX limits_by_age ON limits (updated_at);

CREATE TABLE outbox (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL,
    member_id TEXT COLLATE "C",
    kind TEXT NOT NULL,
    payload BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    lease TEXT,
    sent_at BIGINT,
    failed_at BIGINT,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (channel, next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;

-- A position is taken under a shared lock that lasts until the commit. Who reads the newest position and
-- then looks at who holds the lock knows which transactions may still add a lower one.
CREATE SEQUENCE audit_positions;
-- One expression, so that PostgreSQL puts it into the INSERT instead of calling it for each row.
CREATE FUNCTION next_audit_position() RETURNS BIGINT VOLATILE LANGUAGE sql AS $$
    SELECT CASE
        WHEN pg_advisory_xact_lock_shared(13, 6) IS NOT NULL THEN nextval('audit_positions')
    END;
$$;
-- `actor_kind`, `action` and `outcome` are the numbers of closed words, ids are the 16 bytes of UUIDs.
-- The primary key is the only index: a change appends one row and writes nothing else. Whatever finds
-- rows by something else is made of them later (`audit_index`).
CREATE TABLE audit_events (
    position BIGINT PRIMARY KEY NOT NULL DEFAULT next_audit_position(),
    at BIGINT NOT NULL,
    actor_kind SMALLINT NOT NULL,
    action SMALLINT NOT NULL,
    outcome SMALLINT NOT NULL,
    organization BYTEA,
    actor BYTEA,
    subject BYTEA,
    flow BYTEA,
    result TEXT,
    details TEXT,
    network TEXT NOT NULL,
    request_id BYTEA
);

-- A known text sealed under each key: a wrong key ring is refused at start.
CREATE TABLE key_checks (
    key_id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    sealed BYTEA NOT NULL
);
