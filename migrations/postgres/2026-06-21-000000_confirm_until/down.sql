DROP INDEX cases_by_confirm_until;
ALTER TABLE cases DROP COLUMN confirm_until;
