DROP TABLE flag_looks;
DELETE FROM consents WHERE flag_id IN (SELECT id FROM flags);
DROP INDEX consents_by_flag;
ALTER TABLE consents DROP COLUMN flag_id;
DROP TABLE flags;
DELETE FROM review_items WHERE kind = 'flag';
DROP INDEX review_items_by_profile;
ALTER TABLE review_items DROP COLUMN profile_id;
ALTER TABLE review_items DROP COLUMN flags;
