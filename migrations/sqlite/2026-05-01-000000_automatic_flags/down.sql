ALTER TABLE flags DROP COLUMN automatic;
