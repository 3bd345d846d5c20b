-- Where a member's confirmed device stands, and whether it was blocked since its last right code.
-- They repeat what `totp_devices` says, so that a list of the members whose device stands so is read
-- in the order of their names. The program writes them in the change that they follow from.
ALTER TABLE members ADD COLUMN device_status TEXT NOT NULL DEFAULT 'none'
    CHECK (device_status IN ('none', 'active', 'disabled'));
ALTER TABLE members ADD COLUMN was_blocked INTEGER NOT NULL DEFAULT 0 CHECK (was_blocked IN (0, 1));
UPDATE members SET device_status = totp_devices.status, was_blocked = totp_devices.blocked_until > 0
    FROM totp_devices WHERE totp_devices.member_id = members.id;
CREATE INDEX members_by_device ON members (organization_id, device_status, sort_name, id);
CREATE INDEX members_blocked ON members (organization_id, was_blocked, sort_name, id);
