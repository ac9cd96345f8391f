DROP INDEX case_assignees_by_told;
ALTER TABLE case_assignees DROP COLUMN told;
