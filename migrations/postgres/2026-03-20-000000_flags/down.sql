DROP TABLE flag_looks;
DELETE FROM consents WHERE flag_id IN (SELECT id FROM flags);
ALTER TABLE consents DROP COLUMN flag_id;
DROP TABLE flags;
DELETE FROM review_items WHERE kind = 'flag';
ALTER TABLE review_items DROP COLUMN profile_id;
ALTER TABLE review_items DROP COLUMN flags;
