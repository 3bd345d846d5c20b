-- `to_set_up`: the member is active, and no confirmed device is. It repeats what `status` and
-- `totp_devices` say, so that an index holds these members in the order of their names. The program
-- writes it, and the counts, in the change that they follow from; `twostep doctor --counts` compares
-- them.
ALTER TABLE members ADD COLUMN to_set_up INTEGER NOT NULL DEFAULT 0 CHECK (to_set_up IN (0, 1));
UPDATE members SET to_set_up = 1 WHERE status = 'active' AND NOT EXISTS
    (SELECT 1 FROM totp_devices
        WHERE totp_devices.member_id = members.id AND totp_devices.status = 'active');
CREATE INDEX members_to_set_up ON members (organization_id, to_set_up, sort_name, id);

-- One row an organization: how many are invited, can sign in, and have to set up a device.
CREATE TABLE member_counts (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invited INTEGER NOT NULL CHECK (invited >= 0),
    active INTEGER NOT NULL CHECK (active >= 0),
    to_set_up INTEGER NOT NULL CHECK (to_set_up >= 0)
) STRICT;
INSERT INTO member_counts (organization_id, invited, active, to_set_up)
    SELECT organizations.id, COUNT(CASE members.status WHEN 'invited' THEN 1 END),
        COUNT(CASE members.status WHEN 'active' THEN 1 END), COALESCE(SUM(members.to_set_up), 0)
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
