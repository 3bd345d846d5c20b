-- One chain for each organization, whose 16 bytes name it, and one for the installation, whose name is
-- empty. A seal covers all rows of its chain in one batch: `mac` covers the chain, number, positions,
-- the `mac` before it and each row in the form of an export. `entries` has 12 bytes for each row: how
-- far its position is from the first one (4 bytes), and the beginning of the row's own MAC (8 bytes).
CREATE TABLE audit_seals (
    chain BYTEA NOT NULL,
    number BIGINT NOT NULL,
    first_position BIGINT NOT NULL,
    last_position BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    entries BYTEA NOT NULL,
    mac BYTEA NOT NULL,
    PRIMARY KEY (chain, number)
);
-- How far the newest seals reach.
CREATE INDEX audit_seals_by_position ON audit_seals (last_position);
-- Which seal a row of a chain has.
CREATE INDEX audit_seals_by_row ON audit_seals (chain, last_position);

-- Where a chain goes on whose beginning was pruned: `number`, `position` and `seal_mac` are of the last
-- seal that is gone, `event_count` is the number of all rows that are. `mac` is made with the audit key.
CREATE TABLE audit_checkpoints (
    chain BYTEA PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL,
    position BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    pruned_at BIGINT NOT NULL,
    seal_mac BYTEA NOT NULL,
    mac BYTEA NOT NULL
);

-- The seal that a chain ended with on a day (the number of days since 1970): `signed` is what anybody can
-- check with the evidence keys, `position` is the last row of that seal. Pruning keeps these rows.
CREATE TABLE audit_daily_heads (
    chain BYTEA NOT NULL,
    day BIGINT NOT NULL,
    position BIGINT NOT NULL,
    signed TEXT NOT NULL,
    PRIMARY KEY (chain, day)
);

CREATE INDEX audit_daily_heads_by_day ON audit_daily_heads (day);

CREATE INDEX audit_daily_heads_by_position ON audit_daily_heads (chain, position);

-- One row: no audit row up to `position` is left, and so many chains have a checkpoint. `mac` as above.
CREATE TABLE audit_pruned (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    position BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    chains BIGINT NOT NULL,
    pruned_at BIGINT NOT NULL,
    mac BYTEA NOT NULL
);

-- A follower has worked off the rows up to `position`; the process `holder` goes on until `leased_until`.
CREATE TABLE audit_followers (
    name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    position BIGINT NOT NULL,
    holder BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
) WITH (fillfactor = 80);

-- Where the rows with a value are. `kind` says what the value is of (an organization, a member and so
-- on); `positions` has the rows of one batch, the newest of which is `last_position`.
CREATE TABLE audit_index (
    kind SMALLINT NOT NULL,
    value BYTEA NOT NULL,
    last_position BIGINT NOT NULL,
    positions BYTEA NOT NULL,
    PRIMARY KEY (kind, value, last_position)
);

-- When a member last finished a sign-in.
CREATE TABLE last_sign_ins (
    member BYTEA PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL
) WITH (fillfactor = 80);

-- How many events of a kind an organization (or the installation, whose bytes are empty) had on a day,
-- counted from 1970-01-01.
CREATE TABLE audit_days (
    organization BYTEA NOT NULL,
    day BIGINT NOT NULL,
    action SMALLINT NOT NULL,
    outcome SMALLINT NOT NULL,
    event_count BIGINT NOT NULL,
    PRIMARY KEY (organization, day, action, outcome)
) WITH (fillfactor = 80);

-- The days on which a member finished a sign-in with the password alone.
CREATE TABLE single_factor_days (
    organization BYTEA NOT NULL,
    day BIGINT NOT NULL,
    member BYTEA NOT NULL,
    PRIMARY KEY (organization, day, member)
);

-- When a member or API token last read the record or exported members, as far as that was recorded. `way` is `pages`,
-- `export`, `members` or `some_members`.
CREATE TABLE audit_readings (
    reader BYTEA NOT NULL,
    way TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (reader, way)
);
