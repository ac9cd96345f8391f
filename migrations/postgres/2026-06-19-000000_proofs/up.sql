-- Whether a second factor was shown for it, here or at the sign-on; and by which second step it began.
ALTER TABLE sessions ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN step_hash BYTEA;
-- The second step that is still to come, in the stead of a guess at which session it leads to.
ALTER TABLE sign_on_sessions ADD COLUMN step_hash BYTEA;
ALTER TABLE sign_on_sessions DROP COLUMN begun_after;
CREATE INDEX sign_on_sessions_by_step ON sign_on_sessions (step_hash);
CREATE INDEX sessions_by_step ON sessions (step_hash);
-- Until which day whoever signs on with the account's address is taken for its owner.
ALTER TABLE sign_on_identities ADD COLUMN reopened_until DATE;
