-- A session ends with a day. What stands there is cut to the day before it would have ended: its
-- moment, that of the log-on, could be looked for in a log.
ALTER TABLE sessions ADD COLUMN last_day DATE NOT NULL DEFAULT '1970-01-01';
UPDATE sessions SET last_day = CAST(expires_at AS DATE) - 1;
ALTER TABLE sessions DROP COLUMN expires_at;
