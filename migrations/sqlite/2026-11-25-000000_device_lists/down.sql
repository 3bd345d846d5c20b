DROP INDEX members_blocked;
DROP INDEX members_by_device;
ALTER TABLE members DROP COLUMN was_blocked;
ALTER TABLE members DROP COLUMN device_status;
