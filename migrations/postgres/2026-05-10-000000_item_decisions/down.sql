ALTER TABLE flags DROP COLUMN reopened_at;
ALTER TABLE sanctions DROP COLUMN withdrawn_number;
DROP TABLE item_decisions;
