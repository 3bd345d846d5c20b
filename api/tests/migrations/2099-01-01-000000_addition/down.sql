LOCK TABLE members, sessions IN ACCESS EXCLUSIVE MODE;

DROP TABLE additions;
DROP INDEX sessions_added;
ALTER TABLE members DROP COLUMN added;
