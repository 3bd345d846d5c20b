-- All at once, in the order in which requests take them: nodes may be at work.
LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE;

DROP TRIGGER device_removed ON totp_devices;
DROP TRIGGER device_changed ON totp_devices;
DROP TRIGGER device_added ON totp_devices;
CREATE OR REPLACE FUNCTION note_device() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
DROP INDEX members_blocked;
DROP INDEX members_by_device;
ALTER TABLE members DROP COLUMN was_blocked;
ALTER TABLE members DROP COLUMN device_status;
