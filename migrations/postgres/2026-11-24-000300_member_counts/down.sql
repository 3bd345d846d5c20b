-- All at once, in the order in which requests take them: nodes may be at work.
LOCK TABLE members, totp_devices, sessions, organizations IN ACCESS EXCLUSIVE MODE;

DROP INDEX members_by_role;
CREATE INDEX members_by_role ON members (organization_id, role, status);
DROP INDEX members_by_status;
DROP INDEX members_by_email;
DROP INDEX sessions_without_code;
DROP TABLE member_counts;
DROP INDEX members_to_set_up;
ALTER TABLE members DROP COLUMN to_set_up;
