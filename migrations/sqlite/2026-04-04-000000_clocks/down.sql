ALTER TABLE cases DROP COLUMN ended_at;
