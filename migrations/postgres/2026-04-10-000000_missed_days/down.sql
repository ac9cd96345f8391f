ALTER TABLE cases DROP COLUMN missed_on;
