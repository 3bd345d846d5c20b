DROP TABLE unfinished_sign_ins;
DROP TABLE password_resets;
DROP TABLE password_reset_requests;
ALTER TABLE members DROP COLUMN reset_hold_until;
ALTER TABLE members DROP COLUMN recovery_hold_until;
ALTER TABLE members DROP COLUMN enrolled_at;
