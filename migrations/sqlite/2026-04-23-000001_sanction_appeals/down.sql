DROP INDEX sanctions_appealed;
ALTER TABLE sanctions DROP COLUMN granted;
ALTER TABLE sanctions DROP COLUMN answered_number;
ALTER TABLE sanctions DROP COLUMN appealed_on;
ALTER TABLE sanctions DROP COLUMN appealed_number;
