ALTER TABLE flags DROP COLUMN reopened_at;
