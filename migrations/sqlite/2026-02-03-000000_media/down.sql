ALTER TABLE cases DROP COLUMN received_on;
ALTER TABLE cases DROP COLUMN medium;
