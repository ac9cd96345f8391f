-- What acts as an account in programs beside its sessions: made by its owner, for some scopes, until a day.
-- Of the token itself a hash alone, and of its use the day.
CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    last_used_on DATE
);
CREATE INDEX api_tokens_by_account ON api_tokens (account_id);
