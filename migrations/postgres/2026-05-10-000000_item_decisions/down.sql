ALTER TABLE sanctions DROP COLUMN withdrawn_number;
DROP TABLE item_decisions;
