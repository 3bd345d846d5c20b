-- All at once, in the order in which requests take them: nodes may be at work.
LOCK TABLE members, totp_devices, sessions, organizations IN ACCESS EXCLUSIVE MODE;

DROP INDEX members_by_role;
CREATE INDEX members_by_role ON members (organization_id, role, status);
DROP INDEX members_by_status;
DROP INDEX members_by_email;
DROP INDEX sessions_without_code;
DROP TRIGGER member_counted ON members;
DROP FUNCTION count_member;
DROP TRIGGER organization_counted ON organizations;
DROP FUNCTION add_counts;
DROP TABLE member_counts;
DROP TRIGGER member_changes ON members;
DROP FUNCTION note_status;
DROP TRIGGER device_removed ON totp_devices;
DROP TRIGGER device_changed ON totp_devices;
DROP TRIGGER device_added ON totp_devices;
DROP FUNCTION note_device;
DROP INDEX members_to_set_up;
ALTER TABLE members DROP COLUMN to_set_up;
