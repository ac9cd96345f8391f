DROP TABLE published_suggestions;
DROP INDEX boards_taking_suggestions;
ALTER TABLE boards DROP COLUMN takes_suggestions;
