-- The chain over `audit_events`: `mac` covers the row, its place and the `mac` before it.
CREATE TABLE audit_seals (
    seq INTEGER PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL,
    mac BLOB NOT NULL
) STRICT;
