-- How urgent an item is, as the program's one table says; and who works at it until when.
ALTER TABLE review_items ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review_items ADD COLUMN claimed_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE review_items ADD COLUMN claimed_until TIMESTAMP;

-- What waits already, as that table says.
UPDATE review_items SET urgency = CASE kind
    WHEN 'personal-data-of-others' THEN 70
    WHEN 'found-again' THEN 60
    WHEN 'flag' THEN 30
    WHEN 'publication' THEN 25
    WHEN 'imported' THEN 10
    ELSE 20
END;
UPDATE review_items SET urgency = 50 WHERE kind = 'flag'
    AND id IN (SELECT item_id FROM flags WHERE reason = 'unlawful');
UPDATE review_items SET urgency = 80 WHERE kind = 'flag'
    AND id IN (SELECT item_id FROM flags WHERE reason = 'personal-data');

DROP INDEX review_items_open;
CREATE INDEX review_items_open ON review_items (state, urgency DESC, id);
CREATE INDEX review_items_claimed ON review_items (claimed_by);
