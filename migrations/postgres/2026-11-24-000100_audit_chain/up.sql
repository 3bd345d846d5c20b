-- The chain over `audit_events`: `mac` covers the row, its place and the `mac` before it.
CREATE TABLE audit_seals (
    seq BIGINT PRIMARY KEY NOT NULL,
    position BIGINT NOT NULL,
    mac BYTEA NOT NULL
);
