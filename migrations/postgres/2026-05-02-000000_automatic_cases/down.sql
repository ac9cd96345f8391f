ALTER TABLE cases DROP COLUMN automatic;
