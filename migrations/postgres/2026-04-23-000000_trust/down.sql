DROP TRIGGER posts_stand_no_more ON posts;
DROP TRIGGER posts_stand ON posts;
DROP TRIGGER posts_stand_at_once ON posts;
DROP FUNCTION posts_stand_no_more();
DROP FUNCTION posts_stand();
DROP TABLE sanctions;
DROP TABLE upheld_decisions;
DROP TABLE account_standing;
