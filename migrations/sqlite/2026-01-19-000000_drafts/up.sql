-- What an account has begun to write, sealed: one for each place.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    place_id BIGINT NOT NULL,
    words_sealed BLOB NOT NULL,
    kept_at TIMESTAMP NOT NULL,
    UNIQUE (account_id, place, place_id)
);
CREATE INDEX drafts_by_place ON drafts (place, place_id);
-- Files of a draft wait as long as it does.
ALTER TABLE attachments ADD COLUMN draft_id BIGINT REFERENCES drafts (id) ON DELETE SET NULL;
CREATE INDEX attachments_by_draft ON attachments (draft_id);
