-- The columns of the other tables stay as wide as they are: who is gone cannot be put back.
ALTER TABLE review_items ADD COLUMN decided_by_account BIGINT REFERENCES accounts (id);
UPDATE review_items SET decided_by_account = decided_by;
ALTER TABLE review_items DROP COLUMN decided_by;
ALTER TABLE review_items RENAME COLUMN decided_by_account TO decided_by;
ALTER TABLE review_items DROP COLUMN by_moderator;
