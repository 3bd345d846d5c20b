-- Both at once, in the order in which requests take them: older nodes may be at work.
LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE;

-- `to_set_up`: the member is active, and no confirmed device is. It repeats what `status` and
-- `totp_devices` say, so that an index holds these members in the order of their names. Triggers keep it,
-- as they keep the counts: no statement, and no older program that still runs, can forget it. A move
-- copies what they wrote, so they rest while it writes.
ALTER TABLE members ADD COLUMN to_set_up BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE members SET to_set_up = TRUE WHERE status = 'active' AND NOT EXISTS
    (SELECT FROM totp_devices WHERE totp_devices.member_id = members.id AND totp_devices.status = 'active');
CREATE INDEX members_to_set_up ON members (organization_id, to_set_up, sort_name, id);

CREATE FUNCTION note_device() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members SET to_set_up = (status = 'active' AND NOT COALESCE(NEW.status = 'active', FALSE))
    WHERE id = COALESCE(NEW.member_id, OLD.member_id);
    RETURN NULL;
END $$;
CREATE TRIGGER device_added AFTER INSERT ON totp_devices FOR EACH ROW
WHEN (NEW.status = 'active' AND current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();
CREATE TRIGGER device_changed AFTER UPDATE OF status ON totp_devices FOR EACH ROW
WHEN ((NEW.status = 'active') <> (OLD.status = 'active')
    AND current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();
CREATE TRIGGER device_removed AFTER DELETE ON totp_devices FOR EACH ROW
WHEN (OLD.status = 'active' AND current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();

-- It runs when the member's row is locked, and then sees the devices of whoever had it before.
CREATE FUNCTION note_status() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.to_set_up := NEW.status = 'active' AND NOT EXISTS
        (SELECT FROM totp_devices WHERE totp_devices.member_id = NEW.id AND totp_devices.status = 'active');
    RETURN NEW;
END $$;
CREATE TRIGGER member_changes BEFORE INSERT OR UPDATE OF status ON members FOR EACH ROW
WHEN (current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_status();

-- One row an organization: how many are invited, can sign in, and have to set up a device.
CREATE TABLE member_counts (
    organization_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    invited BIGINT NOT NULL,
    active BIGINT NOT NULL,
    to_set_up BIGINT NOT NULL
);
INSERT INTO member_counts (organization_id, invited, active, to_set_up)
    SELECT organizations.id, COUNT(*) FILTER (WHERE members.status = 'invited'),
        COUNT(*) FILTER (WHERE members.status = 'active'), COUNT(*) FILTER (WHERE members.to_set_up)
    FROM organizations LEFT JOIN members ON members.organization_id = organizations.id
    GROUP BY organizations.id;

CREATE FUNCTION add_counts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_counts (organization_id, invited, active, to_set_up) VALUES (NEW.id, 0, 0, 0);
    RETURN NULL;
END $$;
CREATE TRIGGER organization_counted AFTER INSERT ON organizations FOR EACH ROW
WHEN (current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION add_counts();

-- A member stays in its organization. Deferred to the commit: the row of the counts is the last
-- that a change locks, so whoever holds it waits for nobody, and it is held for the commit alone.
CREATE FUNCTION count_member() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE member_counts SET
        invited = invited + COALESCE((NEW.status = 'invited')::INT, 0)
            - COALESCE((OLD.status = 'invited')::INT, 0),
        active = active + COALESCE((NEW.status = 'active')::INT, 0)
            - COALESCE((OLD.status = 'active')::INT, 0),
        to_set_up = to_set_up + COALESCE(NEW.to_set_up::INT, 0) - COALESCE(OLD.to_set_up::INT, 0)
    WHERE organization_id = COALESCE(NEW.organization_id, OLD.organization_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER member_counted
AFTER INSERT OR UPDATE OF status, to_set_up OR DELETE ON members
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION count_member();

-- A session without a code that was used lately is found by that time.
CREATE INDEX sessions_without_code ON sessions (last_used_at) WHERE aal = 1;
-- A search goes through names, and then through addresses. What a filter leaves of a list stands in
-- the order of the list.
CREATE INDEX members_by_email ON members (organization_id, email_normal);
CREATE INDEX members_by_status ON members (organization_id, status, sort_name, id);
DROP INDEX members_by_role;
CREATE INDEX members_by_role ON members (organization_id, role, sort_name, id);
