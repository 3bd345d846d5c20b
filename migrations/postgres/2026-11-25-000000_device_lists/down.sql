-- All at once, in the order in which requests take them: nodes may be at work.
LOCK TABLE members, totp_devices IN ACCESS EXCLUSIVE MODE;

DROP INDEX members_blocked;
DROP INDEX members_by_device;
ALTER TABLE members DROP COLUMN was_blocked;
ALTER TABLE members DROP COLUMN device_status;
