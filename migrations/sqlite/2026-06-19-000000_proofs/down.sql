ALTER TABLE sign_on_identities DROP COLUMN reopened_until;
DROP INDEX sessions_by_step;
DROP INDEX sign_on_sessions_by_step;
ALTER TABLE sign_on_sessions ADD COLUMN begun_after BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sign_on_sessions DROP COLUMN step_hash;
ALTER TABLE sessions DROP COLUMN step_hash;
ALTER TABLE sessions DROP COLUMN second_factor;
