-- One chain for each organization, whose 16 bytes name it, and one for the installation, whose name is
-- empty. A seal covers all rows of its chain in one batch: `mac` covers the chain, number, positions,
-- the `mac` before it and each row in the form of an export. `entries` has 12 bytes for each row: how
-- far its position is from the first one (4 bytes), and the beginning of the row's own MAC (8 bytes).
CREATE TABLE audit_seals (
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    first_position INTEGER NOT NULL,
    last_position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    entries BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (chain, number)
) STRICT;
-- How far the newest seals reach.
CREATE INDEX audit_seals_by_position ON audit_seals (last_position);
-- Which seal a row of a chain has.
CREATE INDEX audit_seals_by_row ON audit_seals (chain, last_position);

-- Where a chain goes on whose beginning was pruned: `number`, `position` and `seal_mac` are of the last
-- seal that is gone, `event_count` is the number of all rows that are. `mac` is made with the audit key.
CREATE TABLE audit_checkpoints (
    chain BLOB PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    pruned_at INTEGER NOT NULL,
    seal_mac BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- The seal that a chain ended with on a day (the number of days since 1970): `signed` is what anybody can
-- check with the evidence keys, `position` is the last row of that seal. Pruning keeps these rows.
CREATE TABLE audit_daily_heads (
    chain BLOB NOT NULL,
    day INTEGER NOT NULL,
    position INTEGER NOT NULL,
    signed TEXT NOT NULL,
    PRIMARY KEY (chain, day)
) STRICT;

CREATE INDEX audit_daily_heads_by_day ON audit_daily_heads (day);

CREATE INDEX audit_daily_heads_by_position ON audit_daily_heads (chain, position);

-- One row: no audit row up to `position` is left, and so many chains have a checkpoint. `mac` as above.
CREATE TABLE audit_pruned (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    chains INTEGER NOT NULL,
    pruned_at INTEGER NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- A follower has worked off the rows up to `position`; the process `holder` goes on until `leased_until`.
CREATE TABLE audit_followers (
    name TEXT PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    leased_until INTEGER NOT NULL
) STRICT;

-- Where the rows with a value are. `kind` says what the value is of (an organization, a member and so
-- on); `positions` has the rows of one batch, the newest of which is `last_position`.
CREATE TABLE audit_index (
    kind INTEGER NOT NULL,
    value BLOB NOT NULL,
    last_position INTEGER NOT NULL,
    positions BLOB NOT NULL,
    PRIMARY KEY (kind, value, last_position)
) STRICT, WITHOUT ROWID;

-- When a member last finished a sign-in.
CREATE TABLE last_sign_ins (
    member BLOB PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many events of a kind an organization (or the installation, whose bytes are empty) had on a day,
-- counted from 1970-01-01.
CREATE TABLE audit_days (
    organization BLOB NOT NULL,
    day INTEGER NOT NULL,
    action INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    PRIMARY KEY (organization, day, action, outcome)
) STRICT, WITHOUT ROWID;

-- The days on which a member finished a sign-in with the password alone.
CREATE TABLE single_factor_days (
    organization BLOB NOT NULL,
    day INTEGER NOT NULL,
    member BLOB NOT NULL,
    PRIMARY KEY (organization, day, member)
) STRICT, WITHOUT ROWID;

-- When a member or API token last read the record or exported members, as far as that was recorded. `way` is `pages`,
-- `export`, `members` or `some_members`.
CREATE TABLE audit_readings (
    reader BLOB NOT NULL,
    way TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (reader, way)
) STRICT, WITHOUT ROWID;
