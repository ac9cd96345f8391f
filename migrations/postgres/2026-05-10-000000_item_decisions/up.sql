-- Decisions about review items by which nothing moved: flags that were dismissed, what is public and was
-- approved, a profile whose owner was asked to change it; by their number in the ledger.
CREATE TABLE item_decisions (
    number INTEGER PRIMARY KEY NOT NULL,
    item_id BIGINT NOT NULL REFERENCES review_items (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    moderator_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    decided_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX item_decisions_by_item ON item_decisions (item_id);
CREATE INDEX item_decisions_by_moderator ON item_decisions (moderator_id, number);

-- The entry of the ledger by which what was imposed on an account was taken back, as a mistake.
ALTER TABLE sanctions ADD COLUMN withdrawn_number INTEGER;

-- When a flag that had ended was opened anew, which whoever gave it is told.
ALTER TABLE flags ADD COLUMN reopened_at TIMESTAMP;
