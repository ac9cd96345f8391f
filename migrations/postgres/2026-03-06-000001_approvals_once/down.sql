DROP INDEX approvals_wait_once;
ALTER TABLE approvals DROP COLUMN lapsed;
