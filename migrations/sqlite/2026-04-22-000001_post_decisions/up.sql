-- Decisions about posts, by their number in the ledger: where the post stood before and after each,
-- and whether it was taken back. What is firm, no moderator takes back.
CREATE TABLE post_decisions (
    number INTEGER PRIMARY KEY NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    moderator_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    item_id BIGINT REFERENCES review_items (id) ON DELETE SET NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL,
    firm BOOLEAN NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX post_decisions_by_post ON post_decisions (post_id, number);
CREATE INDEX post_decisions_by_moderator ON post_decisions (moderator_id, number);
CREATE INDEX post_decisions_by_item ON post_decisions (item_id);
