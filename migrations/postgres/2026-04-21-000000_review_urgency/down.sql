DROP INDEX review_items_claimed;
DROP INDEX review_items_open;
CREATE INDEX review_items_open ON review_items (state, id);
ALTER TABLE review_items DROP COLUMN claimed_until;
ALTER TABLE review_items DROP COLUMN claimed_by;
ALTER TABLE review_items DROP COLUMN urgency;
