-- Both at once, in the order in which requests take them: older nodes may be at work.
LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE;

-- `to_set_up`: the member is active, and no confirmed device is. It repeats what `status` and
-- `totp_devices` say, so that an index holds these members in the order of their names. The program
-- writes it, and the counts, in the change that they follow from; `twostep doctor --counts` compares
-- them.
ALTER TABLE members ADD COLUMN to_set_up BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE members SET to_set_up = TRUE WHERE status = 'active' AND NOT EXISTS
    (SELECT FROM totp_devices
        WHERE totp_devices.member_id = members.id AND totp_devices.status = 'active');
CREATE INDEX members_to_set_up ON members (organization_id, to_set_up, sort_name, id);

-- One row an organization: how many are invited, can sign in, and have to set up a device.
CREATE TABLE member_counts (
    organization_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invited BIGINT NOT NULL CHECK (invited >= 0),
    active BIGINT NOT NULL CHECK (active >= 0),
    to_set_up BIGINT NOT NULL CHECK (to_set_up >= 0)
);
INSERT INTO member_counts (organization_id, invited, active, to_set_up)
    SELECT organizations.id, COUNT(*) FILTER (WHERE members.status = 'invited'),
        COUNT(*) FILTER (WHERE members.status = 'active'), COUNT(*) FILTER (WHERE members.to_set_up)
    FROM organizations LEFT JOIN members ON members.organization_id = organizations.id
    GROUP BY organizations.id;

-- A session without a code that was used lately is found by that time.
CREATE INDEX sessions_without_code ON sessions (last_used_at) WHERE aal = 1;
-- A search goes through names, and then through addresses. What a filter leaves of a list stands in
-- the order of the list.
CREATE INDEX members_by_email ON members (organization_id, email_normal);
CREATE INDEX members_by_status ON members (organization_id, status, sort_name, id);
DROP INDEX members_by_role;
CREATE INDEX members_by_role ON members (organization_id, role, sort_name, id);
