LOCK TABLE members, sign_ins IN ACCESS EXCLUSIVE MODE;

DROP TABLE additions;
DROP INDEX sign_ins_added;
ALTER TABLE members DROP COLUMN added;
