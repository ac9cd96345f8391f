-- Which accounts support a published suggestion. Everybody sees how many; no time.
CREATE TABLE supports (
    topic_id BIGINT NOT NULL REFERENCES published_suggestions (topic_id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (topic_id, account_id)
);
CREATE INDEX supports_by_account ON supports (account_id);

-- The key of a suggestion's marks. Sealed, so that the marks outlive the secret.
CREATE TABLE support_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topic_id BIGINT NOT NULL UNIQUE REFERENCES published_suggestions (topic_id) ON DELETE CASCADE,
    key_sealed BLOB NOT NULL
);
-- Which addresses support it, as hashes under its key, in the order of the hashes: no id, no time,
-- no address. The other hash is that of the mailed link by which the support is taken back.
CREATE TABLE support_marks (
    mark BLOB PRIMARY KEY NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES support_keys (topic_id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE
) WITHOUT ROWID;
CREATE INDEX support_marks_by_topic ON support_marks (topic_id);

-- Addresses that were given to support a suggestion and wait for their link to be followed.
CREATE TABLE support_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES published_suggestions (topic_id) ON DELETE CASCADE,
    email_sealed BLOB NOT NULL,
    email_index BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    consent_id BIGINT NOT NULL REFERENCES consents (id),
    expires_at TIMESTAMP NOT NULL,
    UNIQUE (topic_id, email_index)
);
CREATE INDEX support_requests_by_address ON support_requests (email_index);
CREATE INDEX support_requests_consent ON support_requests (consent_id);
CREATE INDEX support_requests_by_end ON support_requests (expires_at);
