-- A hash of the key by which a guest owns a post, sealed. What was erased is nobody's any more.
ALTER TABLE posts ADD COLUMN guest_key_hash BYTEA CHECK (guest_key_hash IS NULL OR (account_id IS NULL AND state NOT IN ('erased', 'withdrawn')));
-- Of a post that is out of sight: whether everybody could see it before.
ALTER TABLE posts ADD COLUMN was_public BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE posts SET was_public = TRUE WHERE state IN ('held', 'rejected') AND (
    id IN (SELECT post_id FROM post_revisions)
    OR id IN (SELECT post_id FROM review_items WHERE state = 'approved')
);
