ALTER TABLE cases DROP COLUMN restricted_on;
