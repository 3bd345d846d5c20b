-- What an upgrade adds: a column that may be empty, an index and a table. Both tables at once, in the
-- order in which requests take them: older nodes are at work.
LOCK TABLE members, sessions IN ACCESS EXCLUSIVE MODE;

ALTER TABLE members ADD COLUMN added TEXT;
CREATE INDEX sessions_added ON sessions (member_id, last_used_at);
CREATE TABLE additions (
    member_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    text TEXT
);
