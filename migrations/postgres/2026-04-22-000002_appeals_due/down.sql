ALTER TABLE appeals DROP COLUMN due_on;
