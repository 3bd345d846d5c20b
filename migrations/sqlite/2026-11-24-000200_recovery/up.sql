-- `enrolled_at` is when a device was first confirmed: from then on a mailbox alone never sets one up
-- again. The two holds say until when nothing is recovered by e-mail: a device, a password.
ALTER TABLE members ADD COLUMN enrolled_at INTEGER;
ALTER TABLE members ADD COLUMN recovery_hold_until INTEGER;
ALTER TABLE members ADD COLUMN reset_hold_until INTEGER;
UPDATE members SET enrolled_at =
    (SELECT MIN(totp_devices.confirmed_at) FROM totp_devices
        WHERE totp_devices.member_id = members.id);

-- Somebody asked for a new password for an address, whether anybody has it or not. Answered and
-- dropped in the background, so that the request costs the same for everybody.
CREATE TABLE password_reset_requests (
    id TEXT PRIMARY KEY NOT NULL,
    email_normal TEXT NOT NULL,
    network TEXT NOT NULL,
    program TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- A link that sets a new password, once. Of another epoch than the member it is dead.
CREATE TABLE password_resets (
    token_hash BLOB PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    code_failures INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_resets_by_member ON password_resets (member_id);
CREATE INDEX password_resets_by_end ON password_resets (expires_at);

-- A right password from an unknown browser that owes a code; the owner is told at `due_at` unless
-- the sign-in is finished before.
CREATE TABLE unfinished_sign_ins (
    flow_id TEXT PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    program TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX unfinished_sign_ins_by_member ON unfinished_sign_ins (member_id);
CREATE INDEX unfinished_sign_ins_due ON unfinished_sign_ins (due_at);
