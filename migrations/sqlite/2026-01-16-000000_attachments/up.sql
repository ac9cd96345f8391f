-- Files that people add to posts; their bytes lie in the object store.
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    post_id BIGINT REFERENCES posts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    alt TEXT NOT NULL,
    size BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    unread BOOLEAN NOT NULL,
    withheld_by INTEGER,
    object TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX attachments_by_post ON attachments (post_id);
CREATE INDEX attachments_by_account ON attachments (account_id);
-- Objects that no row names any more, until a job has deleted them.
CREATE TABLE attachment_discards (
    object TEXT PRIMARY KEY NOT NULL
);
