ALTER TABLE sessions ADD COLUMN expires_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
UPDATE sessions SET expires_at = datetime(last_day, '+1 day');
ALTER TABLE sessions DROP COLUMN last_day;
