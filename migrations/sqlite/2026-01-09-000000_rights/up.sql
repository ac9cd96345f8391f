-- By which an erasure finds the mails that were written to an address.
ALTER TABLE outbox ADD COLUMN recipient_index BLOB;
CREATE INDEX outbox_by_recipient ON outbox (recipient_index);
-- What people ask of the privacy officer about their data, with its clock.
CREATE TABLE data_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    post_id BIGINT REFERENCES posts (id) ON DELETE CASCADE,
    contact_sealed BLOB,
    words_sealed BLOB NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    token_hash BLOB UNIQUE,
    created_at TIMESTAMP NOT NULL,
    due_on DATE,
    extended_because TEXT,
    answer_sealed BLOB,
    closed_on DATE
);
CREATE INDEX data_requests_open ON data_requests (state, due_on);
