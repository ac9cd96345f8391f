-- When who is there was last proven; empty where that was longer ago than anybody asks. A resident's log-on
-- leaves none: its moment could be looked for in a log.
ALTER TABLE sessions ADD COLUMN confirmed_at TIMESTAMP;

-- An app that shows codes by the time. Without a day it waits for its first code; the last step is that of the
-- newest code that was taken: none counts twice.
CREATE TABLE authenticators (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    secret_sealed BLOB NOT NULL,
    confirmed_on DATE,
    last_step BIGINT NOT NULL
);
CREATE UNIQUE INDEX authenticators_by_account ON authenticators (account_id);

-- Each lets its owner in once in place of a second factor, and goes with that.
CREATE TABLE recovery_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);

CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    credential_id BLOB NOT NULL,
    user_handle BLOB NOT NULL,
    public_key BLOB NOT NULL,
    algorithm TEXT NOT NULL,
    sign_count BIGINT NOT NULL,
    label_sealed BLOB NOT NULL,
    added_on DATE NOT NULL,
    last_used_on DATE
);
CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_id);
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- What a passkey is to sign, once and within minutes: a keyed hash of it and of what it is for.
CREATE TABLE passkey_challenges (
    challenge_hash BLOB PRIMARY KEY NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

-- Who proved the first and not yet the second.
CREATE TABLE second_steps (
    token_hash BLOB PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    first_step TEXT NOT NULL,
    tries INTEGER NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX second_steps_by_account ON second_steps (account_id);

-- Up to which day an account whose role needs a second factor may go on without.
CREATE TABLE factor_graces (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    last_day DATE NOT NULL
);

-- Somebody's second factors are to end, as one administrator asked: another one decides.
CREATE TABLE factor_resets (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    asked_by BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX factor_resets_by_asker ON factor_resets (asked_by);
