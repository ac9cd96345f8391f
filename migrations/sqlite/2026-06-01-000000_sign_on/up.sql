-- Who logs on through the city's own sign-on: what its provider calls them, sealed, and found again by a keyed hash, and
-- which role a rule gave them, so that the rules take back no other.
CREATE TABLE sign_on_identities (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    subject_sealed BLOB NOT NULL,
    subject_index BLOB NOT NULL UNIQUE,
    role_given TEXT,
    linked_on DATE NOT NULL,
    last_used_on DATE NOT NULL
);
CREATE INDEX sign_on_identities_by_account ON sign_on_identities (account_id);
-- The offices that rules gave them.
CREATE TABLE sign_on_offices (
    identity_id BIGINT NOT NULL REFERENCES sign_on_identities (id) ON DELETE CASCADE,
    office_id BIGINT NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    PRIMARY KEY (identity_id, office_id)
);
-- A sign-on that has begun in one browser and is not over, for some minutes, and what the provider said of somebody
-- who has still to prove an account or to make one.
CREATE TABLE sign_on_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    state_hash BLOB NOT NULL UNIQUE,
    browser_hash BLOB NOT NULL,
    purpose TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    next TEXT NOT NULL,
    said_sealed BLOB,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sign_on_attempts_by_browser ON sign_on_attempts (browser_hash);
-- Which sessions began through it, so that the provider can end them. Where a second step was still to come, the session
-- is the account's next one.
CREATE TABLE sign_on_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    identity_id BIGINT NOT NULL REFERENCES sign_on_identities (id) ON DELETE CASCADE,
    session_id BIGINT REFERENCES sessions (id) ON DELETE CASCADE,
    begun_after BIGINT NOT NULL,
    sid_hash BLOB,
    last_day DATE NOT NULL
);
CREATE INDEX sign_on_sessions_by_account ON sign_on_sessions (account_id);
CREATE INDEX sign_on_sessions_by_sid ON sign_on_sessions (sid_hash);
-- Words by which the provider ended sessions, each once.
CREATE TABLE sign_on_logouts (
    token_hash BLOB PRIMARY KEY NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
