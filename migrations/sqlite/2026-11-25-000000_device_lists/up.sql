-- Where a member's confirmed device stands, and whether it was blocked since its last right code.
-- They repeat what `totp_devices` says, so that a list of the members whose device stands so is read in
-- the order of their names. Triggers keep them, together with `to_set_up`.
ALTER TABLE members ADD COLUMN device_status TEXT NOT NULL DEFAULT 'none'
    CHECK (device_status IN ('none', 'active', 'disabled'));
ALTER TABLE members ADD COLUMN was_blocked INTEGER NOT NULL DEFAULT 0 CHECK (was_blocked IN (0, 1));
UPDATE members SET device_status = totp_devices.status, was_blocked = totp_devices.blocked_until > 0
    FROM totp_devices WHERE totp_devices.member_id = members.id;
CREATE INDEX members_by_device ON members (organization_id, device_status, sort_name, id);
CREATE INDEX members_blocked ON members (organization_id, was_blocked, sort_name, id);

DROP TRIGGER device_added;
DROP TRIGGER device_changed;
DROP TRIGGER device_removed;
CREATE TRIGGER device_added AFTER INSERT ON totp_devices
BEGIN
    UPDATE members SET device_status = NEW.status, was_blocked = NEW.blocked_until > 0,
        to_set_up = status = 'active' AND NEW.status <> 'active'
    WHERE id = NEW.member_id;
END;
CREATE TRIGGER device_changed AFTER UPDATE OF status, blocked_until ON totp_devices
WHEN NEW.status <> OLD.status OR (NEW.blocked_until > 0) <> (OLD.blocked_until > 0)
BEGIN
    UPDATE members SET device_status = NEW.status, was_blocked = NEW.blocked_until > 0,
        to_set_up = status = 'active' AND NEW.status <> 'active'
    WHERE id = NEW.member_id;
END;
CREATE TRIGGER device_removed AFTER DELETE ON totp_devices
BEGIN
    UPDATE members SET device_status = 'none', was_blocked = 0, to_set_up = status = 'active'
    WHERE id = OLD.member_id;
END;
