-- All at once, in the order in which requests take them: nodes may be at work.
LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE;

-- Where a member's confirmed device stands, and whether it was blocked since its last right code.
-- They repeat what `totp_devices` says, so that a list of the members whose device stands so is read in
-- the order of their names. Triggers keep them, together with `to_set_up`.
ALTER TABLE members ADD COLUMN device_status TEXT COLLATE "C" NOT NULL DEFAULT 'none'
    CHECK (device_status IN ('none', 'active', 'disabled'));
ALTER TABLE members ADD COLUMN was_blocked BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE members SET device_status = totp_devices.status, was_blocked = totp_devices.blocked_until > 0
    FROM totp_devices WHERE totp_devices.member_id = members.id;
CREATE INDEX members_by_device ON members (organization_id, device_status, sort_name, id);
CREATE INDEX members_blocked ON members (organization_id, was_blocked, sort_name, id);

DROP TRIGGER device_added ON totp_devices;
DROP TRIGGER device_changed ON totp_devices;
DROP TRIGGER device_removed ON totp_devices;
CREATE OR REPLACE FUNCTION note_device() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members SET device_status = COALESCE(NEW.status, 'none'),
        was_blocked = COALESCE(NEW.blocked_until > 0, FALSE),
        to_set_up = status = 'active' AND NOT COALESCE(NEW.status = 'active', FALSE)
    WHERE id = COALESCE(NEW.member_id, OLD.member_id);
    RETURN NULL;
END $$;
CREATE TRIGGER device_added AFTER INSERT ON totp_devices FOR EACH ROW
WHEN (current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();
CREATE TRIGGER device_changed AFTER UPDATE OF status, blocked_until ON totp_devices FOR EACH ROW
WHEN ((NEW.status <> OLD.status OR (NEW.blocked_until > 0) <> (OLD.blocked_until > 0))
    AND current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();
CREATE TRIGGER device_removed AFTER DELETE ON totp_devices FOR EACH ROW
WHEN (current_setting('twostep.moving', TRUE) IS DISTINCT FROM 'on')
EXECUTE FUNCTION note_device();
