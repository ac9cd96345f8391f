-- How many support it, as it was last counted.
ALTER TABLE published_suggestions ADD COLUMN supporters BIGINT NOT NULL DEFAULT 0;
CREATE INDEX published_suggestions_by_support ON published_suggestions (supporters, topic_id);

-- Which accounts support a published suggestion. Everybody sees how many; no id, no time, in the
-- order of topics and accounts. The hash is that of a mailed link that found the account's support.
CREATE TABLE supports (
    topic_id BIGINT NOT NULL REFERENCES published_suggestions (topic_id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    link_hash BLOB UNIQUE,
    PRIMARY KEY (topic_id, account_id)
) WITHOUT ROWID;
CREATE INDEX supports_by_account ON supports (account_id);

-- The key of a suggestion's marks. Sealed, so that the marks outlive the secret.
CREATE TABLE support_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topic_id BIGINT NOT NULL UNIQUE REFERENCES published_suggestions (topic_id) ON DELETE CASCADE,
    key_sealed BLOB NOT NULL
);
-- Which addresses support it, as hashes under its key, in the order of the hashes: no id, no time,
-- no address. The other hash is of the mailed link by which the support is taken back, and another
-- than the one that stood beside the address.
CREATE TABLE support_marks (
    mark BLOB PRIMARY KEY NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES support_keys (topic_id) ON DELETE CASCADE,
    link_hash BLOB NOT NULL UNIQUE
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

-- The mail with the link goes with what it confirms.
ALTER TABLE outbox ADD COLUMN support_request_id BIGINT REFERENCES support_requests (id) ON DELETE CASCADE;
CREATE INDEX outbox_support_request ON outbox (support_request_id);
