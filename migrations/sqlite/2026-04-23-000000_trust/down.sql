DROP TRIGGER posts_stand_no_more;
DROP TRIGGER posts_stand;
DROP TRIGGER posts_stand_at_once;
DROP TABLE sanctions;
DROP TABLE upheld_decisions;
DROP TABLE account_standing;
