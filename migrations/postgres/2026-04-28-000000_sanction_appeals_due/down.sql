DROP INDEX appeals_by_due;
DROP INDEX sanctions_by_due;
ALTER TABLE sanctions DROP COLUMN due_on;
