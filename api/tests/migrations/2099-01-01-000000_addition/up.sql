-- What an upgrade adds: a column that may be empty, an index and a table. Both tables at once, in the
-- order in which requests take them: older nodes are at work.
LOCK TABLE members, sign_ins IN ACCESS EXCLUSIVE MODE;

ALTER TABLE members ADD COLUMN added TEXT;
CREATE INDEX sign_ins_added ON sign_ins (member, last_used_at);
CREATE TABLE additions (
    member_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    text TEXT
);
