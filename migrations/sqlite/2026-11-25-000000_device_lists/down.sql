DROP TRIGGER device_removed;
DROP TRIGGER device_changed;
DROP TRIGGER device_added;
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
DROP INDEX members_blocked;
DROP INDEX members_by_device;
ALTER TABLE members DROP COLUMN was_blocked;
ALTER TABLE members DROP COLUMN device_status;
