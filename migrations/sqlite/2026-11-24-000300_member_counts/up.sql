-- `to_set_up`: the member is active, and no confirmed device is. It repeats what `status` and
-- `totp_devices` say, so that an index holds these members in the order of their names. Triggers keep it,
-- as they keep the counts: no statement, and no older program that still runs, can forget it.
ALTER TABLE members ADD COLUMN to_set_up INTEGER NOT NULL DEFAULT 0 CHECK (to_set_up IN (0, 1));
UPDATE members SET to_set_up = 1 WHERE status = 'active' AND NOT EXISTS
    (SELECT 1 FROM totp_devices WHERE totp_devices.member_id = members.id AND totp_devices.status = 'active');
CREATE INDEX members_to_set_up ON members (organization_id, to_set_up, sort_name, id);

CREATE TRIGGER device_added AFTER INSERT ON totp_devices WHEN NEW.status = 'active'
BEGIN
    UPDATE members SET to_set_up = 0 WHERE id = NEW.member_id;
END;
CREATE TRIGGER device_changed AFTER UPDATE OF status ON totp_devices
WHEN (NEW.status = 'active') <> (OLD.status = 'active')
BEGIN
    UPDATE members SET to_set_up = (status = 'active' AND NEW.status <> 'active')
    WHERE id = NEW.member_id;
END;
CREATE TRIGGER device_removed AFTER DELETE ON totp_devices WHEN OLD.status = 'active'
BEGIN
    UPDATE members SET to_set_up = (status = 'active') WHERE id = OLD.member_id;
END;
CREATE TRIGGER member_begins AFTER INSERT ON members WHEN NEW.status = 'active'
BEGIN
    UPDATE members SET to_set_up = 1 WHERE id = NEW.id;
END;
CREATE TRIGGER member_changes AFTER UPDATE OF status ON members
BEGIN
    UPDATE members SET to_set_up = (NEW.status = 'active' AND NOT EXISTS
        (SELECT 1 FROM totp_devices WHERE totp_devices.member_id = NEW.id AND totp_devices.status = 'active'))
    WHERE id = NEW.id;
END;

-- One row an organization: how many are invited, can sign in, and have to set up a device.
CREATE TABLE member_counts (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invited INTEGER NOT NULL,
    active INTEGER NOT NULL,
    to_set_up INTEGER NOT NULL
) STRICT;
INSERT INTO member_counts (organization_id, invited, active, to_set_up)
    SELECT organizations.id, COUNT(CASE members.status WHEN 'invited' THEN 1 END),
        COUNT(CASE members.status WHEN 'active' THEN 1 END), COALESCE(SUM(members.to_set_up), 0)
    FROM organizations LEFT JOIN members ON members.organization_id = organizations.id
    GROUP BY organizations.id;

CREATE TRIGGER organization_counted AFTER INSERT ON organizations
BEGIN
    INSERT INTO member_counts (organization_id, invited, active, to_set_up) VALUES (NEW.id, 0, 0, 0);
END;
-- A member stays in its organization.
CREATE TRIGGER member_added AFTER INSERT ON members
BEGIN
    UPDATE member_counts SET
        invited = invited + (NEW.status = 'invited'),
        active = active + (NEW.status = 'active'),
        to_set_up = to_set_up + NEW.to_set_up
    WHERE organization_id = NEW.organization_id;
END;
CREATE TRIGGER member_changed AFTER UPDATE OF status, to_set_up ON members
BEGIN
    UPDATE member_counts SET
        invited = invited + (NEW.status = 'invited') - (OLD.status = 'invited'),
        active = active + (NEW.status = 'active') - (OLD.status = 'active'),
        to_set_up = to_set_up + NEW.to_set_up - OLD.to_set_up
    WHERE organization_id = NEW.organization_id;
END;
CREATE TRIGGER member_removed AFTER DELETE ON members
BEGIN
    UPDATE member_counts SET
        invited = invited - (OLD.status = 'invited'),
        active = active - (OLD.status = 'active'),
        to_set_up = to_set_up - OLD.to_set_up
    WHERE organization_id = OLD.organization_id;
END;

-- A session without a code that was used lately is found by that time.
CREATE INDEX sessions_without_code ON sessions (last_used_at) WHERE aal = 1;
-- A search goes through names, and then through addresses. What a filter leaves of a list stands in
-- the order of the list.
CREATE INDEX members_by_email ON members (organization_id, email_normal);
CREATE INDEX members_by_status ON members (organization_id, status, sort_name, id);
DROP INDEX members_by_role;
CREATE INDEX members_by_role ON members (organization_id, role, sort_name, id);
